// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "support/temporary_directory.hpp"
#include "sweep/reader.hpp"

namespace gossamer::sweep::test {

/// A small network for every machine.
inline const std::string small_network = R"(name: small
layers:
  - name: conv1
    kind: conv2d
    input: {channels: 4, height: 6, width: 6}
    filter: {count: 8, height: 3, width: 3, pad: 1}
    weights: {density: 0.5}
    activations: {density: 0.5}
    outputs: {density: 0.5}
    relu: true
  - name: conv2
    kind: conv2d
    input: {channels: 8, height: 6, width: 6}
    filter: {count: 8, height: 1, width: 1}
    weights: {density: 0.4}
    activations: {density: 0.6}
    outputs: {density: 0.5}
    relu: true
)";

/// A folder with a sweep file, `small.yaml`, and architectures `a.yaml` and `b.yaml`.
class SampleSweep {
 public:
  SampleSweep() {
    const std::string technology =
        (std::filesystem::path{GOSSAMER_SOURCE} / "configs" / "technology" / "16nm.yaml").string();
    home.write("small.yaml", small_network);
    home.write("a.yaml", "architecture: scnn\ntechnology: " + technology +
                             "\npe: {rows: 2, cols: 2}\noaram_kib: 8\niaram_kib: 8\n");
    home.write("b.yaml",
               "architecture: dcnn\ntechnology: " + technology + "\npe: {rows: 2, cols: 2}\n");
  }

  /// The sweep of a file `s.yaml` with these lines after `base: a` and `workload: small.yaml`.
  Sweep read(const std::string& lines) const {
    return read_whole("base: a.yaml\nworkload: small.yaml\n" + lines);
  }

  Sweep read_whole(const std::string& text) const {
    return read_sweep(home.write("s.yaml", text), surroundings());
  }

  static Surroundings surroundings() {
    const auto find = [](const std::string& name, const std::filesystem::path& folder) {
      if (!std::filesystem::exists(folder / name)) throw core::FileError{name + ": no such file"};
      return (folder / name).string();
    };
    const auto choose = [](const workload::Network& network, const std::string& name) {
      std::vector<workload::Layer> chosen;
      for (const auto& layer : network.layers) {
        if (name.empty() || layer.name == name) chosen.push_back(layer);
      }
      if (chosen.empty()) throw core::ConfigError{{"--layers"}, name + " matches no layer"};
      return chosen;
    };
    return {GOSSAMER_SOURCE, find, find, choose};
  }

  gossamer::test::TemporaryDirectory home;
};

}  // namespace gossamer::sweep::test
