// SPDX-License-Identifier: Apache-2.0
// What the machine costs with the shipped prices.
#include "arch/configuration.hpp"
#include "arch/dlac/components.hpp"
#include "arch/dlac/record.hpp"
#include "cost/cost_model.hpp"
#include "support/catch.hpp"
#include "support/price_signs.hpp"

using namespace gossamer;
using namespace gossamer::arch::dlac;

namespace {

const cost::CostModel& shipped() {
  static const cost::CostModel model = test::shipped_prices(GOSSAMER_CONFIGS, "");
  return model;
}

std::vector<test::Sign<Params>> signs() {
  return test::with_dram_signs<Params>({
      {"grid.rows", [](Params& p) { p.grid.rows = 32; }, 1, 1},  // longer buses
      {"grid.cols", [](Params& p) { p.grid.cols = 32; }, 1, 1},
      {"grid.stream_pes", [](Params& p) { p.grid.stream_pes = 4; }, 1, -1},  // more, shorter buses
      {"grid.skip", [](Params& p) { p.grid.skip = Skip::dense; }, -1, -1},
      {"pe.datapath", [](Params& p) { p.pe.datapath = Datapath::multiply_add; }, 1, 1},
      {"pe.window", [](Params& p) { p.pe.window = 16; }, 1, 1},
      {"pe.fifo_depth", [](Params& p) { p.pe.fifo_depth = 8; }, 1, 1},
      {"pe.issue", [](Params& p) { p.pe.issue = 2; }, 1, 0},
      {"pe.accumulators", [](Params& p) { p.pe.accumulators = 1; }, -1, 0},
      {"activations.type", [](Params& p) { p.activations.type = ActivationType::fp16; }, -1, -1},
      {"activations.int_bits", [](Params& p) { p.activations.int_bits = 4; }, 0, 0},
      {"weights.scheme", [](Params& p) { p.weights.scheme = WeightScheme::binary; }, 0, 0},
      {"weights.bits", [](Params& p) { p.weights.bits = 4; }, 1, 1},
      {"weights.scales", [](Params& p) { p.weights.scales = Granularity::channel; }, 0, 0},
      {"weights.threshold", [](Params& p) { p.weights.threshold = 0.1; }, 0, 0},
      {"sums", [](Params& p) { p.sums = SumType::fp16; }, -1, -1},
      {"ttq", [](Params& p) { p.ttq = TtqOrder::before_sum; }, 1, 1},
      {"activation_buffer.kib", [](Params& p) { p.activation_buffer.kib = 2048; }, 1, 1},
      {"activation_buffer.banks", [](Params& p) { p.activation_buffer.banks = 32; }, 1, 1},
      {"activation_buffer.windows_per_edge",
       [](Params& p) { p.activation_buffer.windows_per_edge = 8; }, 0, 0},
      {"weight_buffer.kib", [](Params& p) { p.weight_buffer.kib = 256; }, 1, 1},
      {"weight_buffer.banks", [](Params& p) { p.weight_buffer.banks = 32; }, 1, -1},
      {"weight_buffer.windows_per_edge", [](Params& p) { p.weight_buffer.windows_per_edge = 8; }, 0,
       0},
      {"drain.multiplies_per_edge", [](Params& p) { p.drain.multiplies_per_edge = 32; }, 1, 0},
      {"full_precision.rows", [](Params& p) { p.full_precision.rows = 8; }, 1, 0},
      {"full_precision.cols", [](Params& p) { p.full_precision.cols = 32; }, 1, 0},
      {"full_precision.first_layer", [](Params& p) { p.full_precision.first_layer = false; }, 0, 0},
      {"fill_edges", [](Params& p) { p.fill_edges = 4; }, 0, 0},
      {"pipeline_edges", [](Params& p) { p.pipeline_edges = 4; }, 1, 1},
  });
}

/// Area of a PE in um2 under a preset's own prices.
double pe_um2(const std::string& preset) {
  const std::string configs = GOSSAMER_CONFIGS;
  const auto read = arch::read_configuration(configs + "/arch/" + preset + ".yaml", {});
  const cost::CostModel model{cost::Technology::load(configs + "/technology/14nm.yaml"),
                              cost::Calibration::load(configs + "/calibration/dlac.yaml")};
  core::Components of_pes;
  for (auto& component : read.machine->components()) {
    if (component.path.rfind("pe/", 0) == 0) of_pes.push_back(std::move(component));
  }
  return 1e6 * cost::total(model.area(of_pes).calibrated) / 256;
}

}  // namespace

