// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/layer_format.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/sparse_tensor_core/operand_map.hpp"
#include "arch/sparse_tensor_core/tile.hpp"
#include "core/names.hpp"
#include "workload/conv_form.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

using numerics::mma::operand_type_names;

/// Keeps indices of rows, columns, k and tiles far inside their types.
constexpr std::uint64_t most_extent = std::uint64_t{1} << 28U;

std::string outputs_of(OperandType type) {
  if (numerics::mma::is_integer(type)) return "int32";
  return type == OperandType::fp16 ? "fp32, fp16" : "fp32";
}

std::optional<OutputType> output_type(OperandType type, const std::string& name,
                                      OutputType machine) {
  const bool fp16 = type == OperandType::fp16;
  if (name.empty()) return fp16 ? machine : OutputType::fp32;
  if (name == "fp16" && fp16) return OutputType::fp16;
  const bool is = name == (numerics::mma::is_integer(type) ? "int32" : "fp32");
  return is ? std::optional{OutputType::fp32} : std::nullopt;
}

std::string benchmark_refusal(const workload::MmaBenchmark& mma, const Params& params) {
  if (mma.warps > params.sm.warps) {
    return fmt::format("{} warps do not fit an SM; sm.warps: {}", mma.warps, params.sm.warps);
  }
  const std::uint32_t kept = mma.sparse ? mma.k / 2 : mma.k;
  if (kept % pass_elements(params.sm.tensor_core, mma.type) != 0) {
    return fmt::format("m16n8k{} is less than a pass of sm.tensor_core.pass_bytes: {}", mma.k,
                       params.sm.tensor_core.pass_bytes);
  }
  return "";
}

}  // namespace

std::optional<LayerFormat> layer_format(const workload::Layer& layer, const Params& params,
                                        std::string& reason) {
  const workload::Precision& precision = layer.precision;
  const std::string& of_machine = numerics::mma::name_of(params.operands.type);
  const std::string weights = precision.weights.empty() ? of_machine : precision.weights;
  const std::string activations =
      precision.activations.empty() ? of_machine : precision.activations;
  const auto type = std::find(operand_type_names.begin(), operand_type_names.end(), weights);
  if (type == operand_type_names.end() || weights != activations) {
    reason = fmt::format(
        "a tensor core multiplies two operands of one type, and the layer has {} weights and {} "
        "activations; allowed: {}",
        weights, activations, core::joined(operand_type_names));
    return std::nullopt;
  }
  LayerFormat format;
  format.type = static_cast<OperandType>(type - operand_type_names.begin());
  const auto output = output_type(format.type, precision.outputs, params.numerics.output);
  if (!output) {
    reason = fmt::format("outputs of {} operands cannot be {}; allowed: {}", weights,
                         precision.outputs, outputs_of(format.type));
    return std::nullopt;
  }
  format.output = *output;
  return format;
}

std::string refusal_of(const workload::Layer& layer, const Params& params, double clock_ghz) {
  if (layer.mma) return benchmark_refusal(*layer.mma, params);
  std::string reason;
  const auto format = layer_format(layer, params, reason);
  if (!format) return reason;
  const ImplicitGemm gemm{workload::conv_shape(layer)};
  const ConvShape& shape = gemm.shape();
  const std::uint64_t cols = shape.batch * shape.out_height * shape.out_width;
  if (std::max<std::uint64_t>({cols, shape.filters, shape.filter_size()}) > most_extent) {
    return fmt::format("matrices of up to {} rows, columns and products are computed", most_extent);
  }
  for (const bool sparse : {false, true}) {
    if (sparse && params.operands.sparse == Sparse::never) break;
    const Instruction instruction =
        make_instruction(params.sm.tensor_core, format->type, sparse, kernel_passes);
    if (choose_tile(params, instruction, format->output, gemm.size(), clock_ghz)) continue;
    const std::string reason_of_tile = no_tile_reason(params, instruction, format->output);
    return sparse ? reason_of_tile +
                        " (mma.sp is for weights that obey the pattern; operands.sparse: "
                        "never does without it)"
                  : reason_of_tile;
  }
  return "";
}

}  // namespace gossamer::arch::sparse_tensor_core
