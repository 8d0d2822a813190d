// SPDX-License-Identifier: Apache-2.0
#include "core/text_file.hpp"
#include "support/catch.hpp"
#include "support/layer_trace.hpp"

using namespace gossamer;

namespace {

/// The first YAML example of a page.
std::string example_of(const std::string& name) {
  const std::string page =
      core::read_text_file(std::string{GOSSAMER_SOURCE_DIR} + "/docs/" + name, 1 << 20);
  const std::string opening = "```yaml\n";
  const std::size_t start = page.find(opening) + opening.size();
  return page.substr(start, page.find("```", start) - start);
}

}  // namespace

TEST_CASE("the example of the documentation is a workload") {
  const auto network = test::LayerTrace{}.read(example_of("workloads.md"));
  CHECK(network.name == "two_layers");
  CHECK(network.layers.size() == 2);
  CHECK(network.layers[1].weights.pattern.kind == tensor::PatternKind::two_of_four);
}

TEST_CASE("the example of a wider network is a workload, with layers that fit each other") {
  const auto network = test::LayerTrace{}.read(example_of("lowbit.md"));
  REQUIRE(network.widening.has_value());
  CHECK(network.widening->factor == 2);
  const auto& inner = std::get<workload::Conv2d>(network.layers[1].shape);
  CHECK((inner.channels == 32 && inner.filters == 64));
  CHECK(std::get<workload::Gemm>(network.layers[2].shape).k == 64 * 14 * 14);
}
