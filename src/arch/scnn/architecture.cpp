// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/architecture.hpp"

#include <fmt/format.h>

#include "arch/family.hpp"
#include "arch/scnn/chip.hpp"
#include "arch/scnn/components.hpp"
#include "arch/scnn/layer_run.hpp"
#include "arch/scnn/memory_estimate.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/record.hpp"
#include "arch/scnn/refusals.hpp"
#include "arch/scnn/slots.hpp"

namespace gossamer::arch::scnn {

namespace {

void check(const Params& params, const WhereIs& where, core::Faults& faults) {
  if (params.accumulator.hash == HashKind::parity && params.accumulator.banks > 32) {
    faults.add(where_of(where, {"accumulator.hash", "accumulator.banks"}),
               fmt::format("accumulator.hash: parity spreads sums over 32 banks; "
                           "accumulator.banks: {} needs linear or diagonal",
                           params.accumulator.banks));
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

}  // namespace gossamer::arch::scnn
