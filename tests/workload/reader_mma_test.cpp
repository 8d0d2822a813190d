// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "workload/reader.hpp"

using namespace gossamer;
using namespace gossamer::workload;

namespace {

Network shipped(const std::string& name) {
  return read_network(std::string{GOSSAMER_WORKLOADS} + "/" + name);
}

}  // namespace

TEST_CASE("mma_microbench.yaml has every type, dense and sparse, in two shapes") {
  const Network network = shipped("mma_microbench.yaml");
  CHECK(network.layers.size() == 5U * 2 * 2 * 12);
  const Layer& first = network.layers.front();
  REQUIRE(first.mma);
  CHECK(first.kind == "mma");
  CHECK(first.mma->k == 16);
  CHECK(macs(first) == 16U * 8 * 16 * 1000);
  const Layer& last = network.layers.back();
  CHECK(last.mma->sparse);
  CHECK(last.mma->k == 64);
  CHECK(macs(last) == 16U * 8 * 64 * 1000 * 16 * 2);
}

TEST_CASE("the 2:4 form of resnet50.yaml prunes all layers but the first") {
  const Network dense = shipped("resnet50.yaml");
  const Network pruned = shipped("resnet50_2to4.yaml");
  REQUIRE(pruned.layers.size() == dense.layers.size());
  for (std::size_t i = 0; i < pruned.layers.size(); ++i) {
    CAPTURE(i);
    CHECK(macs(pruned.layers[i]) == macs(dense.layers[i]));
    const bool two_of_four =
        pruned.layers[i].weights.pattern.kind == tensor::PatternKind::two_of_four;
    CHECK(two_of_four == (i > 0));
  }
}
