// SPDX-License-Identifier: Apache-2.0
#include "cli/equal_scaling.hpp"

#include <cmath>

#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/messages.hpp"

using namespace gossamer;
using namespace gossamer::cli;
using Catch::Contains;
using Catch::StartsWith;

namespace {

const std::string configs = GOSSAMER_SOURCE "/configs/";

ConfigurationFile file_of(const std::string& name, std::vector<core::Override> overrides = {}) {
  return {configs + "arch/" + name + ".yaml", std::move(overrides)};
}

double measured(const std::string& quantity, const ConfigurationFile& file) {
  return measure(parse_equal(quantity), file.read(), "");
}

ScaledMachine scaled(const std::string& quantity, double target, const ConfigurationFile& file) {
  return scale_to(target, parse_equal(quantity), file, "");
}

}  // namespace

TEST_CASE("a request names a quantity and perhaps a target in its unit") {
  CHECK_FALSE(parse_equal("area").target);
  CHECK(parse_equal("area=8.5").target == 8.5);
  CHECK(parse_equal("area").unit == "mm2");
  CHECK(parse_equal("bandwidth=20").unit == "GB/s");
  CHECK_THAT(test::message_of([] { parse_equal("aera"); }),
             Contains("--equal: unknown quantity 'aera'; did you mean 'area'?"));
  CHECK_THAT(test::message_of([] { parse_equal("area=0"); }),
             Contains("area: '0' is not allowed; allowed: a number above 0, in mm2"));
  CHECK_THAT(test::message_of([] { parse_equal("area="); }), Contains("'' is not allowed"));
}

TEST_CASE("equal multipliers are met exactly where the PEs divide them") {
  const std::string name = GENERATE("scnn", "dcnn", "pe_array", "dlac", "a100");
  CAPTURE(name);
  const auto machine = scaled("multipliers", 4096, file_of(name));
  CHECK(machine.file.read().machine->multipliers() == 4096);
  CHECK(machine.deviation == 0.0);
}

TEST_CASE("equal area is reached to half of what a PE more would bring") {
  const std::string name = GENERATE("pe_array", "sparse_tensor_core");
  const double target = GENERATE(5.0, 9.3);
  CAPTURE(name, target);
  const auto file = file_of(name);
  const auto machine = scaled("area", target, file);
  const auto [path, values] = *machine.changes.items().begin();
  const auto pes = values[1].get<std::uint64_t>();
  const auto at = [&](std::uint64_t n) {
    return measured("area", file.with({{path, std::to_string(n)}}));
  };
  const double reached = measured("area", machine.file);
  CHECK(std::abs(reached - target) <= std::abs(at(pes + 1) - target));
  CHECK(std::abs(reached - target) <= std::abs(at(pes - 1) - target));
  CHECK(std::abs(reached - target) <= (at(pes + 1) - at(pes)) / 2);
  CHECK(machine.deviation == Approx(reached / target - 1));
}

TEST_CASE("no other size of a grid comes nearer to the target than the one taken") {
  const std::string name = GENERATE("scnn", "dlac");
  const double target = 3.7;
  const auto file = file_of(name);
  const double distance = std::abs(measured("area", scaled("area", target, file).file) - target);
  std::size_t compared = 0;
  for (const auto& size : file.read().family->sizes()) {
    if (++compared > 150) break;
    CHECK(std::abs(measured("area", file.with(size.parameters)) - target) >= distance);
  }
}

TEST_CASE("a machine that is at the target stays as it is, whatever its shape") {
  const auto file = file_of("scnn", {{"pe.rows", "4"}, {"pe.cols", "16"}});
  const auto machine = scaled("multipliers", 1024, file);
  CHECK(machine.changes.empty());
  CHECK(machine.deviation == 0.0);
}

TEST_CASE("what scaling has changed is told as parameters before and after, and nothing else is") {
  const auto machine = scaled("multipliers", 256, file_of("scnn", {{"kc", "4"}, {"pe.rows", "4"}}));
  CHECK(machine.changes.dump() == R"({"pe.cols":[8,4]})");
  CHECK(machine.file.read().parameters["kc"] == 4);
}

TEST_CASE("bandwidth is set, and areas and multipliers stay") {
  const auto file = file_of("pe_array");
  const auto machine = scaled("bandwidth", 12.5, file);
  CHECK(machine.changes.dump() == R"({"dram.bandwidth_gb_per_s":[50.0,12.5]})");
  CHECK(measured("bandwidth", machine.file) == 12.5);
  CHECK(measured("area", machine.file) == measured("area", file));
}

TEST_CASE("a target between two sizes is missed, and the deviation says by how much") {
  const auto machine = scaled("multipliers", 20, file_of("scnn"));
  CHECK(machine.file.read().machine->multipliers() == 16);
  CHECK(machine.deviation == Approx(16.0 / 20 - 1));
}

TEST_CASE("a target out of a machine's reach is refused, and the nearest size is named") {
  const auto refusal = [](const char* quantity, double target) {
    return test::message_of([&] { scaled(quantity, target, file_of("scnn")); });
  };
  CHECK_THAT(refusal("multipliers", 3),
             Contains("scnn.yaml: --equal multipliers: no size comes nearer to 3 multipliers than "
                      "16 (pe.rows 1, pe.cols 1), +433.3 %; allowed: at most 25 % off"));
  CHECK_THAT(refusal("multipliers", 1e18), Contains("than 65536 (pe.rows 64, pe.cols 64), -100.0"));
  CHECK_THAT(refusal("area", 1e9), Contains("(pe.rows 64, pe.cols 64)"));
  CHECK_THAT(refusal("bandwidth", 1e30), StartsWith("--equal: dram.bandwidth_gb_per_s"));
}

TEST_CASE("area is that of the technology that prices the comparison") {
  const EqualRequest area = parse_equal("area");
  const auto scnn = file_of("scnn").read();
  CHECK(measure(area, scnn, configs + "technology/7nm.yaml") < measure(area, scnn, ""));
}
