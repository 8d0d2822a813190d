// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "numerics/lowbit/weight_format.hpp"
#include "numerics/lowbit/weights.hpp"
#include "tensor/quantize/lowbit_weights.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"
#include "workload/operands.hpp"

namespace gossamer::workload {

/// The formats of a layer, or why no machine with low-bit weights computes in them.
struct LowbitFormat {
  numerics::lowbit::Format format;
  std::string fault;  ///< "" if there is none; names what is allowed
};

/// The machine's format with what the layer's `precision` sets (numerics/lowbit/format_names.hpp).
/// Outputs are stored in the format of activations; another one is a fault.
LowbitFormat lowbit_format(const Layer& layer, const numerics::lowbit::Format& of_machine);

/// Why a layer's generated weights cannot be of this format, "" if they can: dorefa and binary
/// weights have no zero, so their density must be 1.
std::string lowbit_density_fault(const Layer& layer, const numerics::lowbit::Format& format);

/// Activations of one invocation in the order of conv_shape(): [batch][channels][height][width], of
/// a GEMM [k][m].
struct LowbitActivations {
  std::vector<float> real;             ///< of fp32 and fp16, already rounded to it
  std::vector<std::int32_t> integers;  ///< of integer formats
  float scale = 1;                     ///< what an integer of 1 stands for

  std::size_t size() const { return real.size() + integers.size(); }
  bool nonzero(std::size_t i) const { return integers.empty() ? real[i] != 0 : integers[i] != 0; }
};

/// Weights of the layer's convolution. Generated ones have the mask of weight_mask() and real
/// values of a bell shape: ternary, ttq and binary codes are their signs, with the scales that
/// quantise_lowbit() gives them; wrpn codes are those of a quarter of the value, at least +-1. From
/// a file they are quantised by `settings`. Without values every code is 1, or every real weight,
/// and so is every scale. Throws ConfigError or FileError for files, and for
/// lowbit_density_fault().
numerics::lowbit::Weights lowbit_weights(const Layer& layer, std::uint64_t seed,
                                         const numerics::lowbit::Format& format,
                                         const tensor::quantize::LowbitSettings& settings,
                                         Values values);

/// Activations of one invocation: generated ones are positive halves of the bell; integers are the
/// codes of a quarter of the value, at least 1. From a file of real numbers integers are
/// numerics::lowbit::activation_code(); a file of whole numbers holds codes, which must fit (throws
/// ConfigError).
LowbitActivations lowbit_activations(const Layer& layer, std::size_t invocation, std::uint64_t seed,
                                     const numerics::lowbit::Format& format, Values values);

/// What becomes of a drained value.
struct LowbitStored {
  numerics::lowbit::Format format;  ///< its activations are what outputs are stored as
  float subtract = 0;               ///< before ReLU (lowbit_output_constant())
};

/// What the machine must produce, from the reference kernel.
struct LowbitReference {
  tensor::Tensor<float>
      outputs;  ///< output_shape(layer), rectified where the layer has ReLU, stored
  std::uint64_t effectual_pairs = 0;
  std::uint64_t sums_outside_32_bits = 0;
};

LowbitReference lowbit_reference(const Layer& layer, const numerics::lowbit::Weights& weights,
                                 const LowbitActivations& activations,
                                 const numerics::lowbit::Format& format,
                                 const LowbitStored& stored);

/// Index in output_shape(layer) of output `index` of the layer's convolution.
std::size_t lowbit_output_index(const Layer& layer, std::size_t index);

}  // namespace gossamer::workload
