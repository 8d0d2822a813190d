// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/parameters.hpp"

#include <algorithm>

namespace gossamer::arch::pe_array {

// Defaults that the papers leave open have their reason in docs/timing/pe_array.md.

void PeParams::describe(core::ParameterVisitor& v) {
  v.field("count", count, "PEs", "processing elements", 1U, 1024U);
  v.field("lanes", lanes, "lanes", "vector MACs of a PE, one output channel each", 1U, 64U);
  v.field("vector", vector, "elements", "elements of a vector that share a scale; width of a MAC",
          2U, 64U);
  v.field("weight_elements", weight_elements, "elements",
          "weight buffer, two halves; scales come on top", 64U, 1U << 26U);
  v.field("input_elements", input_elements, "elements",
          "input buffer, two halves; scales come on top", 64U, 1U << 26U);
  v.field("accumulators", accumulators, "sums", "accumulation buffer, two halves", 2U, 1U << 22U);
  v.field("collector_depth", collector_depth, "sums",
          "partial sums of a lane that stay in latches; only with dataflow: os_lws", 1U, 1024U);
  v.field("pipeline_edges", pipeline_edges, "edges",
          "from two vectors to their sum; seen at the end of a block alone", 1U, 64U);
}

void WidthParams::describe(core::ParameterVisitor& v) {
  v.field("bits", bits, "bits", "of an element: 2 to 8, or 16 for a baseline", 2U, 16U);
  v.field("scale_bits", scale_bits, "bits", "of a vector's scale: 3 to 10, or 0 for none", 0U, 10U);
}

void QuantizationParams::describe(core::ParameterVisitor& v) {
  v.choice_of("scale_order", scale_order,
              "whether elements are divided by the exact scale or by the rounded one",
              scale_order_names);
  v.choice_of("weight_coarse_scale", weight_coarse_scale,
              "whether each output channel has a coarse scale, or the tensor one",
              granularity_names);
  v.choice_of("weight_clipping", weight_clipping, "what the largest code stands for",
              clipping_names);
  v.choice_of("activation_clipping", activation_clipping, "what the largest code stands for",
              clipping_names);
  v.field("percentile", percentile, "%", "of the magnitudes; only with clipping: percentile", 50.0,
          100.0);
}

void GlobalBufferParams::describe(core::ParameterVisitor& v) {
  v.field("activation_elements", activation_elements, "elements",
          "inputs and outputs of a layer; what does not fit goes through DRAM", 1024U, 1U << 30U);
  v.field("weight_elements", weight_elements, "elements", "weights on their way to the PEs", 1024U,
          1U << 30U);
  v.field("banks", banks, "banks", "of the buffer", 1U, 1024U);
}

void NetworkParams::describe(core::ParameterVisitor& v) {
  v.field("vectors_per_edge", vectors_per_edge, "vectors/edge",
          "weights and inputs to any number of PEs at once, of the wider operand", 1U, 1024U);
  v.field("output_vectors_per_edge", output_vectors_per_edge, "vectors/edge",
          "outputs from one PE at a time", 1U, 1024U);
}

void PpuParams::describe(core::ParameterVisitor& v) {
  v.field("width", width, "sums/edge", "sums that are post-processed per edge", 1U, 256U);
}

void Params::describe(core::ParameterVisitor& v) {
  v.group("pe", "processing elements", [this](auto& inner) { pe.describe(inner); });
  v.group("weights", "widths of weights", [this](auto& inner) { weights.describe(inner); });
  v.group("activations", "widths of activations",
          [this](auto& inner) { activations.describe(inner); });
  v.field("scale_product_bits", scale_product_bits, "bits",
          "the product of two scales is rounded to so many bits; 0: not", 0U, 20U);
  v.field("accumulator_bits", accumulator_bits, "bits", "of a saturating sum", 8U, 46U);
  v.field("edge_layer_bits", edge_layer_bits, "bits",
          "elements of a network's first and last layer, in several passes, without scales; 0: as "
          "in the other layers",
          0U, 8U);
  v.choice_of("dataflow", dataflow, "what stays in place while the rest passes", dataflow_names);
  v.field("kernel_groups", kernel_groups, "groups",
          "into how many groups the PEs are divided by output channels; those of a group divide "
          "the pixels; 0: by layer, whatever is fastest",
          0U, 1024U);
  v.group("quantization", "from real tensors to codes and scales",
          [this](auto& inner) { quantization.describe(inner); });
  v.group("global_buffer", "memory shared by the PEs",
          [this](auto& inner) { global_buffer.describe(inner); });
  v.group("network", "between global buffer and PEs",
          [this](auto& inner) { network.describe(inner); });
  v.group("ppu", "post-processing unit of a PE", [this](auto& inner) { ppu.describe(inner); });
  v.group("dram", "external memory", [this](auto& inner) { dram.describe(inner); });
}

std::uint32_t Params::network_bytes() const {
  const std::uint32_t bits = std::max(pe.vector * weights.bits + weights.scale_bits,
                                      pe.vector * activations.bits + activations.scale_bits);
  return (network.vectors_per_edge * bits + 7) / 8;
}

std::uint32_t Params::output_network_bytes() const {
  const std::uint32_t bits = pe.vector * activations.bits + activations.scale_bits;
  return (network.output_vectors_per_edge * bits + 7) / 8;
}

}  // namespace gossamer::arch::pe_array
