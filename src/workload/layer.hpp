// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/errors.hpp"
#include "numerics/mma/operand_type.hpp"
#include "tensor/pattern.hpp"
#include "tensor/tensor.hpp"

namespace gossamer::workload {

/// A two-dimensional convolution. Weights are [filters][channels / groups][height][width],
/// activations [batch][channels][height][width], outputs [batch][filters][out_height][out_width].
struct Conv2d {
  std::uint32_t batch = 1;
  std::uint32_t channels = 1;
  std::uint32_t height = 1;
  std::uint32_t width = 1;
  std::uint32_t filters = 1;
  std::uint32_t filter_height = 1;
  std::uint32_t filter_width = 1;
  std::uint32_t stride_y = 1;
  std::uint32_t stride_x = 1;
  std::uint32_t dilation_y = 1;
  std::uint32_t dilation_x = 1;
  std::uint32_t pad_top = 0;
  std::uint32_t pad_bottom = 0;
  std::uint32_t pad_left = 0;
  std::uint32_t pad_right = 0;
  std::uint32_t groups = 1;

  /// floor((H + pads - dilation (R - 1) - 1) / stride) + 1
  std::uint32_t out_height() const {
    return (height + pad_top + pad_bottom - dilation_y * (filter_height - 1) - 1) / stride_y + 1;
  }
  std::uint32_t out_width() const {
    return (width + pad_left + pad_right - dilation_x * (filter_width - 1) - 1) / stride_x + 1;
  }
};

/// output[m][n] = sum over k of activations[m][k] * weights[k][n]
struct Gemm {
  std::uint32_t m = 1;
  std::uint32_t n = 1;
  std::uint32_t k = 1;
};

/// Where the elements of one operand come from: files, or a density to generate at.
struct OperandSource {
  /// Fraction of non-zeros: one number for the whole tensor, or one per group. Empty if from files.
  std::vector<double> density;
  tensor::Pattern pattern;
  /// Paths as they can be opened from here. Several activation files are several invocations.
  std::vector<std::string> files;
  /// Where the name of each file is written in the workload.
  std::vector<core::Position> file_where;
  /// Where each density or file is written in the workload, for faults found later.
  core::Position where;

  bool generated() const { return files.empty(); }
};

/// The optional `precision` of a layer: names of numeric formats ("int16"); empty: the machine's.
struct Precision {
  std::string weights;
  std::string activations;
  std::string outputs;
};

/// A microbenchmark of matrix instructions: in each of `iterations` every warp issues `ilp`
/// instructions m16n8k of independent sums, which depend on those of the iteration before.
struct MmaBenchmark {
  numerics::mma::OperandType type = numerics::mma::OperandType::fp16;
  bool sparse = false;
  std::uint32_t k = 16;  ///< of the dense operand
  std::uint32_t warps = 1;
  std::uint32_t ilp = 1;
  std::uint32_t iterations = 1000;
};

/// One layer of a network: a shape, its operands and its post-processing.
struct Layer {
  std::string name;
  std::string kind;                  ///< as written: conv2d, gemm, ...
  std::variant<Conv2d, Gemm> shape;  ///< of kind mma: the GEMM of one instruction
  std::optional<MmaBenchmark> mma;   ///< of kind mma alone
  OperandSource weights;
  OperandSource activations;
  std::optional<double> output_density;
  bool relu = false;
  std::optional<std::uint32_t> product_shift;
  std::uint32_t output_shift = 8;
  Precision precision;
  core::Position where;  ///< of the layer's name
  bool first = false;    ///< of its network
  bool last = false;     ///< of its network

  /// Number of files, or 1 when generated.
  std::size_t invocations() const { return activations.generated() ? 1 : activations.files.size(); }
};

/// Dense multiply-accumulates of one invocation: output elements x filter size.
std::uint64_t macs(const Layer& layer);

tensor::Shape weight_shape(const Layer& layer);
/// Of one invocation.
tensor::Shape activation_shape(const Layer& layer);
tensor::Shape output_shape(const Layer& layer);

/// Wider layers of fewer bits (Mishra et al., "WRPN: Wide Reduced-Precision Networks", ICLR 2018).
struct Widening {
  std::uint32_t factor = 1;
  std::string weights;            ///< format of the inner layers' weights; "" leaves them
  std::string activations;        ///< of their activations likewise
  std::uint64_t macs_before = 0;  ///< multiply-accumulates of the network as written
};

/// A network: layers in order; names are unique.
struct Network {
  std::string name;
  std::vector<Layer> layers;           ///< already widened
  std::optional<Widening> widening{};  ///< if the file asks for one
};

}  // namespace gossamer::workload
