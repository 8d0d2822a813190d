// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/sparse_tensor_core/operand_map.hpp"
#include "tensor/structured/compressed.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// Operands of one invocation in the machine's type. Without values both are empty.
struct Operands {
  std::vector<float> weights;      ///< A: [group][row][k]
  std::vector<float> activations;  ///< [image][channel][row][column]
};

/// Whether every chunk of every row of A keeps no more than `mma.sp` of this type can.
/// `weights` [rows][k] is anything that is 0 where the operand is.
template <class T>
bool obeys_pattern(OperandType type, const T* weights, std::size_t rows, std::size_t k) {
  const auto pattern = numerics::mma::sparsity_pattern(type);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t first = 0; first < k; first += pattern.chunk()) {
      std::size_t occupied = 0;
      for (std::size_t unit = 0; unit < pattern.units; ++unit) {
        bool any = false;
        for (std::size_t e = 0; e < pattern.unit; ++e) {
          const std::size_t at = first + unit * pattern.unit + e;
          any |= at < k && weights[row * k + at] != T{0};
        }
        occupied += any ? 1 : 0;
      }
      if (occupied > pattern.kept_units) return false;
    }
  }
  return true;
}

/// A[group] with its rows padded with zeros to `padded_k`.
std::vector<float> padded_rows(const std::vector<float>& weights, const GemmSize& size,
                               std::uint32_t group, std::uint32_t padded_k);

/// B's column, padded with zeros to `padded_k`.
std::vector<float> column(const ImplicitGemm& gemm, const std::vector<float>& activations,
                          std::uint32_t group, std::uint32_t col, std::uint32_t padded_k);

/// Writes all blocks of A and B to where the map has them.
void store_operands(const OperandMap& map, const Operands& operands,
                    std::vector<std::uint8_t>& storage);

/// How many operands are not zero for each k: of A in the rows of each row of warps, of B in the
/// columns of each column of warps. What multipliers do with them follows without their values.
class NonzeroCounts {
 public:
  /// `weights` and `activations` are 0 where the operands are, in the order of Operands.
  template <class T>
  NonzeroCounts(const GemmPlan& plan, const ImplicitGemm& gemm, const std::vector<T>& weights,
                const std::vector<T>& activations);

  /// Pairs of non-zeros that meet in a warp's outputs of a tile, in k from `first` to `last` - 1.
  std::uint64_t pairs(const TilePlace& place, std::uint32_t warp, std::uint32_t first,
                      std::uint32_t last) const;
  /// Of the whole layer.
  std::uint64_t all_pairs() const { return all_pairs_; }

 private:
  const GemmPlan& plan_;
  std::uint32_t warp_rows_;  // of warps, in a group
  std::uint32_t warp_cols_;
  std::vector<std::uint16_t> a_;  // [group][row of warps][k]
  std::vector<std::uint16_t> b_;  // [group][column of warps][k]
  std::uint64_t all_pairs_ = 0;
};

template <class T>
NonzeroCounts::NonzeroCounts(const GemmPlan& plan, const ImplicitGemm& gemm,
                             const std::vector<T>& weights, const std::vector<T>& activations)
    : plan_{plan},
      warp_rows_{plan.tile_rows() * plan.tile().warps_m},
      warp_cols_{plan.tile_cols() * plan.tile().warps_n} {
  const GemmSize& size = plan.size();
  a_.resize(std::size_t{size.groups} * warp_rows_ * size.k);
  b_.resize(std::size_t{size.groups} * warp_cols_ * size.k);
  std::vector<std::uint64_t> a_of_k(size.k);
  std::vector<std::uint64_t> b_of_k(size.k);
  for (std::uint32_t group = 0; group < size.groups; ++group) {
    std::fill(a_of_k.begin(), a_of_k.end(), 0);
    for (std::uint32_t row = 0; row < size.rows; ++row) {
      std::uint16_t* counts =
          a_.data() + (std::size_t{group} * warp_rows_ + row / plan.tile().warp_m()) * size.k;
      const T* of_row = weights.data() + (std::size_t{group} * size.rows + row) * size.k;
      for (std::uint32_t k = 0; k < size.k; ++k) {
        const bool is = of_row[k] != T{0};
        counts[k] = static_cast<std::uint16_t>(counts[k] + (is ? 1 : 0));
        a_of_k[k] += is ? 1 : 0;
      }
    }
    for (std::uint32_t k = 0; k < size.k; ++k) {
      const KernelTap tap = gemm.tap(k);
      b_of_k[k] = 0;
      for (std::uint32_t col = 0; col < size.cols; ++col) {
        const auto source = gemm.source(tap, col);
        if (!source.inside || activations[gemm.index(group, tap, source)] == T{0}) continue;
        std::uint16_t& count =
            b_[(std::size_t{group} * warp_cols_ + col / plan.tile().warp_n()) * size.k + k];
        count = static_cast<std::uint16_t>(count + 1);
        ++b_of_k[k];
      }
    }
    for (std::uint32_t k = 0; k < size.k; ++k) all_pairs_ += a_of_k[k] * b_of_k[k];
  }
}

}  // namespace gossamer::arch::sparse_tensor_core
