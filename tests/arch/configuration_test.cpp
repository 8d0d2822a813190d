// SPDX-License-Identifier: Apache-2.0
#include "arch/configuration.hpp"

#include "support/catch.hpp"
#include "support/messages.hpp"
#include "support/temporary_directory.hpp"

using namespace gossamer;
using namespace gossamer::arch;

namespace {

/// Stands for an accelerator; its multipliers tell which parameters it was built from.
class ToyMachine : public Machine {
 public:
  ToyMachine(std::uint64_t multipliers, double clock_ghz)
      : multipliers_{multipliers}, clock_ghz_{clock_ghz} {}

  std::string refusal(const workload::Layer&, const SimulationOptions&) const override {
    return "toy";
  }
  std::uint64_t memory_bytes(const workload::Layer&, const SimulationOptions&) const override {
    return 0;
  }
  core::LayerRecord simulate(const workload::Layer&, const SimulationOptions&) const override {
    return {};
  }
  std::map<std::string, std::map<std::string, std::uint64_t>> counters() const override {
    return {};
  }
  std::vector<std::string> faults() const override { return {}; }
  core::Components components() const override {
    return {core::one_part("pe", "pe", multipliers_, {{"clock_ghz", clock_ghz_}}, {})};
  }
  std::uint64_t multipliers() const override { return multipliers_; }
  core::SlotReasons slot_reasons() const override { return {}; }
  std::vector<std::string> multiplying_modules() const override { return {}; }

 private:
  std::uint64_t multipliers_;
  double clock_ghz_;
};

class Toy : public Architecture {
 public:
  void describe(core::ParameterVisitor& visitor) override {
    visitor.group("pe", "the array", [&](core::ParameterVisitor& pe) {
      pe.field("rows", rows_, "", "rows of the array", 1, 64);
      pe.field("cols", cols_, "", "columns of the array", 1, 64);
    });
  }
  void check(const WhereIs& where, core::Faults& faults) const override {
    if (rows_ * cols_ > 64) faults.add(where("pe.rows"), "pe: more than 64 in all");
  }
  std::unique_ptr<Machine> build(double clock_ghz) const override {
    return std::make_unique<ToyMachine>(rows_ * cols_, clock_ghz);
  }

 private:
  std::uint32_t rows_ = 2;
  std::uint32_t cols_ = 3;
};

const std::vector<CatalogEntry>& toys() {
  static const std::vector<CatalogEntry> families{
      {"toy", "an array",
       []() -> std::unique_ptr<Architecture> { return std::make_unique<Toy>(); }},
      {"lego", "another",
       []() -> std::unique_ptr<Architecture> { return std::make_unique<Toy>(); }}};
  return families;
}

/// A folder with one technology file, and the architecture file a test writes beside it.
class Bench {
 public:
  Bench() { folder_.write("16nm.yaml", "x: 1\n"); }

  Configuration read(const std::string& text, const std::vector<std::string>& sets = {}) const {
    std::vector<core::Override> overrides;
    for (const std::string& set : sets) overrides.push_back(core::parse_override(set));
    return read_configuration(folder_.write("small_toy.yaml", text), overrides, toys());
  }
  std::string faults(const std::string& text, const std::vector<std::string>& sets = {}) const {
    std::string message = test::message_of([&] { read(text, sets); });
    for (std::size_t at = 0; (at = message.find(path(""))) != std::string::npos;) {
      message.erase(at, path("").size());
    }
    return message;
  }
  ArchitectureFile open(const std::string& text) const {
    return ArchitectureFile{folder_.write("small_toy.yaml", text), toys()};
  }
  std::string path(const std::string& name) const { return folder_.path().string() + "/" + name; }

 private:
  test::TemporaryDirectory folder_;
};

const std::string head = "architecture: toy\ntechnology: 16nm.yaml\n";

}  // namespace

TEST_CASE("an architecture file becomes a machine at its clock") {
  const Bench bench;
  const Configuration c =
      bench.read(head + "clock_ghz: 0.5\nvoltage: 0.9\npe: {rows: 4, cols: 5}\n");
  CHECK(c.architecture == "toy");
  CHECK(c.name == "small_toy");
  CHECK(c.operation.clock_ghz == 0.5);
  CHECK(c.operation.voltage == 0.9);
  CHECK(c.operation.technology == bench.path("16nm.yaml"));
  CHECK(c.operation.calibration.empty());
  CHECK(c.machine->multipliers() == 20);
  CHECK(c.machine->components().at(0).parts.at(0).attributes.at("clock_ghz") == 0.5);
}

