// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/sparse_tensor_core/operands.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// What --check expects: outputs as bit patterns, [group][row][col], by numerics::mma::dot on rows
/// and columns padded with zeros as the plan has it; and the pairs of non-zeros.
struct Reference {
  std::vector<std::uint32_t> outputs;
  std::uint64_t effectual_macs = 0;
};
Reference reference_of(const GemmPlan& plan, const ImplicitGemm& gemm, const Operands& operands,
                       const NumericsParams& params, bool relu);

}  // namespace gossamer::arch::sparse_tensor_core
