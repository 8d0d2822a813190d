// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "numerics/vsq/format.hpp"
#include "numerics/vsq/post_processing.hpp"
#include "numerics/vsq/vectors.hpp"
#include "tensor/quantize/clipping.hpp"
#include "tensor/quantize/noise.hpp"
#include "tensor/quantize/operand.hpp"

namespace gossamer::tensor::quantize {

/// What shares a coarse scale, and a clipping limit.
enum class Granularity {
  tensor,  ///< all of it
  outer,   ///< each outer part: a filter of the weights
};

/// How a real operand becomes codes and scales. With `format.scale_bits` 0 there is the coarse
/// scale alone: per tensor, or per channel of the output.
struct Scheme {
  numerics::vsq::OperandFormat format;
  std::size_t vector_length = 16;
  numerics::vsq::ScaleOrder order = numerics::vsq::ScaleOrder::scale_first;
  Granularity granularity = Granularity::tensor;
  Clipping clipping;
};

/// What quantisation did to an operand.
struct Losses {
  std::uint64_t zero_vectors = 0;      ///< without a number to store: all 0 (or less, if unsigned)
  std::uint64_t dead_vectors = 0;      ///< others whose scale rounds to 0: they become 0
  std::uint64_t clipped_elements = 0;  ///< rounded beyond the highest or below the lowest code
  Noise noise;                         ///< of all elements
};

/// An element stands for gamma x scale x code.
struct Quantised {
  numerics::vsq::Vectors vectors;
  std::vector<double> gamma;  ///< one, or one for each outer part
  Losses losses;

  double gamma_of(std::size_t outer) const { return gamma.size() == 1 ? gamma[0] : gamma[outer]; }
};

/// Two-level quantisation (Dai et al., "VS-Quant", MLSys 2021, as recalled). With m the largest
/// magnitude of a vector, L the limit of its tensor or outer part, q the highest code and S the
/// highest scale,
///
///   gamma = L / (q S)    scale = round(min(m, L) S / L)
///   code = round(x q / min(m, L))        elements first
///   code = round(x / (scale gamma))      scale first
///
/// clipped to the codes of the format. Rounding is to nearest, halves away from zero, of the exact
/// quotients; gamma alone is rounded to a double. A vector whose scale is 0 has codes of 0. In an
/// unsigned format the largest magnitude is the largest number, and numbers below 0 become 0. Takes
/// two passes over the operand.
Quantised quantise(const Operand& x, const Scheme& scheme);

/// The numbers that the codes stand for, as [outer][channels][positions]; double products, gamma x
/// scale first.
std::vector<double> dequantise(const Quantised& quantised, std::size_t channels);

/// One level: codes as with elements first, and a floating-point scale for each vector, min(m, L) /
/// q. No machine stores it: a baseline of what per-vector scales can reach.
struct SingleLevel {
  numerics::vsq::Vectors vectors;  ///< all scales 1
  std::vector<double> scales;      ///< of each vector; 0 for a vector of zeros
  Losses losses;
};

/// `scheme.format.scale_bits` and `scheme.order` do not matter.
SingleLevel quantise_single_level(const Operand& x, const Scheme& scheme);

}  // namespace gossamer::tensor::quantize
