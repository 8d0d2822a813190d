// SPDX-License-Identifier: Apache-2.0
#include "core/text_file.hpp"
#include "support/catch.hpp"
#include "support/layer_trace.hpp"

using namespace gossamer;

TEST_CASE("the example of the documentation is a workload") {
  const std::string page =
      core::read_text_file(std::string{GOSSAMER_SOURCE_DIR} + "/docs/workloads.md", 1 << 20);
  const std::string opening = "```yaml\n";
  const std::size_t start = page.find(opening) + opening.size();
  const std::string example = page.substr(start, page.find("```", start) - start);

  const auto network = test::LayerTrace{}.read(example);
  CHECK(network.name == "two_layers");
  CHECK(network.layers.size() == 2);
  CHECK(network.layers[1].weights.pattern.kind == tensor::PatternKind::two_of_four);
}
