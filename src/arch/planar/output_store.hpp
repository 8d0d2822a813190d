// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/planar/activation_format.hpp"
#include "arch/planar/rect.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::planar {

/// The output activation memory (OARAM) of a PE: a block per output channel and step over the
/// outputs that the PE owns, in the form of the next layer's inputs.
class OutputStore {
 public:
  struct Block {
    std::uint32_t step;
    std::uint32_t filter;  ///< of the layer
    Rect outputs;
    std::size_t first;  ///< of its elements
    std::uint32_t count;
  };

  explicit OutputStore(const ActivationFormat& format) : format_{format} {}

  /// Stores one output channel's values of `outputs`, row by row. Returns the elements it took.
  std::uint32_t append(std::uint32_t step, std::uint32_t filter, const Rect& outputs,
                       const std::int16_t* values);

  /// Elements stored so far.
  std::uint64_t stored() const { return elements_.size(); }

  /// In the order of storing: steps ascend.
  const std::vector<Block>& blocks() const { return blocks_; }
  BlockView elements(const Block& block) const {
    return {elements_.data() + block.first, block.count};
  }

 private:
  ActivationFormat format_;
  std::vector<tensor::RunLengthElement> elements_;
  std::vector<Block> blocks_;
};

/// Decodes a block to its place in an image's outputs [filters][out_height][out_width].
void place_block(const OutputStore::Block& block, const BlockView& elements,
                 const workload::Conv2d& conv, std::vector<std::int16_t>& image);

}  // namespace gossamer::arch::planar
