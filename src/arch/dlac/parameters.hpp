// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/parameters.hpp"
#include "memory/dram.hpp"
#include "numerics/lowbit/weight_format.hpp"

namespace gossamer::arch::dlac {

/// Which pairs of operands are left out before they are issued.
enum class Skip {
  dense,        ///< none
  activations,  ///< those whose activation is zero
  both,         ///< those whose activation or weight is zero
};
inline const std::vector<std::string> skip_names{"dense", "activations", "both"};

/// What a PE does with a pair.
enum class Datapath {
  add,           ///< sign flip and addition: codes -1, 0, +1
  multiply_add,  ///< multiplication and addition: any weights
};
inline const std::vector<std::string> datapath_names{"add", "multiply_add"};

using numerics::lowbit::ActivationType;
inline const std::vector<std::string> activation_names{"fp32", "fp16", "int"};

using numerics::lowbit::SumType;
inline const std::vector<std::string> sum_names{"fp32", "fp16"};

using numerics::lowbit::TtqOrder;
inline const std::vector<std::string> ttq_names{"after_sum", "before_sum"};

/// Sets of accumulators of a PE: one is drained while the grid fills the other.
inline constexpr std::uint32_t accumulator_sets = 2;

/// PEs in rows of output pixels and columns of output channels.
struct GridParams {
  std::uint32_t rows = 16;
  std::uint32_t cols = 16;
  std::uint32_t stream_pes = 0;
  Skip skip = Skip::both;

  void describe(core::ParameterVisitor& v);
};

struct PeParams {
  Datapath datapath = Datapath::add;
  std::uint32_t window = 8;
  std::uint32_t fifo_depth = 4;
  std::uint32_t issue = 1;
  std::uint32_t accumulators = 2;

  void describe(core::ParameterVisitor& v);
};

struct ActivationParams {
  ActivationType type = ActivationType::fp32;
  std::uint32_t int_bits = 8;

  void describe(core::ParameterVisitor& v);
};

using numerics::lowbit::WeightScheme;
inline const std::vector<std::string> scheme_names{"full",   "ternary", "ttq",
                                                   "binary", "wrpn",    "dorefa"};
using numerics::lowbit::Granularity;
inline const std::vector<std::string> scale_names{"layer", "channel"};

struct WeightParams {
  WeightScheme scheme = WeightScheme::ternary;
  std::uint32_t bits = 2;
  Granularity scales = Granularity::layer;
  double threshold = 0.05;

  void describe(core::ParameterVisitor& v);
};

/// A memory of two halves. It reads so many windows of `pe.window` operands in an edge.
struct BufferParams {
  std::uint32_t kib;
  std::uint32_t banks = 16;
  std::uint32_t windows_per_edge = 0;

  void describe(core::ParameterVisitor& v);
};

struct DrainParams {
  std::uint32_t multiplies_per_edge = 16;

  void describe(core::ParameterVisitor& v);
};

/// The datapath of layers whose weights are real numbers: multiply-adds of binary32 that skip
/// nothing. Unused where the PEs multiply real numbers themselves.
struct FullPrecisionParams {
  std::uint32_t rows = 4;
  std::uint32_t cols = 16;
  bool first_layer = true;

  std::uint32_t macs() const { return rows * cols; }
  void describe(core::ParameterVisitor& v);
};

/// Everything of a `dlac` file but clock, voltage and technology.
struct Params {
  GridParams grid;
  PeParams pe;
  ActivationParams activations;
  WeightParams weights;
  SumType sums = SumType::fp32;
  TtqOrder ttq = TtqOrder::after_sum;
  BufferParams activation_buffer{1024};
  BufferParams weight_buffer{128};
  DrainParams drain;
  FullPrecisionParams full_precision;
  std::uint32_t fill_edges = 2;
  std::uint32_t pipeline_edges = 2;
  memory::Dram::Params dram;

  void describe(core::ParameterVisitor& v);

  std::uint32_t pes() const { return grid.rows * grid.cols; }
  /// Adders of all PEs and multiply-adds of the full-precision datapath.
  std::uint32_t multipliers() const { return pes() * pe.issue + full_precision.macs(); }
  /// PEs that share a broadcast stream of activations.
  std::uint32_t stream_pes() const {
    return grid.stream_pes == 0 || grid.stream_pes > grid.cols ? grid.cols : grid.stream_pes;
  }
  /// Streams of activations in a row.
  std::uint32_t row_streams() const { return (grid.cols + stream_pes() - 1) / stream_pes(); }
  /// Bits of an activation, the widest that the grid takes.
  std::uint32_t activation_bits() const;
  /// Bits of a weight where PEs and buffer keep it: real ones are as wide as activations.
  std::uint32_t weight_word_bits() const;
};

}  // namespace gossamer::arch::dlac
