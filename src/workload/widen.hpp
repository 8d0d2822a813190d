// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "workload/layer.hpp"

namespace gossamer::workload {

/// Multiplies the filter maps of a network: channels in and out of inner layers; of the first layer
/// those out, of the last those in. Inner layers without a `precision` of their own get that of the
/// widening; the first and the last keep theirs. Depthwise layers stay depthwise. Operands must be
/// generated, with one density where the layer is depthwise.
void widen(std::vector<Layer>& layers, const Widening& widening);

/// Bits of an element of a format by its name, as numerics/lowbit/format_names.hpp lists them; 32
/// for names it does not list and for "".
unsigned bits_of_weights(const std::string& format);
unsigned bits_of_activations(const std::string& format);

/// The cost by which WRPN compares networks, relative to fp32 without widening: w^2 (bA + bW) / 64.
double compute_cost(std::uint32_t factor, unsigned activation_bits, unsigned weight_bits);

/// The same summed over the layers of a network, each with its own bits and its multiplications:
/// sum of macs (bA + bW) / 64, over the multiplications of the network before it was widened. A
/// layer that names no format counts as fp32.
double compute_cost(const std::vector<Layer>& layers, std::uint64_t macs_before);

/// Multiply-accumulates of all layers.
std::uint64_t total_macs(const std::vector<Layer>& layers);

}  // namespace gossamer::workload
