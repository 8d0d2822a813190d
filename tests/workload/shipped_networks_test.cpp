// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "support/catch.hpp"
#include "workload/operands.hpp"
#include "workload/reader.hpp"

using namespace gossamer::workload;

namespace {

Network shipped(const std::string& name) {
  return read_network(std::string{GOSSAMER_WORKLOADS} + "/" + name);
}

}  // namespace

TEST_CASE("alexnet.yaml has the layers and multiplications of SCNN's evaluation") {
  const Network network = shipped("alexnet.yaml");
  CHECK(network.name == "alexnet");
  REQUIRE(network.layers.size() == 5);
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    CHECK(layer.name == "conv" + std::to_string(i + 1));
    CHECK(layer.relu);
    CHECK(layer.output_density.has_value());
    total += macs(layer);
  }
  CHECK(total == 695112192);  // 0.69 billion in the paper's table 1
}

TEST_CASE("the second layer of alexnet.yaml has the published densities of its two groups") {
  const Network network = shipped("alexnet.yaml");
  const auto weights = int16_weights(network.layers.at(1), 1, Values::ones);
  const auto half = static_cast<std::ptrdiff_t>(weights.size() / 2);
  CHECK(std::count(weights.data.begin(), weights.data.begin() + half, 1) == 57224);
  CHECK(std::count(weights.data.begin() + half, weights.data.end(), 1) == 59183);
}
