// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/parameters.hpp"
#include "memory/dram.hpp"
#include "numerics/vsq/post_processing.hpp"
#include "tensor/quantize/clipping.hpp"
#include "tensor/quantize/quantiser.hpp"

namespace gossamer::arch::pe_array {

/// Which operand stays where while the others pass (Venkatesan et al., "MAGNet", ICCAD 2019).
enum class Dataflow {
  os_lws,  ///< output stationary in the collector, weights stationary over its depth
  os,      ///< one output of each lane at a time in a register
  ws,      ///< a weight vector of each lane at a time; sums in the accumulation buffer
};
inline const std::vector<std::string> dataflow_names{"os_lws", "os", "ws"};

using numerics::vsq::ScaleOrder;
inline const std::vector<std::string> scale_order_names{"elements_first", "scale_first"};

using tensor::quantize::Granularity;
inline const std::vector<std::string> granularity_names{"tensor", "channel"};

using tensor::quantize::ClippingRule;
inline const std::vector<std::string> clipping_names{"maximum", "percentile", "octav"};

/// The processing elements. A buffer holds so many elements whatever their width.
struct PeParams {
  std::uint32_t count = 16;
  std::uint32_t lanes = 16;
  std::uint32_t vector = 16;
  std::uint32_t weight_elements = 32768;
  std::uint32_t input_elements = 16384;
  std::uint32_t accumulators = 2048;
  std::uint32_t collector_depth = 16;
  std::uint32_t pipeline_edges = 4;

  void describe(core::ParameterVisitor& v);
};

/// Widths of an operand.
struct WidthParams {
  std::uint32_t bits = 4;
  std::uint32_t scale_bits = 4;

  void describe(core::ParameterVisitor& v);
};

/// How real tensors become codes and scales before they reach the machine.
struct QuantizationParams {
  ScaleOrder scale_order = ScaleOrder::scale_first;
  Granularity weight_coarse_scale = Granularity::outer;
  ClippingRule weight_clipping = ClippingRule::maximum;
  ClippingRule activation_clipping = ClippingRule::maximum;
  double percentile = 99.9;

  void describe(core::ParameterVisitor& v);
};

struct GlobalBufferParams {
  std::uint32_t activation_elements = 2U << 20U;
  std::uint32_t weight_elements = 512U << 10U;
  std::uint32_t banks = 16;

  void describe(core::ParameterVisitor& v);
};

/// From the global buffer to the PEs (multicast) and back: so many vectors whatever their widths,
/// as the buffers hold so many elements.
struct NetworkParams {
  std::uint32_t vectors_per_edge = 8;
  std::uint32_t output_vectors_per_edge = 2;

  void describe(core::ParameterVisitor& v);
};

struct PpuParams {
  std::uint32_t width = 8;

  void describe(core::ParameterVisitor& v);
};

/// Everything of a `pe_array` file but clock, voltage and technology.
struct Params {
  PeParams pe;
  WidthParams weights;
  WidthParams activations;
  std::uint32_t scale_product_bits = 0;
  std::uint32_t accumulator_bits = 24;
  std::uint32_t edge_layer_bits = 8;
  Dataflow dataflow = Dataflow::os_lws;
  std::uint32_t kernel_groups = 0;
  QuantizationParams quantization;
  GlobalBufferParams global_buffer;
  NetworkParams network;
  PpuParams ppu;
  memory::Dram::Params dram;

  void describe(core::ParameterVisitor& v);

  /// A word of the network and of the global buffer: of the wider operand's vectors.
  std::uint32_t network_bytes() const;
  /// A word of the output network.
  std::uint32_t output_network_bytes() const;
  std::uint32_t multipliers() const { return pe.count * pe.lanes * pe.vector; }
  /// Sums of each lane in one half of the accumulation buffer: outputs of a block.
  std::uint32_t block_outputs() const { return pe.accumulators / 2 / pe.lanes; }
};

}  // namespace gossamer::arch::pe_array
