// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/parameters.hpp"

namespace gossamer::arch::dlac {

// Defaults that the paper leaves open, which are nearly all, have their reason in
// docs/timing/dlac.md.

void GridParams::describe(core::ParameterVisitor& v) {
  v.field("rows", rows, "PEs", "rows of PEs: output pixels at once", 1U, 256U);
  v.field("cols", cols, "PEs", "columns of PEs: output channels at once", 1U, 256U);
  v.field("stream_pes", stream_pes, "PEs",
          "neighbours in a row that share a broadcast stream of activations; 0: all of the row", 0U,
          256U);
  v.choice_of("skip", skip, "which zeros are dropped before issue", skip_names);
}

void PeParams::describe(core::ParameterVisitor& v) {
  v.choice_of("datapath", datapath, "what a PE does with a pair of operands", datapath_names);
  v.field("window", window, "operands", "examined per step", 1U, 32U);
  v.field("fifo_depth", fifo_depth, "windows",
          "that each FIFO of a PE holds, of activations and of weights", 1U, 64U);
  v.field("issue", issue, "pairs/edge", "issued by a PE", 1U, 8U);
  v.field("accumulators", accumulators, "sums",
          "of an output: 2 keep positive and negative weights apart, as ttq: after_sum needs", 1U,
          2U);
}

void ActivationParams::describe(core::ParameterVisitor& v) {
  v.choice_of("type", type, "number format of activations", activation_names);
  v.field("int_bits", int_bits, "bits", "of the widest integer; only with type: int", 1U, 8U);
}

void WeightParams::describe(core::ParameterVisitor& v) {
  v.choice_of("scheme", scheme, "of layers that name no precision", scheme_names);
  v.field("bits", bits, "bits",
          "of the widest code, packed into words of 32 bits; codes of scheme: wrpn and dorefa", 1U,
          8U);
  v.choice_of("scales", scales, "what shares a scale", scale_names);
  v.field("threshold", threshold, "of the largest",
          "weights of a file not above it become 0; only with scheme: ternary and ttq", 0.0, 1.0);
}

void BufferParams::describe(core::ParameterVisitor& v) {
  v.field("kib", kib, "KiB", "two halves; non-zero masks come on top", 1U, 1U << 20U);
  v.field("banks", banks, "banks", "of the buffer", 1U, 1024U);
  v.field("windows_per_edge", windows_per_edge, "windows/edge",
          "of the machine's own width that are read for the broadcast streams, at most one of each "
          "bank and for each stream; 0: one for each stream",
          0U, 65536U);
}

void DrainParams::describe(core::ParameterVisitor& v) {
  v.field("multiplies_per_edge", multiplies_per_edge, "multiplies/edge",
          "of sums with scales on their way out; also the most outputs per edge", 1U, 4096U);
}

void FullPrecisionParams::describe(core::ParameterVisitor& v) {
  v.field("rows", rows, "MACs", "output pixels at once; 0: no such datapath", 0U, 256U);
  v.field("cols", cols, "MACs", "output channels at once", 1U, 256U);
  v.field("first_layer", first_layer,
          "whether the first layer of a network has real weights where it names no precision");
}

void Params::describe(core::ParameterVisitor& v) {
  v.group("grid", "processing elements", [this](auto& inner) { grid.describe(inner); });
  v.group("pe", "a processing element", [this](auto& inner) { pe.describe(inner); });
  v.group("activations", "format", [this](auto& inner) { activations.describe(inner); });
  v.group("weights", "format", [this](auto& inner) { weights.describe(inner); });
  v.choice_of("sums", sums, "what an accumulator rounds each floating-point sum to", sum_names);
  v.choice_of("ttq", ttq, "where the two scales of TTQ multiply", ttq_names);
  v.group("activation_buffer", "inputs and outputs on chip",
          [this](auto& inner) { activation_buffer.describe(inner); });
  v.group("weight_buffer", "weights on chip",
          [this](auto& inner) { weight_buffer.describe(inner); });
  v.group("drain", "from accumulators to outputs", [this](auto& inner) { drain.describe(inner); });
  v.group("full_precision", "dense multiply-adds for layers with real weights",
          [this](auto& inner) { full_precision.describe(inner); });
  v.field("fill_edges", fill_edges, "edges", "from the start of a tile to its first operation", 0U,
          1024U);
  v.field("pipeline_edges", pipeline_edges, "edges",
          "from an operation to its sum; seen at the end of a layer alone", 1U, 64U);
  v.group("dram", "external memory", [this](auto& inner) { dram.describe(inner); });
}

std::uint32_t Params::activation_bits() const {
  switch (activations.type) {
    case ActivationType::fp32:
      return 32;
    case ActivationType::fp16:
      return 16;
    case ActivationType::integer:
      break;
  }
  return activations.int_bits;
}

std::uint32_t Params::weight_word_bits() const {
  const bool real =
      pe.datapath == Datapath::multiply_add && activations.type != ActivationType::integer;
  return real ? activation_bits() : weights.bits;
}

}  // namespace gossamer::arch::dlac
