// SPDX-License-Identifier: Apache-2.0
#include "sweep/layer_json.hpp"

namespace gossamer::sweep {

namespace {

using nlohmann::json;

json shape_json(const workload::Gemm& gemm) {
  return {gemm.m, gemm.n, gemm.k};
}

json shape_json(const workload::Conv2d& conv) {
  return {conv.batch,      conv.channels,      conv.height,       conv.width,
          conv.filters,    conv.filter_height, conv.filter_width, conv.stride_y,
          conv.stride_x,   conv.dilation_y,    conv.dilation_x,   conv.pad_top,
          conv.pad_bottom, conv.pad_left,      conv.pad_right,    conv.groups};
}

json benchmark_json(const workload::MmaBenchmark& mma) {
  return {static_cast<int>(mma.type), mma.sparse, mma.k, mma.warps, mma.ilp, mma.iterations};
}

json operand_json(const workload::OperandSource& operand,
                  const std::function<std::string(const std::string& file)>& digest) {
  json files = json::array();
  for (const std::string& file : operand.files) files.push_back(digest(file));
  return {{"density", operand.density},
          {"pattern", static_cast<int>(operand.pattern.kind)},
          {"length", operand.pattern.vector_length},
          {"files", std::move(files)}};
}

template <class T>
json optional_json(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

}  // namespace

json layer_json(const workload::Layer& layer,
                const std::function<std::string(const std::string& file)>& digest) {
  const workload::Precision& precision = layer.precision;
  return {{"name", layer.name},
          {"kind", layer.kind},
          {"shape", std::visit([](const auto& shape) { return shape_json(shape); }, layer.shape)},
          {"mma", layer.mma ? benchmark_json(*layer.mma) : json(nullptr)},
          {"weights", operand_json(layer.weights, digest)},
          {"activations", operand_json(layer.activations, digest)},
          {"output_density", optional_json(layer.output_density)},
          {"relu", layer.relu},
          {"product_shift", optional_json(layer.product_shift)},
          {"output_shift", layer.output_shift},
          {"precision", {precision.weights, precision.activations, precision.outputs}},
          {"first", layer.first},
          {"last", layer.last}};
}

}  // namespace gossamer::sweep
