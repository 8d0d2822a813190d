// SPDX-License-Identifier: Apache-2.0
#include "cost/library.hpp"

#include "cost/technology_text.hpp"
#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

using Catch::Matchers::Contains;
using gossamer::test::TemporaryDirectory;

Library load(const std::string& text = test::library_text) {
  const TemporaryDirectory directory;
  return Library::load(directory.write("lib.yaml", text));
}

TEST_CASE("a primitive has formulas, node, supply, marks and sources") {
  const auto library = load();
  const Primitive& ram = library.primitives().at("ram");
  CHECK(ram.area->formula.text() == "40 * bits");
  CHECK(ram.area->node_nm == 32);
  CHECK(ram.actions.at("read").voltage == 0.8);
  CHECK(ram.actions.at("read").mark == "recalled");
  CHECK(ram.leakage->source == "guess");
  CHECK(ram.attributes == std::set<std::string>{"bits"});  // `area` is no attribute of a part
}

TEST_CASE("a quantity may have a node and a supply of its own") {
  const auto library = load(test::replaced(test::library_text, "{pj: 0.5 * width,",
                                           "{pj: 0.5 * width, node_nm: 16, voltage: 0.7,"));
  const Primitive& adder = library.primitives().at("adder");
  CHECK(adder.actions.at("add").node_nm == 16);
  CHECK(adder.actions.at("add").voltage == 0.7);
  CHECK(adder.area->node_nm == 32);
}

TEST_CASE("what costs nothing says so with the word none") {
  const auto library = load();
  CHECK_FALSE(library.primitives().at("chips").area);
  CHECK_FALSE(library.primitives().at("chips").leakage);
}

TEST_CASE("what is wrong with a primitive is told with its place and what is allowed") {
  const auto [old_part, new_part, message] = GENERATE(table<std::string, std::string, std::string>(
      {{"    area: {um2: 40 * bits, mark: published, source: macro}\n", "", "lacks the key 'area'"},
       {"um2: 40 * bits", "um2: 40 * bits +", "is expected at its end"},
       {"um2: 40 * bits", "um3: 40 * bits", "um3"},
       {"mark: recalled", "mark: recaled", "did you mean 'recalled'"},
       {"source: port}", "source: ''}", "must not be empty"},
       {"transistors: high_performance", "transistors: fast", "allowed: general"},
       {"follows: wire", "follows: wires", "did you mean 'wire'"},
       {"um2: 40 * bits", "um2: 40 * area", "the area of 'ram' names itself"},
       {"{pj: 8,", "{pj: 8 * area,", "'access' of 'chips' names its area, but it has none"},
       {"read: {pj", "read: {pJ", "lacks the key 'pj'"},
       {"voltage: 0.4", "voltage: -0.4", "voltage"}}));
  CAPTURE(old_part, new_part);
  CHECK_THROWS_WITH(load(test::replaced(test::library_text, old_part, new_part)),
                    Contains("lib.yaml:") && Contains(message));
}

TEST_CASE("what does not scale has neither node nor supply") {
  const Primitive chips = load().primitives().at("chips");
  CHECK(chips.actions.at("access").node_nm == 0);
  CHECK(chips.actions.at("access").voltage == 0);
  CHECK_THROWS_WITH(load(test::replaced(test::library_text, "follows: nothing\n",
                                        "follows: nothing\n    node_nm: 45\n")),
                    Contains("unknown key 'node_nm' in the primitive 'chips'"));
}

TEST_CASE("a quantity that is no mapping is one fault, not several") {
  CHECK_THROWS_WITH(
      load(test::replaced(test::library_text,
                          "area: {um2: 40 * bits, mark: "
                          "published, source: macro}",
                          "area: [1]")),
      Contains("'area' of the primitive 'ram' must be a mapping") && !Contains("formula"));
}

TEST_CASE("energies are never none: an action that costs nothing is not listed") {
  CHECK_THROWS_WITH(
      load(test::replaced(test::library_text, "{pj: 3, mark: assumed, source: port}", "none")),
      Contains("must be a mapping"));
}

}  // namespace
}  // namespace gossamer::cost
