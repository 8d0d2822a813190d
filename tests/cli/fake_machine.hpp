// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "arch/machine.hpp"

namespace gossamer::test {

/// A machine without hardware: what a layer costs and whether it runs at all is up to the test.
class FakeMachine : public arch::Machine {
 public:
  using Simulate = std::function<core::LayerRecord(const workload::Layer&)>;

  using Counters = std::map<std::string, std::map<std::string, std::uint64_t>>;

  explicit FakeMachine(Simulate simulate = record_of,
                       Counters counters = {{"dram", {{"read_byte", 0}}}})
      : simulate_{std::move(simulate)}, counters_{std::move(counters)} {}

  std::string refusal(const workload::Layer& layer,
                      const arch::SimulationOptions& options) const override {
    if (!options.values && !layer.output_density) return "--no-values needs outputs.density";
    return layer.kind == "gemm" ? "it has no hardware for matrix products" : "";
  }
  std::uint64_t memory_bytes(const workload::Layer& layer,
                             const arch::SimulationOptions&) const override {
    return workload::macs(layer);
  }
  core::LayerRecord simulate(const workload::Layer& layer,
                             const arch::SimulationOptions&) const override {
    return simulate_(layer);
  }
  core::Components components() const override {
    return {{"dram",
             "dram",
             1,
             {{"cells", "dram_lpddr4", 1, {}}},
             {{"read_byte", {{"cells", "access", 8}}}}}};
  }
  Counters counters() const override { return counters_; }
  std::vector<std::string> faults() const override { return {"deadlock", "product"}; }
  std::uint64_t multipliers() const override { return 4; }
  core::SlotReasons slot_reasons() const override { return {}; }
  std::vector<std::string> multiplying_modules() const override { return {"pe"}; }

  /// One cycle per multiply-accumulate.
  static core::LayerRecord record_of(const workload::Layer& layer) {
    core::LayerRecord record;
    record.name = layer.name;
    record.kind = layer.kind;
    record.macs = workload::macs(layer);
    record.cycles = record.macs;
    record.multipliers = 4;
    return record;
  }

 private:
  Simulate simulate_;
  Counters counters_;
};

/// A 1 x 1 convolution of one channel on a `size` x `size` plane: size^2 multiply-accumulates.
inline workload::Layer conv_layer(const std::string& name, std::uint32_t size, int line = 1) {
  workload::Conv2d shape;
  shape.height = size;
  shape.width = size;
  workload::Layer layer;
  layer.name = name;
  layer.kind = "conv2d";
  layer.shape = shape;
  layer.where = {"net.yaml", line, 5};
  return layer;
}

inline workload::Layer gemm_layer(const std::string& name, int line = 1) {
  workload::Layer layer;
  layer.name = name;
  layer.kind = "gemm";
  layer.shape = workload::Gemm{2, 3, 5};
  layer.where = {"net.yaml", line, 5};
  return layer;
}

}  // namespace gossamer::test
