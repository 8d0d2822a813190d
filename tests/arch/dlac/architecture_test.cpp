// SPDX-License-Identifier: Apache-2.0
// What a user meets of the machine: shipped files, wrong inputs, refusals.
#include "arch/dlac/architecture.hpp"

#include "arch/configuration.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/machines.hpp"
#include "support/messages.hpp"

using namespace gossamer;
using namespace gossamer::arch::dlac;

namespace {

std::string fault_of(const std::string& parameters) {
  return test::message_of([&] { test::machine_of(make_architecture(), parameters); });
}

workload::Layer plain(const std::string& weights = "", const std::string& activations = "") {
  auto layer = test::conv_layer(20, 9, 24, 3, 1, 0.5, 0.5);
  layer.precision.weights = weights;
  layer.precision.activations = activations;
  return layer;
}

std::string refusal(const workload::Layer& layer, const std::string& parameters = "{}") {
  return test::machine_of(make_architecture(), parameters)->refusal(layer, {});
}

std::unique_ptr<arch::Machine> shipped(const std::string& name) {
  return arch::read_configuration(GOSSAMER_CONFIGS "/arch/" + name + ".yaml", {}).machine;
}

bool says(const std::string& text, const std::string& part) {
  CAPTURE(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a file that says nothing is dlac") {
  const auto read = arch::read_configuration(GOSSAMER_CONFIGS "/arch/dlac.yaml", {});
  const auto shipped_parameters = read.parameters;
  for (const auto& entry : arch::catalog()) {
    if (entry.name != "dlac") continue;
    for (const auto& parameter : arch::describe_architecture(entry)) {
      CAPTURE(parameter.path);
      nlohmann::ordered_json at = shipped_parameters;
      std::string path = parameter.path;
      for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.')) {
        at = at.at(path.substr(0, dot));
        path = path.substr(dot + 1);
      }
      if (path == "technology" || path == "calibration" || path == "clock_ghz") continue;
      const auto given = at.at(path);
      const std::string text = given.is_string() ? given.get<std::string>() : given.dump();
      const bool whole = text.size() > 2 && text.substr(text.size() - 2) == ".0";
      CHECK((whole ? text.substr(0, text.size() - 2) : text) == parameter.default_value);
    }
  }
}

TEST_CASE("the presets of one make differ in what their names say") {
  const auto parameters = [](const std::string& name) {
    return arch::read_configuration(GOSSAMER_CONFIGS "/arch/" + name + ".yaml", {}).parameters;
  };
  auto dlac = parameters("dlac");
  auto fp16 = parameters("dlac_fp16");
  CHECK(fp16.at("activations").at("type") == "fp16");
  fp16["activations"] = dlac["activations"];
  CHECK(fp16 == dlac);
  auto integers = parameters("dlac_int");
  CHECK(integers.at("activations").at("type") == "int");
  for (const char* key : {"activations", "weights", "pe"}) integers[key] = dlac[key];
  CHECK(integers == dlac);
  auto dense = parameters("dense_fp32");
  CHECK(dense.at("grid").at("skip") == "dense");
  CHECK(dense.at("pe").at("datapath") == "multiply_add");
  for (const char* key : {"grid", "pe", "weights", "weight_buffer", "full_precision"}) {
    dense[key] = dlac[key];
  }
  CHECK(dense == dlac);
}

TEST_CASE("parameters that contradict each other are told with what is allowed") {
  CHECK(says(fault_of("sums: fp16"), "sums: fp16 needs activations.type: fp16"));
  CHECK(says(fault_of("{ttq: before_sum, activations: {type: int}}"), "ttq: before_sum needs"));
  CHECK(says(fault_of("{ttq: before_sum, weights: {scales: channel}}"), "allowed: after_sum"));
  CHECK(says(fault_of("weights: {scheme: full}"), "pe.datapath: add has no multiplier"));
  CHECK(says(fault_of("weights: {scheme: dorefa}"), "pe.datapath: add has no multiplier"));
  CHECK(says(fault_of("weights: {bits: 1}"), "weights.bits: 1 does not hold weights.scheme"));
  CHECK(says(fault_of("{weights: {scheme: ttq}, pe: {accumulators: 1}}"), "keeps no second sum"));
  CHECK(says(fault_of("{weights: {scheme: full}, pe: {datapath: multiply_add}, activations: "
                      "{type: int}}"),
             "needs floating-point activations"));
  CHECK(says(fault_of("grid: {cols: 4, stream_pes: 5}"), "allowed: 1 to 4, and 0"));
  CHECK(says(fault_of("grid: {rowz: 4}"), "rows"));
  CHECK(fault_of("{}").empty());
}

TEST_CASE("what the machine has no hardware for it refuses by name") {
  CHECK(refusal(plain()).empty());
  CHECK(refusal(plain("ttq")).empty());
  CHECK(refusal(plain("fp32")).empty());
  CHECK(says(refusal(plain("wrpn4")), "this dlac has weights of up to 2 bits"));
  CHECK(says(refusal(plain("wrpn4"), "weights: {bits: 4}"), "the PEs only add"));
  CHECK(says(refusal(plain("", "int8")), "this dlac computes with fp32 activations"));
  CHECK(says(refusal(plain("", "uint8"), "activations: {type: int, int_bits: 4}"), "up to 4 bits"));
  CHECK(says(refusal(plain("ttq"), "pe: {accumulators: 1}"), "take two sums"));
  CHECK(says(refusal(plain("fp32"), "full_precision: {rows: 0}"), "full_precision.rows is 0"));
  CHECK(says(refusal(plain("ternry")), "ternary"));
  CHECK(says(refusal(plain("binary")), "allowed for `density`: 1"));
  CHECK(says(refusal(plain(), "activation_buffer: {kib: 1}"), "activation_buffer.kib: 1"));
  CHECK(says(refusal(plain("fp32"), "{weight_buffer: {kib: 1}, pe: {window: 16}}"),
             "weight_buffer.kib: 1"));
}

TEST_CASE("an int16 layer is refused, and real operand files are taken") {
  CHECK_FALSE(refusal(plain("int16")).empty());
  CHECK((shipped("dlac")->operand_values() == workload::OperandValues::real));
}

TEST_CASE("adders of the grid and multiply-adds of the other datapath are the multipliers") {
  CHECK(shipped("dlac")->multipliers() == 256 + 64);
  CHECK(shipped("dense_fp32")->multipliers() == 256);
}
