// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/architecture.hpp"

#include <fmt/format.h>

#include "arch/dlac/chip.hpp"
#include "arch/dlac/components.hpp"
#include "arch/dlac/layer_format.hpp"
#include "arch/dlac/layer_run.hpp"
#include "arch/dlac/parameters.hpp"
#include "arch/dlac/record.hpp"
#include "arch/dlac/slots.hpp"
#include "arch/family.hpp"

namespace gossamer::arch::dlac {

namespace {

void check_formats(const Params& params, const WhereIs& where, core::Faults& faults) {
  const bool integers = params.activations.type == ActivationType::integer;
  if (params.sums == SumType::fp16 && params.activations.type != ActivationType::fp16) {
    faults.add(where_of(where, {"sums", "activations.type"}),
               "sums: fp16 needs activations.type: fp16; allowed: fp32");
  }
  if (integers && params.ttq == TtqOrder::before_sum) {
    faults.add(where_of(where, {"ttq", "activations.type"}),
               "ttq: before_sum needs floating-point activations (activations.type); allowed: "
               "after_sum");
  }
  if (params.ttq == TtqOrder::before_sum && params.weights.scales == Granularity::channel) {
    faults.add(where_of(where, {"ttq", "weights.scales"}),
               "ttq: before_sum scales what all columns share, and weights.scales is channel; "
               "allowed: after_sum");
  }
}

void check_scheme(const Params& params, const WhereIs& where, core::Faults& faults) {
  const WeightParams& weights = params.weights;
  const std::string& name = scheme_names[static_cast<std::size_t>(weights.scheme)];
  const bool two_bits =
      weights.scheme == WeightScheme::ternary || weights.scheme == WeightScheme::ttq;
  const bool coded = weights.scheme == WeightScheme::wrpn || weights.scheme == WeightScheme::dorefa;
  if ((two_bits || coded) && weights.bits < 2) {
    faults.add(where_of(where, {"weights.bits", "weights.scheme"}),
               fmt::format("weights.bits: {} does not hold weights.scheme: {}; allowed: 2 to 8",
                           weights.bits, name));
  }
  if (params.pe.datapath == Datapath::add &&
      (weights.scheme == WeightScheme::full || weights.scheme == WeightScheme::dorefa ||
       (weights.scheme == WeightScheme::wrpn && weights.bits > 2))) {
    faults.add(where_of(where, {"weights.scheme", "pe.datapath"}),
               fmt::format("weights.scheme: {} is multiplied, and pe.datapath: add has no "
                           "multiplier; allowed: ternary, ttq, binary, and wrpn of 2 bits",
                           name));
  }
  if (weights.scheme == WeightScheme::full && params.activations.type == ActivationType::integer) {
    faults.add(where_of(where, {"weights.scheme", "activations.type"}),
               "weights.scheme: full needs floating-point activations (activations.type)");
  }
  if (weights.scheme == WeightScheme::ttq && params.ttq == TtqOrder::after_sum &&
      params.pe.accumulators < 2) {
    faults.add(where_of(where, {"pe.accumulators", "weights.scheme", "ttq"}),
               fmt::format("pe.accumulators: {} keeps no second sum, which weights.scheme: ttq "
                           "with ttq: after_sum needs; allowed: 2",
                           params.pe.accumulators));
  }
}

void check(const Params& params, const WhereIs& where, core::Faults& faults) {
  check_formats(params, where, faults);
  check_scheme(params, where, faults);
  if (params.grid.stream_pes > params.grid.cols) {
    faults.add(where_of(where, {"grid.stream_pes", "grid.cols"}),
               fmt::format("grid.stream_pes: {} are more than a row has, grid.cols: {}; allowed: 1 "
                           "to {}, and 0 for all of the row",
                           params.grid.stream_pes, params.grid.cols, params.grid.cols));
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

// A row may not be shorter than a stream of activations is long.
std::vector<MachineSize> sizes(const Params& params) {
  return grid_sizes("grid.rows", "grid.cols", 256,
                    params.grid.stream_pes == 0 ? 1 : params.grid.stream_pes);
}

constexpr Family<Params> family{check,
                                refusal,
                                memory_bytes,
                                run_layer,
                                list_components,
                                all_counters,
                                &fault_names,
                                reasons_of<slot_reasons>,
                                {"pe_grid", "full_precision"},
                                sizes,
                                workload::OperandValues::real};

}  // namespace

std::unique_ptr<Architecture> make_architecture() {
  return architecture_of(family);
}

}  // namespace gossamer::arch::dlac