TEST_CASE("the resolved parameters hold every value, with the files as they were written") {
  CHECK(Bench{}.read(head + "pe: {rows: 4}\n").parameters.dump() ==
        R"({"architecture":"toy","clock_ghz":1.0,"voltage":0.8,"technology":"16nm.yaml",)"
        R"("calibration":"","ert":"","art":"","pe":{"rows":4,"cols":3}})");
}

TEST_CASE("overrides win, and their paths start from the current directory") {
  const Bench bench;
  const Configuration c = bench.read(
      "technology: none.yaml\n",
      {"architecture=lego", "pe.rows=7", "clock_ghz=2", "technology=" + bench.path("16nm.yaml")});
  CHECK(c.architecture == "lego");
  CHECK(c.machine->multipliers() == 21);
  CHECK(c.operation.clock_ghz == 2.0);
  CHECK(c.operation.technology == bench.path("16nm.yaml"));
  CHECK_THROWS_AS(bench.read(head, {"technology=16nm.yaml"}), core::FileError);
}

TEST_CASE("an opened file is configured again and again, each time from what it says") {
  const Bench bench;
  const ArchitectureFile file = bench.open(head + "pe: {rows: 4, cols: 5}\n");
  CHECK(file.configure({{"pe.rows", "2"}}).machine->multipliers() == 10);
  CHECK(test::message_of([&] {
          file.configure({{"pe.rows", "99", {"s.yaml", 7, 3}}});
        }) == "s.yaml:7:3: pe.rows: 99 is out of range; allowed: 1 to 64");
  CHECK(test::message_of([&] {
          file.configure({{"pe.rosw", "9", {"s.yaml", 7, 3}}});
        }) == "s.yaml:7:3: unknown parameter 'pe.rosw'; did you mean 'pe.rows'?");
  CHECK(file.configure({}).machine->multipliers() == 20);
  CHECK(test::message_of([&] {
          bench.open(head + "pee: 1\n").configure({});
        }).find("unknown key 'pee'; did you mean 'pe'?") != std::string::npos);
}

TEST_CASE("an architecture that is not in the catalogue comes with the nearest name") {
  const Bench bench;
  CHECK(bench.faults("architecture: tyo\ntechnology: 16nm.yaml\n") ==
        "small_toy.yaml:1:15: architecture: 'tyo' is not known; did you mean 'toy'? "
        "allowed: toy, lego");
  CHECK(bench.faults("technology: 16nm.yaml\n") ==
        "small_toy.yaml:1:1: missing key 'architecture'; allowed: toy, lego");
}

TEST_CASE("an empty file lacks its architecture and its technology") {
  CHECK(Bench{}.faults("") ==
        "small_toy.yaml:1:1: missing key 'architecture'; allowed: toy, lego\n"
        "small_toy.yaml:1:1: missing key 'technology'; it names the file with energies and areas");
}

TEST_CASE("a file that is no architecture at all is refused by that alone") {
  CHECK(Bench{}.faults("- a\n") ==
        "small_toy.yaml:1:1: an architecture must be a mapping: lines of `key: value`");
  CHECK(Bench{}.faults("name: x\nlayers: []\n") ==
        "small_toy.yaml:1:1: this is a workload, not an architecture; the order is ARCH WORKLOAD");
}

TEST_CASE("what a run wrote about itself is passed over, any other key `run` is not") {
  const Bench bench;
  CHECK(bench.faults(head + "run: {gossamer: 1, seed: 7}\n").empty());
  CHECK_THAT(bench.faults(head + "run: 5\n"), Catch::Contains("unknown key 'run'"));
}

TEST_CASE("a file that is not beside the architecture is looked for in the shipped data") {
  const Bench bench;
  const test::TemporaryDirectory shipped, folder;
  const std::string technology = shipped.write("far.yaml", "x: 1\n");
  const std::string file = folder.write("toy.yaml", "architecture: toy\ntechnology: far.yaml\n");
  CHECK(read_configuration(file, {}, toys(), shipped.path()).operation.technology == technology);
  CHECK_THROWS_AS(read_configuration(file, {}, toys()), core::FileError);
}

