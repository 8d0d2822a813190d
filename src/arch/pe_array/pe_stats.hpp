// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/counter.hpp"

namespace gossamer::arch::pe_array {

/// The counters of a PE in front of its post-processing, a group per component of the area table.
/// A word of the accumulation buffer is a sum of each lane.
struct PeStats {
  core::StatGroup weight_buffer{"pe/weight_buffer", "sram"};
  core::Counter weight_write{weight_buffer, "write", core::Unit::action,
                             "a vector of a lane written"};
  core::Counter weight_read{weight_buffer, "read", core::Unit::action, "a vector of a lane read"};

  core::StatGroup input_buffer{"pe/input_buffer", "sram"};
  core::Counter input_write{input_buffer, "write", core::Unit::action, "a vector written"};
  core::Counter input_read{input_buffer, "read", core::Unit::action, "a vector read"};

  core::StatGroup macs{"pe/vector_macs", "vector_mac"};
  core::Counter multiply{macs, "multiply", core::Unit::action,
                         "a product in a lane that is in use"};
  core::Counter reduce{macs, "reduce", core::Unit::action, "a lane's products added up"};
  core::Counter combine{macs, "combine", core::Unit::action,
                        "a lane's dot product of a pass added to those of the others"};

  core::StatGroup scaling{"pe/scale_units", "scale_unit"};
  core::Counter scale_product{scaling, "scale_product", core::Unit::action,
                              "two scales multiplied, and rounded"};
  core::Counter scale{scaling, "scale", core::Unit::action,
                      "a dot product multiplied by a scale product that is not zero"};

  core::StatGroup collector{"pe/collector", "collector"};
  core::Counter accumulate{collector, "accumulate", core::Unit::action,
                           "a lane's sum read, added to and written"};

  core::StatGroup sums{"pe/accumulation_buffer", "sram"};
  core::Counter sums_read{sums, "read", core::Unit::action, "a word read"};
  core::Counter sums_write{sums, "write", core::Unit::action, "a word written"};

  std::array<const core::StatGroup*, 6> groups() const {
    return {&weight_buffer, &input_buffer, &macs, &scaling, &collector, &sums};
  }
};

}  // namespace gossamer::arch::pe_array
