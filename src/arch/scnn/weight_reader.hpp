// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "arch/scnn/layer_plan.hpp"
#include "arch/scnn/messages.hpp"
#include "core/counter.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/request.hpp"

namespace gossamer::arch::scnn {

struct WeightReaderStats {
  core::StatGroup group{"sequencer", "weight_sequencer"};
  core::Counter decode{group, "decode", core::Unit::action, "a weight vector decoded"};
};

/// Streams the compressed weights of a layer from DRAM through an on-chip buffer and decodes them
/// block by block: a block leaves in the edge in which its last byte has arrived, if the
/// broadcaster's queue has room.
class WeightReader : public kernel::Module {
 public:
  kernel::ChannelOut<memory::MemoryRequest> out_requests{*this};
  kernel::ChannelIn<memory::MemoryResponse> in_responses{*this};
  kernel::ChannelOut<BlockMessage> out_blocks{*this};

  WeightReader(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
               const Params& params, const LayerPlan& plan, const Placement& placement);

  std::string state() const override;
  const core::StatGroup& stats() const { return stats_.group; }

  /// Test hook: the first placeholder of every output-channel group gets lost in the decoder.
  void lose_placeholders() { lose_placeholders_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  core::Activity step() override;
  void take_responses();
  void request_more();
  bool send_block();
  bool block_arrived();
  std::shared_ptr<WeightBlock> decode_block();
  void lose_placeholder();
  std::shared_ptr<WeightBlock> block_of(std::uint32_t channel);
  void copy_out(std::uint64_t from, std::uint64_t bytes, std::vector<std::uint8_t>& to) const;

  const Params params_;
  const LayerPlan& plan_;
  const Placement& placement_;

  std::vector<std::uint8_t> buffer_;  // ring: byte n of the stream is at n % size
  std::vector<bool> arrived_slots_;   // by burst, in the ring
  std::uint64_t requested_ = 0;       // bytes of the stream asked for
  std::uint64_t arrived_ = 0;         // bytes that are there without a gap
  std::uint64_t consumed_ = 0;

  std::uint32_t group_ = 0;
  std::uint32_t channel_ = 0;  // within the convolution group
  bool group_end_due_ = false;
  bool lose_placeholders_ = false;
  bool lost_in_group_ = false;
  std::uint32_t lost_ = 0;

  std::vector<std::shared_ptr<WeightBlock>> pool_;  // ring: blocks come free in the order of use
  std::size_t pool_next_ = 0;
  std::vector<std::uint8_t> packed_;
  std::vector<tensor::RunLengthElement> elements_;

  WeightReaderStats stats_;
};

}  // namespace gossamer::arch::scnn
