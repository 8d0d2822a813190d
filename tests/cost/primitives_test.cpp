// SPDX-License-Identifier: Apache-2.0
// The shipped library and technologies.
#include <filesystem>

#include "cost/cost_model.hpp"
#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

const std::string folder = GOSSAMER_CONFIGS "/technology/";

Library shipped() {
  return Library::load(folder + "primitives.yaml");
}

double value(const std::string& primitive, const std::string& action,
             const Attributes& attributes) {
  return shipped().primitives().at(primitive).actions.at(action).formula.at(attributes);
}

double area(const std::string& primitive, const Attributes& attributes) {
  return shipped().primitives().at(primitive).area->formula.at(attributes);
}

Attributes macro(double bytes, double width, double ports = 1, double banks = 1) {
  return {{"bits", bytes * 8}, {"width_bits", width}, {"ports", ports}, {"banks", banks}};
}

Attributes with_area(Attributes attributes) {
  attributes["area"] = area("sram", attributes);
  return attributes;
}

TEST_CASE("every shipped technology reads, and every quantity has a source and positive factors") {
  for (const auto* name : {"16nm", "16nm_fitted", "14nm", "45nm", "7nm"}) {
    const auto technology = Technology::load(folder + name + ".yaml");
    CAPTURE(name);
    CHECK(technology.name() == name);
    for (const auto& [primitive, row] : technology.library().primitives()) {
      CAPTURE(primitive);
      CHECK(row.what.size() > 10);
      for (const auto& [action, quantity] : row.actions) {
        CHECK(quantity.source.size() > 10);
        CHECK(technology.scaling().energy(row.follows, quantity, 0.8) > 0);
      }
      if (row.area) CHECK(technology.scaling().area(row.follows, *row.area) > 0);
    }
  }
}

TEST_CASE("integer arithmetic passes through its published points") {
  CHECK(value("int_multiplier", "multiply", {{"a_bits", 8}, {"b_bits", 8}}) == Approx(0.2));
  CHECK(value("int_multiplier", "multiply", {{"a_bits", 32}, {"b_bits", 32}}) ==
        Approx(3.1).epsilon(0.001));
  CHECK(value("int_multiplier", "multiply", {{"a_bits", 16}, {"b_bits", 16}}) ==
        Approx(0.79).epsilon(0.015));
  CHECK(area("int_multiplier", {{"a_bits", 32}, {"b_bits", 32}}) == Approx(3495).epsilon(0.001));
  CHECK(value("int_adder", "add", {{"bits", 8}}) == Approx(0.03).epsilon(0.01));
  CHECK(value("int_adder", "add", {{"bits", 32}}) == Approx(0.1).epsilon(0.01));
  CHECK(area("int_adder", {{"bits", 16}}) == Approx(67).epsilon(0.05));
}

TEST_CASE("floating-point arithmetic passes through its published points, and bf16 below fp16") {
  CHECK(value("fp_multiplier", "multiply", {{"significand_bits", 11}}) == Approx(1.1));
  CHECK(value("fp_multiplier", "multiply", {{"significand_bits", 24}}) ==
        Approx(3.7).epsilon(0.001));
  CHECK(area("fp_multiplier", {{"significand_bits", 24}}) == Approx(7700).epsilon(0.001));
  CHECK(value("fp_adder", "add", {{"significand_bits", 24}}) == Approx(0.9).epsilon(0.001));
  CHECK(area("fp_adder", {{"significand_bits", 24}}) == Approx(4184).epsilon(0.001));
  CHECK(value("fp_multiplier", "multiply", {{"significand_bits", 8}}) < 1.1);
}

TEST_CASE("a memory macro is near the macros it was fitted to") {
  CHECK(value("sram", "read", with_area(macro(8192, 32))) == Approx(6.392).epsilon(0.12));
  CHECK(value("sram", "write", with_area(macro(8192, 32))) == Approx(5.563).epsilon(0.15));
  CHECK(area("sram", macro(8192, 32)) == Approx(57500).epsilon(0.03));
  CHECK(shipped().primitives().at("sram").leakage->formula.at(with_area(macro(8192, 32))) ==
        Approx(13700).epsilon(0.06));
}

TEST_CASE("a memory responds to capacity, width, ports and banks in the right direction") {
  const auto read = [](const Attributes& a) { return value("sram", "read", with_area(a)); };
  const auto write = [](const Attributes& a) { return value("sram", "write", with_area(a)); };
  const auto base = macro(8192, 32);
  for (const auto& more : {macro(16384, 32), macro(8192, 64), macro(8192, 32, 2)}) {
    CHECK(area("sram", more) > area("sram", base));
    CHECK(read(more) > read(base));
    CHECK(write(more) > write(base));
  }
  const auto banked = macro(8192, 32, 1, 4);
  CHECK(area("sram", banked) > area("sram", base));
  CHECK(read(banked) < read(base));
}

TEST_CASE("small arrays are near published reads at 45 nm") {
  const double to_45nm = 45.0 / 40;
  const auto read = [&](double words, double bits) {
    return to_45nm * value("latch_array", "read", {{"words", words}, {"bits", bits}});
  };
  CHECK(read(32, 32) == Approx(0.684).epsilon(0.2));  // CACTI, 128 bytes
  CHECK(read(16, 16) == Approx(0.251).epsilon(0.35));
  CHECK(read(12, 16) == Approx(0.237).epsilon(0.35));
  CHECK(read(64, 16) == Approx(0.49).epsilon(0.1));
  CHECK(read(192, 16) > 1.586 / 3);
}

TEST_CASE("memory devices cost what their sources say, at any node") {
  CHECK(value("dram_lpddr4", "access", {}) == 8);
  CHECK(value("dram_hbm2", "access", {}) == 3.9);
  CHECK(value("dram_horowitz", "access", {}) == 20);
  CHECK(shipped().primitives().at("dram_ddr3").follows == Follows::nothing);
}

TEST_CASE("the primitives that other machines need are there") {
  CHECK(value("leading_one", "find", {{"bits", 16}}) > 0);
  CHECK(value("comparator", "compare", {{"bits", 32}}) == Approx(0.029).epsilon(0.01));
  CHECK(value("multiplexer", "select", {{"inputs", 4}, {"bits", 16}}) >
        value("multiplexer", "select", {{"inputs", 2}, {"bits", 16}}));
  CHECK(value("router", "hop", {{"bits", 256}}) == Approx(20.7).epsilon(0.01));
  CHECK(value("wire", "transfer", {{"bits", 1}, {"length_mm", 1}}) == 0.325);
}

}  // namespace
}  // namespace gossamer::cost