TEST_CASE("area and energy respond to every parameter of dlac in the right direction") {
  test::check_signs(signs(), shipped(), list_components, all_counters());
}

TEST_CASE("narrower activations make a PE smaller") {
  CHECK(pe_um2("dlac_fp16") < pe_um2("dlac"));
  CHECK(pe_um2("dlac_int") < pe_um2("dlac_fp16"));
}

TEST_CASE(
    "multiply-adds of the same make take more area than sign flips and additions, skipping and "
    "all") {
  Params multiplies;
  multiplies.pe.datapath = Datapath::multiply_add;
  const auto area = [](const Params& params) {
    return cost::total(shipped().area(list_components(params)).raw);
  };
  CHECK(area(multiplies) > area(Params{}));
}

TEST_CASE("a PE has hardware for the zeros that it looks for, and no other") {
  const auto parts = [](Skip skip) {
    Params params;
    params.grid.skip = skip;
    std::string names;
    for (const auto& component : list_components(params)) {
      if (component.path != "pe/selector") continue;
      for (const auto& part : component.parts) names += part.name + " ";
    }
    return names;
  };
  CHECK(parts(Skip::dense) == "operands ");
  CHECK(parts(Skip::activations) == "operands leading_one left ");
  CHECK(parts(Skip::both) == "operands leading_one left and ");
}

TEST_CASE("products with scales before the sum are as wide as the sums that take them") {
  Params params;
  params.activations.type = ActivationType::fp16;
  params.ttq = TtqOrder::before_sum;
  const auto of = [&](SumType sums, const std::string& path, const std::string& part,
                      const std::string& parameter) {
    params.sums = sums;
    for (const auto& component : list_components(params)) {
      if (component.path != path) continue;
      for (const auto& p : component.parts) {
        if (p.name == part) return p.attributes.at(parameter);
      }
    }
    return -1.0;
  };
  const auto fp32 = SumType::fp32;
  const auto fp16 = SumType::fp16;
  // Windows of eight: two products and a bit of mask.
  CHECK(of(fp32, "pe/activation_fifo", "windows", "bits") == 8 * (2 * 32 + 1));
  CHECK(of(fp16, "pe/activation_fifo", "windows", "bits") == 8 * (2 * 16 + 1));
  CHECK(of(fp32, "activation_broadcast", "wires", "bits") == 8 * (2 * 32 + 1));
  CHECK(of(fp32, "pe/selector", "operands", "bits") == 2 * 32 + 2);
  CHECK(of(fp32, "pe/datapath", "pipeline", "bits") == 32 + 2);
  CHECK(of(fp16, "pe/datapath", "pipeline", "bits") == 16 + 2);
  CHECK(of(fp32, "prescale", "multipliers", "significand_bits") == 24);
  CHECK(of(fp16, "prescale", "multipliers", "significand_bits") == 11);
}

TEST_CASE(
    "calibrated: PEs of dlac come to 1 TFLOP/mm2 in binary32 with the gain that the fit names") {
  constexpr double gain = 3.515;  // docs/timing/dlac.md, section 9
  const double tflops = 2 * 0.5e-3 * gain;
  CHECK(tflops / (1e-6 * pe_um2("dlac")) == Approx(1).epsilon(0.002));
}
