// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "arch/dlac/input_store.hpp"
#include "arch/dlac/mapping.hpp"
#include "arch/dlac/slots.hpp"
#include "arch/dlac/steps.hpp"
#include "arch/dlac/sum_kernels.hpp"
#include "arch/dlac/weight_store.hpp"
#include "arch/dlac/window_kernels.hpp"

namespace gossamer::arch::dlac {

/// What a step takes and counts, from the first window's start on.
struct TileCounts {
  std::uint64_t edges = 0;  ///< until the slowest PE is done
  std::uint64_t issued = 0;
  SlotCounts slots;                 ///< of PEs that have an output, in adder-edges
  std::uint64_t window_visits = 0;  ///< windows x PEs that have an output
  /// Words of the buffers: of a stream, of all rows whose activations are inside the plane, and of
  /// a column.
  std::uint64_t activation_words = 0;
  std::uint64_t weight_words = 0;
  std::uint64_t plane_operands = 0;  ///< activations of a stream, of all rows inside the plane
};

/// The PEs of a grid with their FIFOs and streams, tile by tile: edges, slots and sums. Time within
/// a tile alone; no allocation after the first tile. Refers to the mapping.
class TileRun {
 public:
  /// `level`: instruction set of the kernels.
  TileRun(const Mapping& mapping, bool values, core::CpuLevel level);

  /// One step; adds to the sums of accumulator set `half`, from 0 on if the step begins them.
  const TileCounts& run(const Steps& steps, const WeightTile& weights, const InputTile& inputs,
                        std::uint32_t half);

  /// [row][lane] words of an accumulator set; the second sums only where an output has two.
  const std::vector<std::uint32_t>& sums(std::uint32_t half) const { return sums_[half]; }
  const std::vector<std::uint32_t>& second_sums(std::uint32_t half) const {
    return second_sums_[half];
  }

  /// Edge in which PE [row][lane] was done with the last step; not of `dense`.
  const std::vector<std::uint32_t>& finish() const { return finish_; }

  /// Test hook: zeroes a sum of the set.
  void lose_sum(std::uint32_t half) { sums_[half].front() = 0; }

 private:
  struct Tile {
    std::uint32_t rows;  ///< that have an output pixel
    std::uint32_t cols;  ///< that have an output channel
    const Piece& piece;
    const Band& band;
    std::uint32_t group;
    std::uint32_t first_pixel;
  };
  /// A tile without skipping: every PE is alike.
  struct DenseTime {
    std::uint64_t edges = 0;
    std::uint64_t waited = 0;
    std::uint64_t gaps = 0;  ///< pairs fewer than could have been issued
  };

  void locate(const Tile& tile);
  void gather_masks(const Tile& tile, const InputTile& inputs);
  void run_skipping(const Tile& tile, const WeightTile& weights);
  void run_dense(const Tile& tile, std::uint32_t piece, const WeightTile& weights);
  DenseTime dense_time(const Piece& piece);
  WindowTask window_task(const Tile& tile, const WeightTile& weights);
  void compute_sums(const Tile& tile, const WeightTile& weights, const InputTile& inputs,
                    std::uint32_t half);

  const Mapping& mapping_;
  const Grid grid_;
  const bool values_;
  const WindowKernel walk_;
  const PairKernel count_pairs_;
  const SumKernel sum_;

  TileCounts counts_;
  std::vector<std::int32_t> entries_;  // [tap][row] of the input tile, -1 outside the plane
  std::vector<std::uint32_t> masks_;   // [window][row]
  std::vector<std::uint32_t> finish_;  // [row][lane]
  std::vector<std::uint32_t> scratch_;
  std::unordered_map<std::uint32_t, DenseTime> dense_;  // by piece
  std::array<std::vector<std::uint32_t>, 2> sums_, second_sums_;
};

}  // namespace gossamer::arch::dlac
