// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/gemm_plan.hpp"
#include "arch/sparse_tensor_core/layer_format.hpp"
#include "arch/sparse_tensor_core/layer_run.hpp"
#include "arch/sparse_tensor_core/operand_map.hpp"
#include "arch/sparse_tensor_core/sm_group.hpp"
#include "workload/conv_form.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

constexpr std::uint64_t fixed = std::uint64_t{64} << 20U;
constexpr std::uint64_t sm_bytes = std::uint64_t{4} << 20U;  // stages, sums, modules

}  // namespace

// Operands as real numbers and copies of them in another order (12 bytes an element; their masks
// 2), counts of non-zeros, everything as it lies in DRAM, blocks in L2 (4 bytes at most), outputs
// that are read back and compared.
std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params, double clock_ghz,
                              const SimulationOptions& options) {
  if (layer.mma) return fixed;
  std::string reason;
  const LayerFormat format = *layer_format(layer, params, reason);
  const ImplicitGemm gemm{workload::conv_shape(layer)};
  const GemmSize size = gemm.size();
  const Instruction instruction =
      make_instruction(params.sm.tensor_core, format.type, false, kernel_passes);
  const Tile tile = *choose_tile(params, instruction, format.output, size, clock_ghz);
  const GemmPlan plan{params, size, instruction, format.output, tile};
  const std::uint64_t weights = std::uint64_t{size.groups} * size.rows * size.k;
  const std::uint64_t gathered = std::uint64_t{size.groups} * size.cols * size.k;
  const std::uint64_t activations = tensor::elements(workload::activation_shape(layer));
  const std::uint64_t padded = std::uint64_t{plan.tiles()} * tile.m * tile.n;
  const std::uint64_t of_element = options.values ? 20 : 6;
  const std::uint64_t counts = (weights + gathered) / 8;
  const std::uint64_t sms = sm_groups(plan, params.gpu.simulated_sms).size();
  return fixed + sms * sm_bytes + (weights + activations) * of_element + gathered * 4 + counts +
         padded * (options.values ? 16 : 4) + params.l2.kib * std::uint64_t{1024};
}

}  // namespace gossamer::arch::sparse_tensor_core
