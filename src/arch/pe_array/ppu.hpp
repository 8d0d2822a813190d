// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "arch/pe_array/messages.hpp"
#include "arch/pe_array/parameters.hpp"
#include "arch/pe_array/pe.hpp"
#include "core/counter.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "numerics/vsq/post_processing.hpp"

namespace gossamer::arch::pe_array {

struct PpuStats {
  core::StatGroup unit{"pe/ppu", "ppu"};
  core::Counter rescale{unit, "rescale", core::Unit::action,
                        "a sum rescaled, biased, rectified and compared with the maximum"};
  core::Counter load{unit, "load", core::Unit::action,
                     "the factor and the bias of an output channel written"};
  core::Counter scale{unit, "scale", core::Unit::action,
                      "the scale of a vector and its reciprocal"};
  core::Counter quantize{unit, "quantize", core::Unit::action, "a value quantised"};
  core::Counter buffer{unit, "buffer", core::Unit::action,
                       "a value kept until the maximum of its vector is known"};
  core::StatGroup sums{"pe/accumulation_buffer", "sram"};
  core::Counter sums_read{sums, "read", core::Unit::action, "a word of complete sums read"};

  std::array<const core::StatGroup*, 2> groups() const { return {&unit, &sums}; }
};

/// Post-processing unit of a PE: rescales complete sums, adds bias, rectifies, and quantises output
/// vectors on the fly. Where the values of a vector do not come in one edge, they wait for its
/// maximum in a two-pass buffer.
class Ppu : public kernel::Module {
 public:
  struct Work {
    const Mapping& mapping;
    const Pe& pe;
    const numerics::vsq::PostProcessing& arithmetic;
    bool values = true;
  };

  kernel::ChannelIn<SumsComplete> in_sums{*this};
  kernel::ChannelOut<OutputBlock> out_outputs{*this};

  Ppu(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
      const Work& work);

  std::string state() const override;
  const PpuStats& stats() const { return stats_; }

 private:
  core::Activity step() override;
  void begin(const SumsComplete& sums);
  bool end(core::Edge at);
  bool completes(const SumsComplete& sums) const;
  /// The filters whose sums have come.
  LanePass filters_of(const SumsComplete& sums) const;
  std::uint64_t edges(const SumsComplete& sums) const;
  void rescale(const SumsComplete& sums);
  void quantise(const SumsComplete& sums);
  void book(const SumsComplete& sums);

  const Params params_;
  const Work work_;
  const Blocking& blocking_;
  PpuStats stats_;

  bool processing_ = false;
  std::uint32_t factors_of_ = nothing;  ///< unit whose factors and biases are at hand
  core::Cycles left_{};
  const std::uint32_t pitch_;         ///< filters of the first unit, which has most
  std::vector<std::int32_t> values_;  ///< [output of the block][filter of the unit]
  std::vector<std::uint8_t> outputs_;
};

}  // namespace gossamer::arch::pe_array
