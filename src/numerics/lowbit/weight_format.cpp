// SPDX-License-Identifier: Apache-2.0
#include "numerics/lowbit/weight_format.hpp"

namespace gossamer::numerics::lowbit {

namespace {

constexpr bool within(unsigned bits, unsigned least, unsigned most) {
  return bits >= least && bits <= most;
}

const char* fault_of_weights(const Format& f) {
  switch (f.weights) {
    case WeightScheme::full:
      return f.weight_bits == 16 || f.weight_bits == 32 ? nullptr
                                                        : "full weights have 16 or 32 bits";
    case WeightScheme::binary:
      return f.weight_bits == 1 ? nullptr : "binary weights have 1 bit";
    case WeightScheme::wrpn:
      return within(f.weight_bits, 2, 8) ? nullptr : "wrpn weights have 2 to 8 bits";
    case WeightScheme::dorefa:
      return within(f.weight_bits, 2, 8) ? nullptr : "dorefa weights have 2 to 8 bits";
    default:
      return f.weight_bits == 2 ? nullptr : "ternary and ttq weights have 2 bits";
  }
}

const char* fault_of_activations(const Format& f) {
  switch (f.activations) {
    case ActivationType::fp32:
      return f.activation_bits == 32 ? nullptr : "fp32 activations have 32 bits";
    case ActivationType::fp16:
      return f.activation_bits == 16 ? nullptr : "fp16 activations have 16 bits";
    default:
      if (f.signed_activations && !within(f.activation_bits, 2, 8))
        return "signed integer activations have 2 to 8 bits";
      return within(f.activation_bits, 1, 8) ? nullptr
                                             : "unsigned integer activations have 1 to 8 bits";
  }
}

}  // namespace

const char* fault_of(const Format& f) {
  if (const char* fault = fault_of_weights(f)) return fault;
  if (const char* fault = fault_of_activations(f)) return fault;
  if (f.weights == WeightScheme::full && f.is_integer())
    return "fp32 and fp16 weights need fp32 or fp16 activations";
  if (f.activations != ActivationType::fp16 && f.sums == SumType::fp16)
    return "fp16 sums need fp16 activations";
  if (f.weights == WeightScheme::full && f.weight_bits == 32 && f.sums == SumType::fp16)
    return "fp16 sums need fp16 weights";
  if (f.weights == WeightScheme::ttq && f.ttq == TtqOrder::before_sum) {
    if (f.is_integer()) return "scales before the sum need floating-point activations";
    if (f.scales == Granularity::channel)
      return "scales before the sum need one pair of scales for the layer";
  }
  return nullptr;
}

}  // namespace gossamer::numerics::lowbit
