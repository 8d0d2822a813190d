// SPDX-License-Identifier: Apache-2.0
#include "cost/technology.hpp"

#include "cost/technology_text.hpp"
#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

using Catch::Matchers::Contains;
using gossamer::test::TemporaryDirectory;
using test::replaced;
using test::round_technology;
using test::technology_text;

TEST_CASE("a technology names its library, node, voltage and way of scaling") {
  const auto technology = round_technology();
  CHECK(technology.name() == "round");
  CHECK(technology.scaling().node_nm == 20);
  CHECK(technology.scaling().voltage == 0.8);
  CHECK(technology.method() == "own to 20 nm");
  CHECK(technology.library().primitives().count("ram") == 1);
}

TEST_CASE("the library is taken from beside the technology, else from the shipped ones") {
  const TemporaryDirectory own;
  const TemporaryDirectory shipped;
  const std::string file = own.write("t.yaml", technology_text);
  CHECK_THROWS_AS(Technology::load(file), core::FileError);
  shipped.write("lib.yaml", test::library_text);
  CHECK_THAT(Technology::load(file, shipped.path()).library().file(),
             Contains(shipped.path().string()));
  own.write("lib.yaml", test::library_text);
  CHECK_THAT(Technology::load(file, shipped.path()).library().file(),
             Contains(own.path().string()));
}

TEST_CASE("what is wrong with a technology is told with its place and what is allowed") {
  const auto [old_part, new_part, message] = GENERATE(table<std::string, std::string, std::string>(
      {{"scaling: own", "scaling: cv3", "did you mean 'cv2'"},
       {"node_nm: 20", "node_nm: 0", "node_nm"},
       {"{general: 1,", "{", "lacks the key 'general'"},
       {"from_nm: 32", "from_nm: 45", "lacks an entry from 32 nm"},
       {"factors:\n", "factors: none\nfacts:\n", "'factors' must be a list"},
       {"energy: 0.5", "energy: 0", "energy"},
       {"mark: assumed, source: s}\nfactors", "mark: hoped, source: s}\nfactors", "allowed: pub"},
       {"library: lib.yaml\n", "", "lacks the key 'library'"}}));
  CAPTURE(old_part, new_part);
  CHECK_THROWS_WITH(round_technology(replaced(technology_text, old_part, new_part)),
                    Contains("t.yaml:") && Contains(message));
}

TEST_CASE("a node that the scaling tables lack is refused, but with factors of one's own") {
  const auto odd = replaced(technology_text, "node_nm: 20", "node_nm: 5");
  CHECK_NOTHROW(round_technology(odd));
  const auto start = odd.find("factors:");
  const auto by_table = replaced(odd.substr(0, start), "scaling: own", "scaling: fitted");
  CHECK_THROWS_WITH(round_technology(by_table),
                    Contains("t.yaml:3:10: node_nm: 5 is no node of the scaling tables; allowed: "
                             "130, 90"));
}

TEST_CASE("a source beyond the ends of the scaling tables is refused, but with own factors") {
  const auto far = replaced(test::library_text, "node_nm: 32", "node_nm: 500");
  const auto own = technology_text +
                   "  - {from_nm: 500, area: 1, energy: 1, leakage: 1, mark: assumed, source: s}\n";
  CHECK_NOTHROW(round_technology(own, far));
  const auto start = technology_text.find("factors:");
  const auto by_table =
      replaced(replaced(technology_text.substr(0, start), "scaling: own", "scaling: cv2"),
               "node_nm: 20", "node_nm: 16");
  CHECK_NOTHROW(round_technology(by_table));
  CHECK_THROWS_WITH(round_technology(by_table, far),
                    Contains("lib.yaml:7:") &&
                        Contains("a source at 500 nm cannot be scaled by the tables; allowed: 7 "
                                 "to 130"));
}

TEST_CASE("a technology can be taken to its node by the other method, and is else as it was") {
  const std::string folder = GOSSAMER_CONFIGS "/technology/";
  const auto cv2 = Technology::load(folder + "16nm.yaml");
  const auto fitted = cv2.scaled_by(Method::fitted);
  CHECK(fitted.scaling().method == Method::fitted);
  CHECK(fitted.method() == "fitted to 16 nm");
  CHECK(fitted.name() == "16nm");
  CHECK(fitted.scaling().node_nm == cv2.scaling().node_nm);
  CHECK(fitted.scaling().leakage == cv2.scaling().leakage);
  CHECK(cv2.scaled_by(Method::cv2).method() == cv2.method());
}

TEST_CASE("a library that cannot be read is told with the place that names it") {
  CHECK_THROWS_WITH(
      round_technology(replaced(technology_text, "library: lib.yaml", "library: libs.yaml")),
      Contains("t.yaml:2:10: library: ") && Contains("libs.yaml: cannot be read"));
}

TEST_CASE("a technology without a node lacks the key, and nothing else is said of it") {
  CHECK_THROWS_WITH(round_technology(replaced(replaced(technology_text, "node_nm: 20\n", ""),
                                              "scaling: own", "scaling: cv2")),
                    Contains("lacks the key 'node_nm'") && !Contains("no node of"));
}

TEST_CASE("factors are for scaling: own, and each node has one entry") {
  CHECK_THROWS_WITH(round_technology(replaced(technology_text, "scaling: own", "scaling: cv2")),
                    Contains("'factors'"));
  CHECK_THROWS_WITH(
      round_technology(technology_text + "  - {from_nm: 32, area: 1, energy: 1, leakage: 1, mark: "
                                         "assumed, source: s}\n"),
      Contains("from_nm: 32 is given twice"));
}

}  // namespace
}  // namespace gossamer::cost
