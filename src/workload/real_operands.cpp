// SPDX-License-Identifier: Apache-2.0
#include "workload/real_operands.hpp"

#include <array>
#include <cmath>
#include <string_view>

#include "core/random.hpp"
#include "core/work_share.hpp"
#include "tensor/npy.hpp"
#include "workload/nonzero_runs.hpp"
#include "workload/operand_cache.hpp"
#include "workload/operand_file.hpp"
#include "workload/operand_mask.hpp"
#include "workload/stream_name.hpp"

namespace gossamer::workload {

namespace {

using RealTensor = tensor::Tensor<float>;

enum class Sign { either, positive };

RealTensor drawn(const OperandMask& mask, const tensor::Shape& shape, Sign sign,
                 core::RandomStream random) {
  RealTensor tensor(shape);
  std::array<std::uint32_t, 2 * NonzeroRun::most> words{};
  std::array<float, NonzeroRun::most> values{};
  for_each_run_of_nonzeros(mask, [&](const NonzeroRun& run) {
    random.next(words.data(), 2 * run.count);
    for (std::size_t i = 0; i < run.count; ++i) {
      const float value = bell_shaped(words[2 * i], words[2 * i + 1]);
      values[i] = sign == Sign::positive ? std::fabs(value) : value;
    }
    for (std::size_t i = 0; i < run.count; ++i) tensor.data[run.at(i)] = values[i];
  });
  return tensor;
}

core::RandomStream value_stream(const Layer& layer, const char* what, std::size_t invocation,
                                std::uint64_t seed) {
  return {seed, stream_name(layer, what, invocation)};
}

}  // namespace

float bell_shaped(std::uint32_t first, std::uint32_t second) {
  // Each half is uniform in 0 to 2^16 - 1: together they have a mean of 4 (2^16 - 1) / 2 and a
  // variance of 4 (2^32 - 1) / 12.
  constexpr std::int32_t mean = 2 * 65535;
  constexpr float per_step = 0x1.bb67aep-16F;  // sqrt(3 / (2^32 - 1))
  const std::uint32_t sum = (first & 0xFFFF) + (first >> 16) + (second & 0xFFFF) + (second >> 16);
  const std::int32_t centred = static_cast<std::int32_t>(sum) - mean;
  return static_cast<float>(centred == 0 ? 1 : centred) * per_step;
}

RealTensor real_weights(const Layer& layer, std::uint64_t seed) {
  const core::WorkScope scope{core::Work::generation};
  if (!layer.weights.generated()) return load_weights(layer, tensor::read_npy_float);
  return kept_operand<float>(generated_key(weight_mask_name(layer), seed), [&] {
    return drawn(weight_mask(layer, seed), weight_shape(layer), Sign::either,
                 value_stream(layer, "real values: weights", 0, seed));
  });
}

RealTensor real_activations(const Layer& layer, std::size_t invocation, std::uint64_t seed) {
  const core::WorkScope scope{core::Work::generation};
  if (!layer.activations.generated())
    return load_activations(layer, invocation, tensor::read_npy_float);
  return kept_operand<float>(generated_key(activation_mask_name(layer, invocation), seed), [&] {
    return drawn(activation_mask(layer, invocation, seed), activation_shape(layer), Sign::positive,
                 value_stream(layer, "real values: activations", invocation, seed));
  });
}

}  // namespace gossamer::workload
