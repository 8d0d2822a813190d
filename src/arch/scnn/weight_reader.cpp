// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/work_share.hpp"
#include "tensor/run_length.hpp"

namespace gossamer::arch::scnn {

WeightReader::WeightReader(const Params& params, const ImagePlan& image, const Placement& placement)
    : params_{params},
      image_{image},
      placement_{placement},
      stream_{std::uint64_t{params.weights.buffer_kib} * 1024, params.dram.burst_bytes} {
  for (std::size_t tile = 0; tile < image.tiles.size(); ++tile) {
    stream_.add_segment(0, image.plan.weights.bytes.size());
  }
}

std::string WeightReader::state() const {
  return fmt::format("step {} slice {}: {} bytes decoded, {} arrived", step_, slice_,
                     stream_.consumed(), stream_.arrived());
}

bool WeightReader::has_next() const {
  return !finished() && (group_end_due_ || (stream_.has(2) && stream_.has(block_bytes())));
}

bool WeightReader::next(BlockMessage& message) {
  if (group_end_due_) {
    end_group();
    message = {};
    return true;
  }
  auto block = decode_block();
  slice_ = (slice_ + 1) % image_.plan.layer.slices_per_group();
  group_end_due_ = slice_ == 0;
  if (block->vectors() == 0) return false;
  const std::uint32_t rounds = rounds_of(*block);
  stats_.decode += std::uint64_t{block->vectors()} * std::max(1U, rounds);
  stats_.buffer_write += block->vectors();
  stats_.buffer_read += std::uint64_t{block->vectors()} * std::max(1U, rounds);
  message = {std::move(block), rounds};
  return true;
}

void WeightReader::end_group() {
  group_end_due_ = false;
  lost_in_group_ = false;
  ++step_;
  if (step_ % image_.groups() == 0) stream_.end_segment();
}

// A block that no FIFO holds is sent anew for every activation vector of the PE that has most. Each
// round counts as decoded anew; its bytes are given up with the first.
std::uint32_t WeightReader::rounds_of(const WeightBlock& block) const {
  if (block.vectors() <= params_.weights.fifo_entries) return 0;
  return std::max(1U, image_.most_vectors(image_.tile_of(step_), block.slice(), params_.pe.i));
}

std::uint32_t WeightReader::block_bytes() const {
  const std::uint32_t count = stream_.byte(0) + (std::uint32_t{stream_.byte(1)} << 8U);
  return static_cast<std::uint32_t>(tensor::packed_bytes(count, params_.weight_run_bits()));
}

std::shared_ptr<WeightBlock> WeightReader::decode_block() {
  const core::WorkScope scope{core::Work::compression};
  stream_.consume(block_bytes(), packed_);
  elements_.clear();
  std::size_t offset = 0;
  tensor::unpack_run_length(packed_, offset, params_.weight_run_bits(), elements_);
  if (lose_placeholders_ && !lost_in_group_) lose_placeholder();
  return block_of(image_.group(step_).first_slice + slice_);
}

void WeightReader::lose_placeholder() {
  const auto lost = std::find_if(elements_.begin(), elements_.end(),
                                 [](const auto& element) { return element.value == 0; });
  if (lost == elements_.end()) return;
  elements_.erase(lost);
  lost_in_group_ = true;
  ++lost_;
}

std::shared_ptr<WeightBlock> WeightReader::block_of(std::uint32_t slice) {
  if (!pool_.empty() && pool_[pool_next_].use_count() == 1) {
    auto block = pool_[pool_next_];
    block->decode(slice, elements_);
    pool_next_ = (pool_next_ + 1) % pool_.size();
    return block;
  }
  auto block = std::make_shared<WeightBlock>(placement_, slice, elements_);
  pool_.insert(pool_.begin() + static_cast<std::ptrdiff_t>(pool_next_), block);
  pool_next_ = (pool_next_ + 1) % pool_.size();
  return block;
}

}  // namespace gossamer::arch::scnn
