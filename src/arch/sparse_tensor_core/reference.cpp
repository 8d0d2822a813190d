// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/reference.hpp"

#include <algorithm>

#include "core/work_share.hpp"
#include "numerics/floating_point.hpp"
#include "numerics/fp16.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

/// Rows of A as they are multiplied: for mma.sp the kept elements and where they stand.
struct Rows {
  std::vector<float> values;             // [row][kept]
  std::vector<std::uint32_t> positions;  // the same of a sparse A
  std::size_t kept = 0;
};

Rows rows_of(const GemmPlan& plan, const std::vector<float>& weights, std::uint32_t group) {
  const std::uint32_t k = plan.padded_k();
  Rows rows{padded_rows(weights, plan.size(), group, k), {}, k};
  if (!plan.instruction().sparse) return rows;
  auto compressed = tensor::structured::compress(plan.instruction().type, rows.values.data(),
                                                 plan.size().rows, k);
  rows.positions = tensor::structured::kept_positions(compressed.metadata);
  rows.values = std::move(compressed.values);
  rows.kept = k / 2;
  return rows;
}

std::uint32_t float_output(float sum, OutputType output, bool relu) {
  if (relu && sum < 0) sum = 0;
  return output == OutputType::fp16 ? numerics::float_to_fp16(sum) : numerics::float_bits(sum);
}

std::uint32_t integer_output(const float* a, const float* b, std::size_t kept, std::size_t terms,
                             Overflow overflow, bool relu) {
  std::vector<std::int16_t> left(a, a + kept);
  std::vector<std::int16_t> right(b, b + kept);
  const std::int32_t sum =
      numerics::mma::integer_dot(left.data(), right.data(), kept, 0, terms, overflow);
  return static_cast<std::uint32_t>(relu ? std::max(sum, 0) : sum);
}

}  // namespace

Reference reference_of(const GemmPlan& plan, const ImplicitGemm& gemm, const Operands& operands,
                       const NumericsParams& params, bool relu) {
  const core::WorkScope scope{core::Work::reference};
  const GemmSize& size = plan.size();
  const Instruction& instruction = plan.instruction();
  const bool integers = numerics::mma::is_integer(instruction.type);
  numerics::mma::FusedAdd arithmetic;
  if (!integers) {
    arithmetic = numerics::mma::fused_add(params.generation, instruction.type, plan.output(),
                                          instruction.kept);
  }
  Reference reference;
  reference.outputs.resize(std::size_t{size.groups} * size.rows * size.cols);
  for (std::uint32_t group = 0; group < size.groups; ++group) {
    const Rows rows = rows_of(plan, operands.weights, group);
    std::vector<float> selected(rows.kept);
    for (std::uint32_t col = 0; col < size.cols; ++col) {
      const auto b = column(gemm, operands.activations, group, col, plan.padded_k());
      for (std::uint32_t row = 0; row < size.rows; ++row) {
        const float* a = rows.values.data() + row * rows.kept;
        const float* right = b.data();
        if (instruction.sparse) {
          const std::uint32_t* at = rows.positions.data() + row * rows.kept;
          for (std::size_t p = 0; p < rows.kept; ++p) selected[p] = b[at[p]];
          right = selected.data();
        }
        for (std::size_t p = 0; p < rows.kept; ++p) {
          reference.effectual_macs += a[p] != 0 && right[p] != 0 ? 1 : 0;
        }
        reference.outputs[(std::size_t{group} * size.rows + row) * size.cols + col] =
            integers ? integer_output(a, right, rows.kept, instruction.kept, params.overflow, relu)
                     : float_output(numerics::mma::dot(a, right, rows.kept, 0.0F, arithmetic),
                                    plan.output(), relu);
      }
    }
  }
  return reference;
}

}  // namespace gossamer::arch::sparse_tensor_core
