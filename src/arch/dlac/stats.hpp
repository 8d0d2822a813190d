// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/counter.hpp"

namespace gossamer::arch::dlac {

/// The counters of grid, broadcast and operand buffers, a group per component of the area table.
/// Words of the buffers are windows of operands of the machine's own width.
struct GridStats {
  core::StatGroup datapath{"pe/datapath", "adder"};
  core::Counter accumulate{datapath, "accumulate", core::Unit::action, "a pair added to a sum"};

  core::StatGroup selector{"pe/selector", "selector"};
  core::Counter match{selector, "match", core::Unit::action, "masks of a window looked at"};
  core::Counter select{selector, "select", core::Unit::action, "a pair taken out of a window"};

  core::StatGroup activation_fifo{"pe/activation_fifo", "fifo"};
  core::Counter activation_push{activation_fifo, "push", core::Unit::action, "a window in"};
  core::Counter activation_pop{activation_fifo, "pop", core::Unit::action, "a window out"};

  core::StatGroup weight_fifo{"pe/weight_fifo", "fifo"};
  core::Counter weight_push{weight_fifo, "push", core::Unit::action, "a window in"};
  core::Counter weight_pop{weight_fifo, "pop", core::Unit::action, "a window out"};

  core::StatGroup full_precision{"full_precision/macs", "multiply_add"};
  core::Counter multiply_add{full_precision, "multiply_add", core::Unit::action,
                             "a pair of real numbers multiplied and added"};

  core::StatGroup activation_broadcast{"activation_broadcast", "bus"};
  core::Counter activation_send{activation_broadcast, "send", core::Unit::action,
                                "a word of activations sent along a row"};
  core::StatGroup weight_broadcast{"weight_broadcast", "bus"};
  core::Counter weight_send{weight_broadcast, "send", core::Unit::action,
                            "a word of weights sent down a column"};

  core::StatGroup prescale{"prescale", "multiplier"};
  core::Counter prescaled{prescale, "multiply", core::Unit::action,
                          "an activation multiplied by a scale on its way in"};

  core::StatGroup activation_buffer{"activation_buffer", "sram"};
  core::Counter activation_read{activation_buffer, "read", core::Unit::action, "a word read"};
  core::Counter activation_write{activation_buffer, "write", core::Unit::action,
                                 "a word of inputs or outputs written"};

  core::StatGroup weight_buffer{"weight_buffer", "sram"};
  core::Counter weight_read{weight_buffer, "read", core::Unit::action, "a word read"};
  core::Counter weight_write{weight_buffer, "write", core::Unit::action, "a word written"};

  std::array<const core::StatGroup*, 10> groups() const {
    return {&datapath,         &selector,       &activation_fifo,
            &weight_fifo,      &full_precision, &activation_broadcast,
            &weight_broadcast, &prescale,       &activation_buffer,
            &weight_buffer};
  }
};

struct DrainStats {
  core::StatGroup drain{"drain", "drain"};
  core::Counter multiply{drain, "multiply", core::Unit::action, "a sum times its scale"};
  core::Counter subtract{drain, "subtract", core::Unit::action, "one scaled sum from the other"};
  core::Counter output{drain, "output", core::Unit::action, "an output brought into its format"};

  core::StatGroup buffer{"activation_buffer", "sram"};
  core::Counter write{buffer, "write", core::Unit::action, "a word of outputs written"};

  std::array<const core::StatGroup*, 2> groups() const { return {&drain, &buffer}; }
};

}  // namespace gossamer::arch::dlac
