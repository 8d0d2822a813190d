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
  if (params.block_outputs() == 0) {
    faults.add(where("pe.accumulators"),
               fmt::format("pe.accumulators: {} must hold two sums for each of the {} lanes",
                           params.pe.accumulators, params.pe.lanes));
  }
  const std::uint32_t vectors = params.pe.lanes * params.pe.vector;
  if (params.pe.weight_elements < 2 * vectors) {
    faults.add(where("pe.weight_elements"),
               fmt::format("pe.weight_elements: {} must hold two vectors for each lane: {}",
                           params.pe.weight_elements, 2 * vectors));
  }
  if (params.pe.input_elements < 2 * params.pe.vector) {
    faults.add(where("pe.input_elements"),
               fmt::format("pe.input_elements: {} must hold two vectors: {}",
                           params.pe.input_elements, 2 * params.pe.vector));
  }
}

// A tile that fits a PE must fit the places where it passes, in bytes: elements may be wider in
// some layers, and scales as wide as they are.
void check_buffers(const Params& params, const WhereIs& where, core::Faults& faults) {
  const GlobalBufferParams& buffer = params.global_buffer;
  if (buffer.weight_elements < params.pe.weight_elements) {
    faults.add(where("global_buffer.weight_elements"),
               fmt::format("global_buffer.weight_elements: {} must be at least "
                           "pe.weight_elements: {}",
                           buffer.weight_elements, params.pe.weight_elements));
  }
  const std::uint64_t inputs = std::uint64_t{staging_share} * params.pe.input_elements;
  if (buffer.activation_elements < inputs) {
    faults.add(where("global_buffer.activation_elements"),
               fmt::format("global_buffer.activation_elements: {} must be at least {} times "
                           "pe.input_elements: {}, since a part of it stages inputs from DRAM",
                           buffer.activation_elements, staging_share, inputs));
  }
}

void check(const Params& params, const WhereIs& where, core::Faults& faults) {
  check_widths("weights", params.weights, where, faults);
  check_widths("activations", params.activations, where, faults);
  check_pe(params, where, faults);
  check_buffers(params, where, faults);
  if (params.kernel_groups > 0 && params.pe.count % params.kernel_groups != 0) {
    faults.add(where("kernel_groups"), fmt::format("kernel_groups: {} does not divide pe.count: {}",
                                                   params.kernel_groups, params.pe.count));
  }
}

std::string refusal(const workload::Layer& layer, const Params& params,
                    const SimulationOptions& /*options*/) {
  return refusal_of(layer, params);
}

std::uint64_t memory_bytes(const workload::Layer& layer, const Params& params,
                           const SimulationOptions& options) {
  return memory_estimate(layer, params, options.check);
}

constexpr Family<Params> family{
    check,           refusal,      memory_bytes, run_layer,
    list_components, all_counters, &fault_names, workload::OperandValues::real};

}  // namespace

std::unique_ptr<Architecture> make_architecture() {
  return architecture_of(family);
}

}  // namespace gossamer::arch::pe_array
