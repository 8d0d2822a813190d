// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/architecture.hpp"

#include <fmt/format.h>

#include "arch/dcnn/chip.hpp"
#include "arch/dcnn/components.hpp"
#include "arch/dcnn/layer_run.hpp"
#include "arch/dcnn/memory_estimate.hpp"
#include "arch/dcnn/parameters.hpp"
#include "arch/dcnn/record.hpp"
#include "arch/dcnn/refusals.hpp"
#include "arch/dcnn/slots.hpp"
#include "arch/family.hpp"

namespace gossamer::arch::dcnn {

namespace {

void check(const Params& params, const WhereIs& where, core::Faults& faults) {
  if (params.weights.fifo_entries < 2 * params.kc) {
    faults.add(where_of(where, {"weights.fifo_entries", "kc"}),
               fmt::format("weights.fifo_entries: {} vectors; a group of kc: {} output channels "
                           "needs at least {}, one chunk in use and one on its way",
                           params.weights.fifo_entries, params.kc, 2 * params.kc));
  }
  // A vector may begin at the last byte of a burst, and the buffer holds whole bursts.
  const std::uint64_t burst = params.dram.burst_bytes;
  const std::uint64_t buffer = std::uint64_t{params.weights.buffer_kib} * 1024 / burst * burst;
  const std::uint64_t vector = 2 * std::uint64_t{params.pe.multipliers};
  if (buffer < vector + burst) {
    faults.add(where_of(where, {"weights.buffer_kib", "dram.burst_bytes", "pe.multipliers"}),
               fmt::format("weights.buffer_kib: {} KiB do not hold a vector of {} bytes and the "
                           "burst of dram.burst_bytes: {} that brings its end",
                           params.weights.buffer_kib, vector, burst));
  }
}

std::vector<MachineSize> sizes(const Params& /*params*/) {
  return grid_sizes("pe.rows", "pe.cols", 64);
}

constexpr Family<Params> family{
    check,        refusal_of,   memory_estimate,          run_layer, list_components,
    all_counters, &fault_names, reasons_of<slot_reasons>, {"pe"},    sizes};

}  // namespace

std::unique_ptr<Architecture> make_architecture() {
  return architecture_of(family);
}

}  // namespace gossamer::arch::dcnn
