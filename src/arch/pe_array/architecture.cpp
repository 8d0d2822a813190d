// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/architecture.hpp"

#include <fmt/format.h>

#include <cmath>

#include "arch/pe_array/chip.hpp"
#include "arch/pe_array/components.hpp"
#include "arch/pe_array/layer_run.hpp"
#include "arch/pe_array/memory_estimate.hpp"
#include "arch/pe_array/parameters.hpp"
#include "arch/pe_array/record.hpp"
#include "arch/pe_array/refusals.hpp"

namespace gossamer::arch::pe_array {

namespace {

class PeArrayMachine : public Machine {
 public:
  PeArrayMachine(const Params& params, double clock_ghz) : params_{params}, clock_ghz_{clock_ghz} {}

  std::string refusal(const workload::Layer& layer,
                      const SimulationOptions& /*options*/) const override {
    return refusal_of(layer, params_);
  }
  std::uint64_t memory_bytes(const workload::Layer& layer,
                             const SimulationOptions& options) const override {
    return memory_estimate(layer, params_, options.check);
  }
  core::LayerRecord simulate(const workload::Layer& layer,
                             const SimulationOptions& options) const override {
    return run_layer(params_, clock_ghz_, layer, options);
  }
  core::Components components() const override { return list_components(params_); }
  std::map<std::string, std::map<std::string, std::uint64_t>> counters() const override {
    return all_counters();
  }
  std::vector<std::string> faults() const override { return fault_names; }
  std::uint64_t multipliers() const override { return params_.multipliers(); }
  workload::OperandValues operand_values() const override { return workload::OperandValues::real; }

 private:
  Params params_;
  double clock_ghz_;
};

class PeArrayArchitecture : public Architecture {
 public:
  void describe(core::ParameterVisitor& visitor) override { params_.describe(visitor); }

  void check(const WhereIs& where, core::Faults& faults) const override {
    check_widths("weights", params_.weights, where, faults);
    check_widths("activations", params_.activations, where, faults);
    check_pe(where, faults);
    check_buffers(where, faults);
    if (params_.edge_layer_bits == 1) {
      faults.add(where("edge_layer_bits"),
                 "edge_layer_bits: 1 is not a width of elements; allowed: 2 to 8, and 0 for layers "
                 "like the others");
    }
    check_scales(where, faults);
    check_kernel_groups(where, faults);
  }

  std::unique_ptr<Machine> build(double clock_ghz) const override {
    return std::make_unique<PeArrayMachine>(params_, clock_ghz);
  }

 private:
  static void check_widths(const std::string& name, const WidthParams& widths, const WhereIs& where,
                           core::Faults& faults) {
    if (widths.bits > 8 && widths.bits != 16) {
      faults.add(where(name + ".bits"),
                 fmt::format("{}.bits: {} is not a width of elements; allowed: 2 to 8, and 16",
                             name, widths.bits));
    }
    if (widths.scale_bits == 1 || widths.scale_bits == 2) {
      faults.add(where(name + ".scale_bits"),
                 fmt::format("{}.scale_bits: {} is not a width of scales; allowed: 3 to 10, and 0 "
                             "for no per-vector scales",
                             name, widths.scale_bits));
    }
  }

  void check_pe(const WhereIs& where, core::Faults& faults) const {
    if (params_.pe.vector % 2 != 0) {
      faults.add(where("pe.vector"),
                 fmt::format("pe.vector: {} must be an even number", params_.pe.vector));
    }
    const auto too_small = [&](const std::string& path, std::uint32_t value, std::uint32_t least,
                               const std::string& what) {
      if (value >= least) return;
      faults.add(where(path),
                 fmt::format("{}: {} must hold {}, one in either half; allowed: {} and "
                             "more",
                             path, value, what, least));
    };
    too_small("pe.accumulators", params_.pe.accumulators, 2 * params_.pe.lanes,
              fmt::format("two sums for each of the pe.lanes: {}", params_.pe.lanes));
    too_small("pe.weight_elements", params_.pe.weight_elements,
              2 * params_.pe.lanes * params_.pe.vector, "two vectors for each of the pe.lanes");
    too_small("pe.input_elements", params_.pe.input_elements, 2 * params_.pe.vector, "two vectors");
  }

  // Otherwise it would be passed over in silence.
  void check_scales(const WhereIs& where, core::Faults& faults) const {
    const bool scales = params_.weights.scale_bits + params_.activations.scale_bits > 0;
    if (scales || params_.scale_product_bits == 0) return;
    faults.add(where("scale_product_bits"),
               fmt::format("scale_product_bits: {} rounds a product of scales, and neither "
                           "weights.scale_bits nor activations.scale_bits gives any; allowed: 0",
                           params_.scale_product_bits));
  }

  void check_kernel_groups(const WhereIs& where, core::Faults& faults) const {
    const std::uint32_t pes = params_.pe.count;
    if (params_.kernel_groups == 0 || pes % params_.kernel_groups == 0) return;
    std::string allowed = "0";
    for (std::uint32_t groups = 1; groups <= pes; ++groups) {
      if (pes % groups == 0) allowed += fmt::format(", {}", groups);
    }
    faults.add(where("kernel_groups"),
               fmt::format("kernel_groups: {} does not divide pe.count: {}; allowed: {}",
                           params_.kernel_groups, pes, allowed));
  }

  // A tile that fits a PE must fit the places where it passes, in bytes: elements may be wider in
  // some layers, and scales as wide as they are.
  void check_buffers(const WhereIs& where, core::Faults& faults) const {
    const GlobalBufferParams& buffer = params_.global_buffer;
    if (buffer.weight_elements < params_.pe.weight_elements) {
      faults.add(where("global_buffer.weight_elements"),
                 fmt::format("global_buffer.weight_elements: {} must hold what a PE does, "
                             "pe.weight_elements; allowed: {} and more",
                             buffer.weight_elements, params_.pe.weight_elements));
    }
    const std::uint64_t inputs = std::uint64_t{staging_share} * params_.pe.input_elements;
    if (buffer.activation_elements < inputs) {
      faults.add(where("global_buffer.activation_elements"),
                 fmt::format("global_buffer.activation_elements: {} must be at least {} times "
                             "pe.input_elements: {}, since a sixteenth of it stages inputs from "
                             "DRAM; allowed: {} and more",
                             buffer.activation_elements, staging_share, params_.pe.input_elements,
                             inputs));
    }
  }

  Params params_;
};

}  // namespace

std::unique_ptr<Architecture> make_architecture() {
  return std::make_unique<PeArrayArchitecture>();
}

}  // namespace gossamer::arch::pe_array
