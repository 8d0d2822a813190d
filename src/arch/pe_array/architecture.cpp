// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/architecture.hpp"

#include <fmt/format.h>

#include "arch/family.hpp"
#include "arch/pe_array/chip.hpp"
#include "arch/pe_array/components.hpp"
#include "arch/pe_array/layer_run.hpp"
#include "arch/pe_array/memory_estimate.hpp"
#include "arch/pe_array/parameters.hpp"
#include "arch/pe_array/record.hpp"
#include "arch/pe_array/refusals.hpp"
#include "arch/pe_array/slots.hpp"

namespace gossamer::arch::pe_array {

namespace {

void check_widths(const std::string& name, const WidthParams& widths, const WhereIs& where,
                  core::Faults& faults) {
  if (widths.bits > 8 && widths.bits != 16) {
    faults.add(where(name + ".bits"),
               fmt::format("{}.bits: {} is not a width of elements; allowed: 2 to 8, and 16", name,
                           widths.bits));
  }
  if (widths.scale_bits == 1 || widths.scale_bits == 2) {
    faults.add(where(name + ".scale_bits"),
               fmt::format("{}.scale_bits: {} is not a width of scales; allowed: 3 to 10, and 0 "
                           "for no per-vector scales",
                           name, widths.scale_bits));
  }
}

void check_pe(const Params& params, const WhereIs& where, core::Faults& faults) {
  if (params.pe.vector % 2 != 0) {
    faults.add(where("pe.vector"),
               fmt::format("pe.vector: {} must be an even number", params.pe.vector));
  }
  const auto too_small = [&](const std::string& path, std::uint32_t value, std::uint32_t least,
                             const std::string& what) {
    if (value >= least) return;
    faults.add(where(path), fmt::format("{}: {} must hold {}, one in either half; allowed: {} and "
                                        "more",
                                        path, value, what, least));
  };
  too_small("pe.accumulators", params.pe.accumulators, 2 * params.pe.lanes,
            fmt::format("two sums for each of the pe.lanes: {}", params.pe.lanes));
  too_small("pe.weight_elements", params.pe.weight_elements, 2 * params.pe.lanes * params.pe.vector,
            "two vectors for each of the pe.lanes");
  too_small("pe.input_elements", params.pe.input_elements, 2 * params.pe.vector, "two vectors");
}

// Otherwise it would be passed over in silence.
void check_scales(const Params& params, const WhereIs& where, core::Faults& faults) {
  const bool scales = params.weights.scale_bits + params.activations.scale_bits > 0;
  if (scales || params.scale_product_bits == 0) return;
  faults.add(
      where_of(where, {"scale_product_bits", "weights.scale_bits", "activations.scale_bits"}),
      fmt::format("scale_product_bits: {} rounds a product of scales, and neither "
                  "weights.scale_bits nor activations.scale_bits gives any; allowed: 0",
                  params.scale_product_bits));
}

void check_kernel_groups(const Params& params, const WhereIs& where, core::Faults& faults) {
  const std::uint32_t pes = params.pe.count;
  if (params.kernel_groups == 0 || pes % params.kernel_groups == 0) return;
  std::string allowed = "0";
  for (std::uint32_t groups = 1; groups <= pes; ++groups) {
    if (pes % groups == 0) allowed += fmt::format(", {}", groups);
  }
  faults.add(where_of(where, {"kernel_groups", "pe.count"}),
             fmt::format("kernel_groups: {} does not divide pe.count: {}; allowed: {}",
                         params.kernel_groups, pes, allowed));
}

// A tile that fits a PE must fit the places where it passes, in bytes: elements may be wider in
// some layers, and scales as wide as they are.
void check_buffers(const Params& params, const WhereIs& where, core::Faults& faults) {
  const GlobalBufferParams& buffer = params.global_buffer;
  if (buffer.weight_elements < params.pe.weight_elements) {
    faults.add(where_of(where, {"global_buffer.weight_elements", "pe.weight_elements"}),
               fmt::format("global_buffer.weight_elements: {} must hold what a PE does, "
                           "pe.weight_elements; allowed: {} and more",
                           buffer.weight_elements, params.pe.weight_elements));
  }
  const std::uint64_t inputs = std::uint64_t{staging_share} * params.pe.input_elements;
  if (buffer.activation_elements < inputs) {
    faults.add(
        where("global_buffer.activation_elements"),
        fmt::format("global_buffer.activation_elements: {} must be at least {} times "
                    "pe.input_elements: {}, since a sixteenth of it stages inputs from "
                    "DRAM; allowed: {} and more",
                    buffer.activation_elements, staging_share, params.pe.input_elements, inputs));
  }
}

void check(const Params& params, const WhereIs& where, core::Faults& faults) {
  check_widths("weights", params.weights, where, faults);
  check_widths("activations", params.activations, where, faults);
  check_pe(params, where, faults);
  check_buffers(params, where, faults);
  if (params.edge_layer_bits == 1) {
    faults.add(where("edge_layer_bits"),
               "edge_layer_bits: 1 is not a width of elements; allowed: 2 to 8, and 0 for layers "
               "like the others");
  }
  check_scales(params, where, faults);
  check_kernel_groups(params, where, faults);
}

std::string refusal(const workload::Layer& layer, const Params& params,
                    const SimulationOptions& /*options*/) {
  return refusal_of(layer, params);
}

std::uint64_t memory_bytes(const workload::Layer& layer, const Params& params,
                           const SimulationOptions& options) {
  return memory_estimate(layer, params, options.check);
}

// A given number of kernel groups must divide the PEs.
std::vector<MachineSize> sizes(const Params& params) {
  return counted_sizes("pe.count", 1024, params.kernel_groups == 0 ? 1 : params.kernel_groups);
}

constexpr Family<Params> family{check,
                                refusal,
                                memory_bytes,
                                run_layer,
                                list_components,
                                all_counters,
                                &fault_names,
                                reasons_of<slot_reasons>,
                                {"pe"},
                                sizes,
                                workload::OperandValues::real};

}  // namespace

std::unique_ptr<Architecture> make_architecture() {
  return architecture_of(family);
}

}  // namespace gossamer::arch::pe_array
