// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/mac_kernels.hpp"

#include <algorithm>

namespace gossamer::arch::pe_array {

extern const MacKernel mac_kernel_baseline;
extern const MacKernel mac_kernel_avx2;
extern const MacKernel mac_kernel_avx512;

MacKernel mac_kernel(core::CpuLevel level) {
  return core::at_level(level, mac_kernel_baseline, mac_kernel_avx2, mac_kernel_avx512);
}

namespace {

std::int64_t dot_product(const MacTask& task, const std::int16_t* input,
                         const std::int16_t* weights, std::uint32_t lane) {
  std::int64_t sum = 0;
  for (std::uint32_t i = 0; i < task.vector; ++i) {
    const std::size_t at = (std::size_t{i / 2} * task.lanes + lane) * 2 + i % 2;
    sum += std::int64_t{input[i]} * weights[at];
  }
  return sum;
}

std::uint32_t scale_product(const MacTask& task, std::uint32_t a, std::uint32_t b) {
  if (!task.scaled) return 1;
  const std::uint32_t half = task.shift == 0 ? 0 : std::uint32_t{1} << (task.shift - 1);
  return std::min((a * b + half) >> task.shift, task.highest_scale_product);
}

template <class Sum>
void multiply_into(Sum* sums, MacTask& task) {
  for (std::uint32_t word = 0; word < task.taps * task.chunks; ++word) {
    const std::int32_t* positions = task.positions + std::size_t{word / task.chunks} * task.outputs;
    const std::size_t chunk = word % task.chunks * task.chunk_pitch;
    const std::int16_t* weights = task.weights + std::size_t{word} * task.vector * task.lanes;
    for (std::uint32_t output = 0; output < task.outputs; ++output) {
      if (positions[output] < 0) continue;
      const std::size_t at = chunk + static_cast<std::size_t>(positions[output]);
      for (std::uint32_t lane = task.first_lane; lane < task.first_lane + task.filters; ++lane) {
        const std::uint32_t scale = scale_product(
            task, task.weight_scales[std::size_t{word} * task.lanes + lane], task.input_scales[at]);
        Sum& sum = sums[std::size_t{output} * task.lanes + lane];
        const std::int64_t exact =
            sum + dot_product(task, task.inputs + at * task.vector, weights, lane) * scale;
        const std::int64_t lowest = -task.highest_sum - 1;
        sum = static_cast<Sum>(std::clamp(exact, lowest, task.highest_sum));
        task.saturations += sum != exact ? 1 : 0;
        task.zero_scales += scale == 0 ? 1 : 0;
      }
    }
  }
}

}  // namespace

void multiply_generally(MacTask& task) {
  if (task.wide_sums != nullptr) {
    multiply_into(task.wide_sums, task);
  } else {
    multiply_into(task.sums, task);
  }
}

}  // namespace gossamer::arch::pe_array
