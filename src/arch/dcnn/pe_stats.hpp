// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/counter.hpp"

namespace gossamer::arch::dcnn {

/// The counters of the front of a PE, a group per component of the area table.
struct PeStats {
  core::StatGroup iaram{"pe/iaram", "sram"};
  core::Counter iaram_read{iaram, "read", core::Unit::action,
                           "a vector of inputs read, or what of it is in this memory"};

  core::StatGroup links{"pe/halo_links", "link"};
  core::Counter transfer{links, "transfer", core::Unit::action, "an input sent over one hop"};

  core::StatGroup held{"pe/input_register", "latch_array"};
  core::Counter held_write{held, "write", core::Unit::action, "a vector of inputs to be held"};
  core::Counter held_read{held, "read", core::Unit::action, "the inputs of an edge"};

  core::StatGroup weight_fifo{"pe/weight_fifo", "latch_array"};
  core::Counter fifo_read{weight_fifo, "read", core::Unit::action, "a weight vector read"};
  core::Counter fifo_write{weight_fifo, "write", core::Unit::action, "a weight vector written"};

  core::StatGroup multipliers{"pe/multipliers", "int_multiplier"};
  core::Counter multiply{multipliers, "multiply", core::Unit::action, "a product"};
  core::Counter multiply_zero{multipliers, "multiply_zero", core::Unit::action,
                              "a product with a zero, kept from being made"};

  core::StatGroup adders{"pe/adder_tree", "adder_tree"};
  core::Counter reduce{adders, "reduce", core::Unit::action, "the products of an edge added up"};

  core::StatGroup accumulators{"pe/accumulators", "accumulator_array"};
  core::Counter accumulate{accumulators, "accumulate", core::Unit::action,
                           "a sum read, added to and written"};

  std::array<const core::StatGroup*, 7> groups() const {
    return {&iaram, &links, &held, &weight_fifo, &multipliers, &adders, &accumulators};
  }
};

}  // namespace gossamer::arch::dcnn
