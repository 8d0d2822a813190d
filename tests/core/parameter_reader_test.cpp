// SPDX-License-Identifier: Apache-2.0
#include "core/parameter_reader.hpp"

#include "core/yaml.hpp"
#include "support/catch.hpp"
#include "support/messages.hpp"

using namespace gossamer;
using namespace gossamer::core;

namespace {

enum class Hash { modulo, exclusive_or };

struct Block {
  std::uint32_t rows = 8;
  std::uint32_t cols = 8;
  double clock_ghz = 1.0;
  bool gating = true;
  std::string technology = "16nm.yaml";
  Hash hash = Hash::modulo;

  void describe(ParameterVisitor& v) {
    v.field("clock_ghz", clock_ghz, "GHz", "clock", 0.01, 10.0);
    v.group("pe", "the array", [&](ParameterVisitor& pe) {
      pe.field("rows", rows, "", "PE rows", 1, 64);
      pe.field("cols", cols, "", "PE columns", 1, 64);
      pe.group("banks", "accumulators", [&](ParameterVisitor& banks) {
        banks.choice_of("hash", hash, "bank selection", {"modulo", "xor"});
      });
    });
    v.field("gating", gating, "zero gating");
    v.field("technology", technology, "process");
  }
};

struct Outcome {
  Block block;
  std::string message;
  Position rows_at;
};

Outcome read(const std::string& text, const std::vector<std::string>& sets = {}) {
  std::vector<Override> overrides;
  for (const std::string& set : sets) overrides.push_back(parse_override(set));
  Outcome outcome;
  Faults faults;
  ParameterReader reader{parse_yaml(text, "f"), "f", overrides, faults};
  outcome.block.describe(reader);
  reader.finish();
  outcome.rows_at = reader.where("pe.rows");
  outcome.message = test::message_of(faults);
  return outcome;
}

}  // namespace

TEST_CASE("keys of the file replace defaults and absent keys leave them") {
  const Outcome outcome = read(
      "pe: {rows: 4, banks: {hash: xor}}\nclock_ghz: 0.5\ngating: false\ntechnology: 7nm.yaml\n");
  CHECK(outcome.message.empty());
  CHECK(outcome.block.rows == 4);
  CHECK(outcome.block.cols == 8);
  CHECK(outcome.block.clock_ghz == 0.5);
  CHECK_FALSE(outcome.block.gating);
  CHECK(outcome.block.technology == "7nm.yaml");
  CHECK(outcome.block.hash == Hash::exclusive_or);
}

TEST_CASE("an empty file leaves every default") {
  const Outcome outcome = read("");
  CHECK(outcome.message.empty());
  CHECK(outcome.block.rows == 8);
}

TEST_CASE("a value outside its range is refused where it stands") {
  CHECK(read("pe:\n  rows: 0\n").message == "f:2:9: pe.rows: 0 is out of range; allowed: 1 to 64");
  CHECK(read("clock_ghz: 11\n").message ==
        "f:1:12: clock_ghz: 11 is out of range; allowed: 0.01 to 10");
}

TEST_CASE("a faulty value leaves the default") {
  CHECK(read("pe: {rows: 65}\n").block.rows == 8);
}

TEST_CASE("an unknown key comes with the nearest known one of its group") {
  CHECK(read("pe: {rowz: 4}\n").message == "f:1:6: unknown key 'rowz' in pe; did you mean 'rows'?");
  CHECK(read("clock: 4\nrows: 1\n").message ==
        "f:1:1: unknown key 'clock'; did you mean 'clock_ghz'?\n"
        "f:2:1: unknown key 'rows'; did you mean 'pe.rows'?");
  CHECK(read("pe: {banks: {hsah: xor}}\n").message ==
        "f:1:14: unknown key 'hsah' in pe.banks; did you mean 'hash'?");
}

TEST_CASE("a group must be a mapping") {
  CHECK(read("pe: 4\n").message == "f:1:5: pe: must be a group of `key: value` lines");
  CHECK(read("pe:\n").message == "f:1:1: pe: must be a group of `key: value` lines");
}

TEST_CASE("a file that is no mapping is refused once") {
  CHECK(read("rows 4\n").message == "f:1:1: the file must be a mapping: lines of `key: value`");
  CHECK_FALSE(read("[1, 2]\n").message.empty());
}

TEST_CASE("all faults of a file are found at once") {
  const std::string message =
      read("clock_ghz: fast\npe: {rows: [1], colz: 2, banks: {hash: mod}}\ngating: yes\n").message;
  CHECK(std::count(message.begin(), message.end(), '\n') == 4);
}

TEST_CASE("an override wins over the file") {
  const Outcome outcome =
      read("pe: {rows: 4}\n", {"pe.rows=16", "gating=false", "pe.banks.hash=xor"});
  CHECK(outcome.message.empty());
  CHECK(outcome.block.rows == 16);
  CHECK_FALSE(outcome.block.gating);
  CHECK(outcome.block.hash == Hash::exclusive_or);
}

TEST_CASE("of two overrides of one parameter the last wins") {
  CHECK(read("", {"pe.rows=2", "pe.rows=3"}).block.rows == 3);
}

TEST_CASE("an override may stand for a value of the file that is wrong") {
  const Outcome outcome = read("pe: {rows: 0}\n", {"pe.rows=2"});
  CHECK(outcome.message.empty());
  CHECK(outcome.block.rows == 2);
}

TEST_CASE("a fault of an override is shown with the option") {
  CHECK(read("", {"pe.rows=0"}).message ==
        "--set pe.rows=0: pe.rows: 0 is out of range; allowed: 1 to 64");
  CHECK(read("", {"pe.rows="}).message ==
        "--set pe.rows=: pe.rows: '' is not a whole number; allowed: 1 to 64");
}

TEST_CASE("an override of nothing that exists is refused") {
  CHECK(read("", {"pe.rowz=4"}).message ==
        "--set pe.rowz=4: unknown parameter 'pe.rowz'; did you mean 'pe.rows'?");
  CHECK(read("", {"pe=4"}).message ==
        "--set pe=4: 'pe' is a group; set one of its parameters: pe.rows, pe.cols, pe.banks.hash");
}

TEST_CASE("an override is path=value, and the value may hold more of anything") {
  const Override set = parse_override("technology=a=b.yaml");
  CHECK(set.path == "technology");
  CHECK(set.value == "a=b.yaml");
  CHECK(read("", {"technology=a=b.yaml"}).block.technology == "a=b.yaml");
  CHECK(test::message_of([] { parse_override("pe.rows"); }) ==
        "--set pe.rows: must be path=value, such as pe.rows=4");
  CHECK_THROWS_AS(parse_override("=4"), ConfigError);
}

TEST_CASE("a parameter can be found again for faults that several show together") {
  CHECK(to_string(read("pe:\n  rows: 4\n").rows_at) == "f:2:9");
  CHECK(to_string(read("", {"pe.rows=4"}).rows_at) == "--set pe.rows=4");
  CHECK(to_string(read("").rows_at) == "f");
}
