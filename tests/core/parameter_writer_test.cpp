// SPDX-License-Identifier: Apache-2.0
#include "core/parameter_writer.hpp"

#include "support/catch.hpp"

using namespace gossamer::core;

namespace {

void describe(ParameterVisitor& v) {
  std::uint32_t rows = 8;
  double clock_ghz = 0.1;
  bool gating = true;
  std::string technology = "16nm.yaml";
  std::size_t hash = 1;
  v.field("technology", technology, "process");
  v.field("clock_ghz", clock_ghz, "GHz", "clock", 0.01, 10.0);
  v.group("pe", "the array", [&](ParameterVisitor& pe) {
    pe.field("rows", rows, "PEs", "rows of the array", 1, 64);
    pe.group("banks", "accumulators", [&](ParameterVisitor& banks) {
      banks.choice("hash", hash, "bank selection", {"modulo", "xor"});
    });
  });
  v.field("gating", gating, "zero gating");
}

}  // namespace

TEST_CASE("a resolved configuration holds every value in the order of its description") {
  CHECK(parameters_to_json(describe).dump() ==
        R"({"technology":"16nm.yaml","clock_ghz":0.1,"pe":{"rows":8,"banks":{"hash":"xor"}},)"
        R"("gating":true})");
}

TEST_CASE("a block without parameters is an empty object") {
  CHECK(parameters_to_json([](ParameterVisitor&) {}).dump() == "{}");
  CHECK(parameters_to_json([](ParameterVisitor& v) {
          v.group("pe", "", [](ParameterVisitor&) {});
        }).dump() == R"({"pe":{}})");
}

TEST_CASE("a group that is described in two parts stays one") {
  const auto twice = [](ParameterVisitor& v) {
    bool on = true;
    v.group("pe", "", [&](ParameterVisitor& pe) { pe.field("a", on, ""); });
    v.group("pe", "", [&](ParameterVisitor& pe) { pe.field("b", on, ""); });
  };
  CHECK(parameters_to_json(twice).dump() == R"({"pe":{"a":true,"b":true}})");
}

TEST_CASE("the list of parameters says everything about each") {
  const auto list = list_parameters(describe);
  REQUIRE(list.size() == 5);
  CHECK(list[0].path == "technology");
  CHECK(list[0].type == "text");
  CHECK(list[1].default_value == "0.1");
  CHECK(list[1].range == "0.01 to 10");
  CHECK(list[1].type == "number");
  CHECK(list[2].path == "pe.rows");
  CHECK(list[2].type == "integer");
  CHECK(list[2].default_value == "8");
  CHECK(list[2].range == "1 to 64");
  CHECK(list[2].unit == "PEs");
  CHECK(list[2].meaning == "rows of the array");
  CHECK(list[3].path == "pe.banks.hash");
  CHECK(list[3].type == "choice");
  CHECK(list[3].default_value == "xor");
  CHECK(list[3].range == "modulo, xor");
  CHECK(list[4].type == "boolean");
  CHECK(list[4].default_value == "true");
}