TEST_CASE("clock and voltage stay within what silicon does") {
  const Bench bench;
  CHECK(bench.faults(head + "clock_ghz: 0.001\nvoltage: 2\n") ==
        "small_toy.yaml:3:12: clock_ghz: 0.001 is out of range; allowed: 0.01 to 10\n"
        "small_toy.yaml:4:10: voltage: 2 is out of range; allowed: 0.4 to 1.5");
}

TEST_CASE("faults of the file, the family and the overrides are found at once") {
  CHECK(Bench{}.faults("architecture: toy\narchitecture: toy\ntechnology: [a]\nclok: 1\n"
                       "pe: {rows: 0, colz: 1}\n",
                       {"pe.cals=4"}) ==
        "--set pe.cals=4: unknown parameter 'pe.cals'; did you mean 'pe.cols'?\n"
        "small_toy.yaml:2:1: repeated key 'architecture'; it stands in line 1 already\n"
        "small_toy.yaml:3:13: technology: a list stands where a text is expected\n"
        "small_toy.yaml:4:1: unknown key 'clok'; allowed: architecture, clock_ghz, voltage, "
        "technology, calibration, ert, art, pe\n"
        "small_toy.yaml:5:12: pe.rows: 0 is out of range; allowed: 1 to 64\n"
        "small_toy.yaml:5:15: unknown key 'colz' in pe; did you mean 'cols'?");
}

TEST_CASE("what parameters only show together is checked where it was written") {
  const Bench bench;
  CHECK(bench.faults(head + "pe: {rows: 60}\n") == "small_toy.yaml:3:12: pe: more than 64 in all");
  CHECK(bench.faults(head, {"pe.rows=60"}) == "--set pe.rows=60: pe: more than 64 in all");
}

TEST_CASE("parameters that are wrong by themselves are not checked together") {
  CHECK(Bench{}.faults(head + "pe: {rows: 60, cols: 65}\n") ==
        "small_toy.yaml:3:22: pe.cols: 65 is out of range; allowed: 1 to 64");
}

TEST_CASE("a named file that cannot be read is a fault of the file, unless there are others") {
  const Bench bench;
  const std::string text = "architecture: toy\ntechnology: none.yaml\ncalibration: gone.yaml\n";
  CHECK_THROWS_AS(bench.read(text), core::FileError);
  CHECK_THROWS_WITH(bench.read(text), Catch::Contains(":2:13: technology: ") &&
                                          Catch::Contains("none.yaml: cannot be read: No such") &&
                                          Catch::Contains(":3:14: calibration: "));
  CHECK_THAT(bench.faults(text + "voltage: 9\n"),
             Catch::Contains("none.yaml") && Catch::Contains("9 is out of range"));
  CHECK_THROWS_AS(read_configuration(bench.path("none.yaml"), {}, toys()), core::FileError);
}

TEST_CASE("the description of a family starts with clock, voltage and files") {
  const auto list = describe_architecture(toys().front());
  REQUIRE(list.size() == 8);
  CHECK(list[0].path == "clock_ghz");
  CHECK(list[1].unit == "V");
  CHECK(list[3].path == "calibration");
  CHECK(list[4].path == "ert");
  CHECK(list[5].path == "art");
  CHECK(list[6].path == "pe.rows");
  CHECK(list[6].default_value == "2");
}

TEST_CASE("every family has a shipped file of its name, with the values that are the defaults") {
  for (const CatalogEntry& entry : catalog()) {
    CAPTURE(entry.name);
    const std::string name{entry.name};
    const auto read = read_configuration(GOSSAMER_CONFIGS "/arch/" + name + ".yaml", {});
    CHECK(read.architecture == name);
    const auto architecture = entry.make();
    const auto defaults = core::parameters_to_json(
        [&](core::ParameterVisitor& visitor) { architecture->describe(visitor); });
    for (const auto& [key, value] : defaults.items()) {
      CAPTURE(key);
      CHECK(read.parameters.at(key) == value);
    }
  }
}

TEST_CASE("the shipped dense baselines differ in what the better one does about zeros") {
  const auto plain = read_configuration(GOSSAMER_CONFIGS "/arch/dcnn.yaml", {}).parameters;
  const auto better = read_configuration(GOSSAMER_CONFIGS "/arch/dcnn_opt.yaml", {}).parameters;
  std::vector<std::string> different;
  for (const auto& [key, value] : plain.items()) {
    if (better.at(key) != value) different.push_back(key);
  }
  CHECK(different == std::vector<std::string>{"zero_gating", "compress_activations"});
}
