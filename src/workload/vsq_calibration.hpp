// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "numerics/vsq/post_processing.hpp"
#include "tensor/quantize/noise.hpp"
#include "workload/vsq_layer.hpp"

namespace gossamer::workload {

/// A layer's real operands beside what a machine stores of them.
struct VsqOperands {
  const tensor::Tensor<float>& real_weights;
  const tensor::Tensor<float>& real_activations;
  const tensor::quantize::Quantised& weights;
  const tensor::quantize::Quantised& activations;
};

/// How a layer's sums become stored outputs, and the samples that say so.
struct VsqCalibration {
  numerics::vsq::PostProcessing post;
  double gamma = 0;  ///< coarse scale of the outputs
  std::size_t vector_length = 0;
  std::vector<std::size_t> sampled;   ///< numbers of the sampled output vectors
  std::vector<std::size_t> channels;  ///< of each, how many of its elements are outputs
  std::vector<double> values;  ///< their real sums, [sampled][vector_length], nothing subtracted

  /// What a fixed-point value of 1 stands for.
  double unit() const;
};

/// Calibrates post-processing on 16384 / V whole output vectors drawn by the seed (all, if there
/// are fewer). With v the largest magnitude of a sampled vector after post-processing,
///
///   gamma = max v / (highest code x highest scale)     unit = gamma / 2^fraction_bits
///   rescale of a filter = gamma of its weights x gamma of the activations x 2^shift / unit
///
/// where `shift` is what rounding of the scale product takes off. v counts as at least 2^-7 of the
/// largest sum, so that ReLU and a large constant leave a gamma. For generated tensors with `relu`
/// and `outputs.density`, a
/// constant is subtracted that brings the share of non-zero codes among the samples nearest to that
/// density: found by bisection, each try with a gamma of its own.
VsqCalibration calibrate(const Layer& layer, const VsqOperands& operands,
                         const VsqSettings& settings, std::size_t invocation, std::uint64_t seed);

/// Share of the sampled outputs, computed without error, whose stored codes are not 0.
double sampled_density(const VsqCalibration& calibration);

/// Real outputs of the sampled vectors, after subtraction and ReLU, against the stored ones, which
/// are as OutputVectors numbers them.
tensor::quantize::Noise output_noise(const VsqCalibration& calibration,
                                     const numerics::vsq::Vectors& outputs);

}  // namespace gossamer::workload
