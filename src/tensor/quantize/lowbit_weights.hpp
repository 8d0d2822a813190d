// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "numerics/lowbit/weight_format.hpp"
#include "numerics/lowbit/weights.hpp"
#include "tensor/quantize/noise.hpp"

namespace gossamer::tensor::quantize {

/// Which weights of ternary and ttq become 0: those not above `threshold` times the largest
/// magnitude of the weights that share a scale (Zhu et al., "Trained Ternary Quantization", ICLR
/// 2017; 0.05 as recalled), or with a density all but the exact_count(density, weights) largest
/// of the layer. Weights of at most one positive and one negative magnitude are ternary already and
/// keep all their non-zeros.
struct LowbitSettings {
  double threshold = 0.05;
  std::optional<double> density;
};

/// Real weights [filters][depth], all finite, in a format (its activations do not matter):
/// - ternary: +-s where kept, s the mean magnitude of the kept ones;
/// - ttq: Wp, the mean of the kept positive ones, and Wn, that of the kept negative magnitudes (the
///   scales training starts from here; trained ones come with the file);
/// - binary: +-s by sign, 0 counting as positive, s the mean magnitude (as recalled from XNOR-Net
/// and
///   DoReFa-Net);
/// - wrpn: clipped to [-1, 1], the nearest of 2^k - 1 levels with k - 1 bits besides the sign;
/// - dorefa (as recalled): tanh(w) / (2 max |tanh w|) + 1/2 to the nearest of 2^k levels in [0, 1],
///   mapped back to [-1, 1]; the maximum is the layer's.
///   Weights that are all such levels keep them;
/// - full: rounded to binary32 or binary16.
/// All rounding is to nearest, halves to even, of the exact value. Means are sums in binary64 in
/// the order of the weights, divided once and rounded to binary32; of nothing 0. The scale of wrpn
/// and dorefa is 1 / the highest code, for the layer whatever the granularity.
numerics::lowbit::Weights quantise_lowbit(const float* weights, std::size_t filters,
                                          std::size_t depth, const numerics::lowbit::Format& format,
                                          const LowbitSettings& settings);

/// Squares of the weights, and of what they differ by from those they were quantised to.
Noise lowbit_noise(const float* weights, const numerics::lowbit::Weights& quantised);

}  // namespace gossamer::tensor::quantize
