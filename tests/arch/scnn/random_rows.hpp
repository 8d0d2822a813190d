// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/weight_block.hpp"

namespace gossamer::test {

using arch::scnn::AccumulatorParams;
using arch::scnn::WeightBlock;

inline AccumulatorParams banks_of(std::uint32_t banks, std::uint32_t depth,
                                  std::uint32_t enqueue_width) {
  AccumulatorParams params;
  params.banks = banks;
  params.queue_depth = depth;
  params.enqueue_width = enqueue_width;
  return params;
}

/// Weights and activations of an issue, at most.
struct Multipliers {
  std::uint32_t f = 4;
  std::uint32_t i = 4;
};
/// Rows of several activations over `vectors` vectors.
struct RandomRows {
  RandomRows(core::RandomStream& random, std::uint32_t banks, const Multipliers& of,
             std::uint32_t vector_count)
      : vectors{vector_count}, stride{WeightBlock::row_stride(banks)}, crossbar(vector_count) {
    const std::uint32_t activations = test::between(random, 0, of.i);
    const std::uint32_t spread = test::between(random, 1, banks);  // few banks: many conflicts
    for (std::uint32_t a = 0; a < activations; ++a) {
      std::vector<std::uint8_t> row(std::size_t{vectors} * stride);
      for (std::uint32_t v = 0; v < vectors; ++v) {
        for (std::uint32_t product = random.below(of.f + 1); product > 0; --product) {
          const std::uint32_t bank = banks - 1 - random.below(spread);
          ++row[v * stride + bank];
          crossbar[v].push_back(bank);
        }
      }
      rows.push_back(std::move(row));
    }
    for (const auto& row : rows) pointers.push_back(row.data());
  }

  std::uint32_t vectors;
  std::size_t stride;
  std::vector<std::vector<std::uint32_t>> crossbar;  ///< per vector: the bank of each product
  std::vector<std::vector<std::uint8_t>> rows;
  std::vector<const std::uint8_t*> pointers;
};

}  // namespace gossamer::test
