// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "arch/scnn/image_plan.hpp"
#include "arch/scnn/messages.hpp"
#include "core/counter.hpp"
#include "memory/stream_reader.hpp"

namespace gossamer::arch::scnn {

struct WeightReaderStats {
  core::StatGroup group{"sequencer", "weight_sequencer"};
  core::Counter decode{group, "decode", core::Unit::action, "a weight vector decoded"};

  core::StatGroup buffer{"weight_buffer", "sram"};
  core::Counter buffer_write{buffer, "write", core::Unit::action, "a weight vector from DRAM"};
  core::Counter buffer_read{buffer, "read", core::Unit::action, "a weight vector to the decoder"};
};

/// Streams the compressed weights of a layer from DRAM through an on-chip buffer, once per time
/// tile, and decodes them block by block once their last byte has arrived. When is the weight
/// feeder's business.
class WeightReader {
 public:
  WeightReader(const Params& params, const ImagePlan& image, const Placement& placement);

  std::string state() const;
  const WeightReaderStats& stats() const { return stats_; }
  memory::StreamReader& stream() { return stream_; }
  const memory::StreamReader& stream() const { return stream_; }
  /// Responses that may be under way or unread at once.
  std::size_t responses() const { return stream_.slots(); }

  /// All blocks of all groups have been decoded.
  bool finished() const { return step_ == image_.steps(); }
  /// The next block has arrived, or a group ends.
  bool has_next() const;
  /// Decodes it. False if it holds no weight: its header tells the decoder to go on.
  bool next(BlockMessage& message);

  /// Test hook: the first placeholder of every output-channel group gets lost in the decoder.
  void lose_placeholders() { lose_placeholders_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  void end_group();
  std::uint32_t block_bytes() const;
  std::shared_ptr<WeightBlock> decode_block();
  void lose_placeholder();
  std::shared_ptr<WeightBlock> block_of(std::uint32_t slice);
  std::uint32_t rounds_of(const WeightBlock& block) const;

  const Params params_;
  const ImagePlan& image_;
  const Placement& placement_;
  memory::StreamReader stream_;

  std::uint32_t step_ = 0;
  std::uint32_t slice_ = 0;  // within the convolution group
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
