// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/input_blocks.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/rect.hpp"
#include "tensor/run_length.hpp"

namespace gossamer::arch::scnn {

/// The output activation memory (OARAM) of a PE: a block per output channel and step over the
/// outputs that the PE owns, compressed as the next layer's inputs are.
class OutputStore {
 public:
  struct Block {
    std::uint32_t step;
    std::uint32_t filter;  ///< of the layer
    Rect outputs;
    std::size_t first;  ///< of its elements
    std::uint32_t count;
  };

  explicit OutputStore(const Params& params)
      : compresses_{params.skips_activations()}, max_run_{params.max_run()} {}

  /// Compresses one output channel's values of `outputs`, row by row. Returns the elements it took.
  std::uint32_t append(std::uint32_t step, std::uint32_t filter, const Rect& outputs,
                       const std::int16_t* values);

  /// Values with indices stored so far.
  std::uint64_t stored() const { return elements_.size(); }

  /// In the order of storing: steps ascend.
  const std::vector<Block>& blocks() const { return blocks_; }
  BlockView elements(const Block& block) const {
    return {elements_.data() + block.first, block.count};
  }

 private:
  bool compresses_;
  unsigned max_run_;
  std::vector<tensor::RunLengthElement> elements_;
  std::vector<Block> blocks_;
};

/// Decodes a block to its place in an image's outputs [filters][out_height][out_width].
void place_block(const OutputStore::Block& block, const BlockView& elements,
                 const workload::Conv2d& conv, std::vector<std::int16_t>& image);

}  // namespace gossamer::arch::scnn
