// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/counter.hpp"

namespace gossamer::arch::scnn {

/// The counters of the front of a PE, a group per component of the area table.
struct PeStats {
  core::StatGroup iaram{"pe/iaram", "sram"};
  core::Counter iaram_read{iaram, "read", core::Unit::action, "a vector of activations read"};

  core::StatGroup weight_fifo{"pe/weight_fifo", "latch_array"};
  core::Counter fifo_read{weight_fifo, "read", core::Unit::action, "a weight vector read"};
  core::Counter fifo_write{weight_fifo, "write", core::Unit::action, "a weight vector written"};

  core::StatGroup multipliers{"pe/multipliers", "int_multiplier"};
  core::Counter multiply{multipliers, "multiply", core::Unit::action, "a product of two non-zeros"};
  core::Counter multiply_zero{multipliers, "multiply_zero", core::Unit::action,
                              "a product with a placeholder or another zero"};

  core::StatGroup coordinates{"pe/coordinates", "coordinate_unit"};
  core::Counter compute{coordinates, "compute", core::Unit::action,
                        "an output coordinate computed"};

  core::StatGroup crossbar{"pe/scatter/crossbar", "crossbar"};
  core::Counter transfer{crossbar, "transfer", core::Unit::action, "a product sent to a bank"};

  core::StatGroup queues{"pe/scatter/queues", "fifo"};
  core::Counter push{queues, "push", core::Unit::action, "a product written to a bank's queue"};
  core::Counter pop{queues, "pop", core::Unit::action, "a product read from a bank's queue"};

  core::StatGroup banks{"pe/accumulators", "accumulator_bank"};
  core::Counter accumulate{banks, "accumulate", core::Unit::action,
                           "a sum read, added to and written"};

  std::array<const core::StatGroup*, 7> groups() const {
    return {&iaram, &weight_fifo, &multipliers, &coordinates, &crossbar, &queues, &banks};
  }
};

}  // namespace gossamer::arch::scnn
