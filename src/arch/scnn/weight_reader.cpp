// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernel/simulation.hpp"

namespace gossamer::arch::scnn {

using core::Activity;

WeightReader::WeightReader(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                           const Params& params, const LayerPlan& plan, const Placement& placement)
    : Module{name, simulation},
      params_{params},
      plan_{plan},
      placement_{placement},
      // Whole bursts, so that no burst wraps around.
      buffer_(std::max<std::size_t>(1, params.weights.buffer_kib * 1024 / params.dram.burst_bytes) *
              params.dram.burst_bytes),
      arrived_slots_(buffer_.size() / params.dram.burst_bytes) {}

std::string WeightReader::state() const {
  return fmt::format("group {} channel {}: {} of {} bytes decoded, {} arrived", group_, channel_,
                     consumed_, plan_.weights.bytes.size(), arrived_);
}

Activity WeightReader::step() {
  take_responses();
  bool sent = false;
  while (out_blocks.can_push() && send_block()) sent = true;
  request_more();
  if (sent) return Activity::busy;
  sleep();
  if (group_ == plan_.groups.size()) return Activity::idle;
  return out_blocks.can_push() ? Activity::wait_input : Activity::wait_output;
}

void WeightReader::take_responses() {
  const std::uint32_t burst = params_.dram.burst_bytes;
  while (in_responses.can_pop()) arrived_slots_[in_responses.pop().tag] = true;
  while (arrived_ < requested_ && arrived_slots_[arrived_ % buffer_.size() / burst]) {
    arrived_slots_[arrived_ % buffer_.size() / burst] = false;
    arrived_ = std::min(arrived_ + burst, requested_);
  }
}

void WeightReader::request_more() {
  const std::uint64_t total = plan_.weights.bytes.size();
  const std::uint32_t burst = params_.dram.burst_bytes;
  // The slot of a burst is free when every byte before it was decoded.
  while (requested_ < total && requested_ + burst <= consumed_ / burst * burst + buffer_.size() &&
         out_requests.can_push()) {
    const auto bytes =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(burst, total - requested_));
    const std::uint64_t slot = requested_ % buffer_.size();
    out_requests.push({requested_, bytes, false, buffer_.data() + slot,
                       static_cast<std::uint32_t>(slot / burst)});
    requested_ += bytes;
  }
}

bool WeightReader::send_block() {
  if (group_ == plan_.groups.size()) return false;
  if (group_end_due_) {
    out_blocks.push({});
    group_end_due_ = false;
    lost_in_group_ = false;
    ++group_;
    return true;
  }
  if (!block_arrived()) return false;
  auto block = decode_block();
  channel_ = (channel_ + 1) % (plan_.conv.channels / plan_.conv.groups);
  group_end_due_ = channel_ == 0;
  stats_.decode += block->vectors();
  // A channel without weights is skipped: its header tells the decoder to go on.
  if (block->vectors() > 0) out_blocks.push({std::move(block)});
  return true;
}

bool WeightReader::block_arrived() {
  if (arrived_ < consumed_ + 2) return false;
  const std::uint32_t count = buffer_[consumed_ % buffer_.size()] +
                              (std::uint32_t{buffer_[(consumed_ + 1) % buffer_.size()]} << 8U);
  return arrived_ >= consumed_ + tensor::packed_bytes(count, params_.run_bits);
}

std::shared_ptr<WeightBlock> WeightReader::decode_block() {
  const std::uint32_t count = buffer_[consumed_ % buffer_.size()] +
                              (std::uint32_t{buffer_[(consumed_ + 1) % buffer_.size()]} << 8U);
  const std::uint64_t bytes = tensor::packed_bytes(count, params_.run_bits);
  copy_out(consumed_, bytes, packed_);
  consumed_ += bytes;
  elements_.clear();
  std::size_t offset = 0;
  tensor::unpack_run_length(packed_, offset, params_.run_bits, elements_);
  if (lose_placeholders_ && !lost_in_group_) lose_placeholder();
  return block_of(plan_.groups[group_].first_channel + channel_);
}

void WeightReader::lose_placeholder() {
  const auto lost = std::find_if(elements_.begin(), elements_.end(),
                                 [](const auto& element) { return element.value == 0; });
  if (lost == elements_.end()) return;
  elements_.erase(lost);
  lost_in_group_ = true;
  ++lost_;
}

std::shared_ptr<WeightBlock> WeightReader::block_of(std::uint32_t channel) {
  if (!pool_.empty() && pool_[pool_next_].use_count() == 1) {
    auto block = pool_[pool_next_];
    block->decode(channel, elements_);
    pool_next_ = (pool_next_ + 1) % pool_.size();
    return block;
  }
  auto block = std::make_shared<WeightBlock>(placement_, channel, elements_);
  pool_.insert(pool_.begin() + static_cast<std::ptrdiff_t>(pool_next_), block);
  pool_next_ = (pool_next_ + 1) % pool_.size();
  return block;
}

void WeightReader::copy_out(std::uint64_t from, std::uint64_t bytes,
                            std::vector<std::uint8_t>& to) const {
  const std::size_t begin = from % buffer_.size();
  const std::size_t head = std::min<std::size_t>(bytes, buffer_.size() - begin);
  to.assign(buffer_.begin() + static_cast<std::ptrdiff_t>(begin),
            buffer_.begin() + static_cast<std::ptrdiff_t>(begin + head));
  to.insert(to.end(), buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(bytes - head));
}

}  // namespace gossamer::arch::scnn
