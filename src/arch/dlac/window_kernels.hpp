// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/cpu_level.hpp"

namespace gossamer::arch::dlac {

/// The windows of a tile, and when each PE of a grid is done with them. Window i costs a PE
///
///     c = max(1, ceil(popcount(activation mask & weight mask) / issue))
///
/// edges (without the weight mask if only activations are skipped). A stream sends window i when
/// the slowest PE that shares it has finished window i - depth, and `interval` edges after the one
/// before at the earliest; a PE starts it when both its streams have sent it and it has finished
/// window i - 1. Edges count from the first window's start.
struct WindowTask {
  const std::uint32_t* activations;  ///< masks, [window][rows]
  const std::uint32_t* weights;      ///< masks, [window][lanes]
  std::uint32_t windows;
  std::uint32_t rows;
  std::uint32_t lanes;       ///< a multiple of 16
  std::uint32_t cols;        ///< lanes in use; the others have masks of 0
  std::uint32_t window;      ///< operands of a window at the most
  std::uint32_t stream_pes;  ///< neighbours that share a stream of activations
  std::uint32_t depth;
  std::uint32_t issue;
  std::uint32_t activation_interval;
  std::uint32_t weight_interval;
  bool one_sided;  ///< weights are not looked at before issue

  std::uint32_t* finish;   ///< [rows][lanes], set by the kernel: edge in which the PE is done
  std::uint32_t* scratch;  ///< window_scratch() numbers
};

/// Of all PEs in use.
struct WindowCounts {
  std::uint64_t pairs = 0;   ///< of two non-zeros
  std::uint64_t issued = 0;  ///< pairs that are issued
  std::uint64_t empty = 0;   ///< windows of a PE that have none
  std::uint64_t waited = 0;  ///< edges of a PE before a window that had not been sent
  std::uint64_t gaps = 0;    ///< pairs fewer than the edges of windows that have some could issue
};

/// Numbers of scratch that a task needs.
inline std::uint64_t window_scratch(std::uint32_t rows, std::uint32_t lanes, std::uint32_t depth) {
  return std::uint64_t{lanes} * (2 + rows + depth * (std::uint64_t{rows} + 1));
}

using WindowKernel = WindowCounts (*)(const WindowTask& task);
WindowKernel window_kernel(core::CpuLevel level);

/// Pairs of two non-zeros alone: sum of popcount(activation mask & weight mask).
struct PairTask {
  const std::uint32_t* activations;  ///< masks, [window][rows]
  const std::uint32_t* weights;      ///< masks, [window][lanes]
  std::uint32_t windows;
  std::uint32_t rows;
  std::uint32_t lanes;
};
using PairKernel = std::uint64_t (*)(const PairTask& task);
PairKernel pair_kernel(core::CpuLevel level);

}  // namespace gossamer::arch::dlac
