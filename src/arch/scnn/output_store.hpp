// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/parameters.hpp"
#include "arch/scnn/tiling.hpp"
#include "tensor/run_length.hpp"
#include "tensor/tensor.hpp"

namespace gossamer::arch::scnn {

/// The output activation memory (OARAM) of a PE: one run-length block per output channel over the
/// outputs that the PE owns.
class OutputStore {
 public:
  OutputStore(const Params& params, const Rect& outputs);

  /// Compresses the next output channel of the PE's tile, row by row. Returns the elements it took.
  std::uint32_t append(const std::int16_t* tile);

  /// Values with indices stored so far.
  std::uint64_t stored() const { return elements_.size(); }

  /// Decodes everything into the image's outputs [filters][height][width]: what `--check` compares.
  void read_back(const workload::Conv2d& conv, std::int16_t* image) const;

 private:
  Rect outputs_;
  unsigned max_run_;
  std::vector<tensor::RunLengthElement> elements_;
  std::vector<std::size_t> begin_{0};
};

}  // namespace gossamer::arch::scnn
