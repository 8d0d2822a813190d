// SPDX-License-Identifier: Apache-2.0
#include "numerics/lowbit/format_names.hpp"
#include "support/catch.hpp"

using namespace gossamer::numerics::lowbit;

TEST_CASE("names of formats and formats stand for each other") {
  CHECK(weight_names().size() == 19);
  CHECK(activation_names().size() == 17);
  for (const std::string& name : weight_names()) {
    Format format;
    REQUIRE(set_weights(name, format));
    CHECK(weights_name(format) == name);
    CHECK(fault_of(format) == nullptr);
  }
  for (const std::string& name : activation_names()) {
    Format format;
    REQUIRE(set_activations(name, format));
    CHECK(activations_name(format) == name);
    CHECK(fault_of(format) == nullptr);
  }
}

TEST_CASE("what is no name of a format sets nothing") {
  Format format;
  for (const std::string name : {"wrpn9", "wrpn1", "dorefa", "wrpn04", "int8", "", "Ternary"})
    CHECK_FALSE(set_weights(name, format));
  for (const std::string name : {"int9", "int1", "uint0", "ternary", "fp8"})
    CHECK_FALSE(set_activations(name, format));
  CHECK(weights_name(format) == "ternary");
  CHECK(activations_name(format) == "fp32");
}

TEST_CASE("formats that no PE computes in are told apart, with the reason") {
  const auto fault = [](const std::string& weights, const std::string& activations, auto change) {
    Format format;
    REQUIRE(set_weights(weights, format));
    REQUIRE(set_activations(activations, format));
    change(format);
    const char* const text = fault_of(format);
    return std::string{text == nullptr ? "" : text};
  };
  const auto as_it_is = [](Format&) {};
  const auto before = [](Format& f) { f.ttq = TtqOrder::before_sum; };
  const auto fp16_sums = [](Format& f) { f.sums = SumType::fp16; };
  CHECK(fault("fp32", "uint8", as_it_is) == "fp32 and fp16 weights need fp32 or fp16 activations");
  CHECK(fault("fp32", "fp16", as_it_is) == "");
  CHECK(fault("fp32", "fp16", fp16_sums) == "fp16 sums need fp16 weights");
  CHECK(fault("fp16", "fp16", fp16_sums) == "");
  CHECK(fault("ternary", "fp32", fp16_sums) == "fp16 sums need fp16 activations");
  CHECK(fault("ttq", "fp16", before) == "");
  CHECK(fault("ttq", "int8", before) == "scales before the sum need floating-point activations");
  CHECK(fault("ttq", "fp32", [&](Format& f) {
          before(f);
          f.scales = Granularity::channel;
        }) == "scales before the sum need one pair of scales for the layer");
  CHECK(fault("ternary", "fp32", [](Format& f) { f.weight_bits = 3; }) ==
        "ternary and ttq weights have 2 bits");
  CHECK(fault("wrpn2", "fp32", [](Format& f) { f.weight_bits = 9; }) ==
        "wrpn weights have 2 to 8 bits");
  CHECK(fault("binary", "int8", [](Format& f) { f.activation_bits = 1; }) ==
        "signed integer activations have 2 to 8 bits");
}

TEST_CASE("two-bit codes of wrpn are those of ternary weights and need no multiplier") {
  Format format;
  const auto multiplies = [&](const char* name) {
    REQUIRE(set_weights(name, format));
    return format.multiplies();
  };
  CHECK_FALSE(multiplies("wrpn2"));
  CHECK(format.highest_code() == 1);
  CHECK(multiplies("wrpn3"));
  CHECK(format.highest_code() == 3);
  CHECK(multiplies("dorefa8"));
  CHECK(format.highest_code() == 255);
  CHECK(multiplies("fp16"));
  CHECK_FALSE(multiplies("binary"));
}
