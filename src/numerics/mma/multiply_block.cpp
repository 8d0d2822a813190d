// SPDX-License-Identifier: Apache-2.0
#include "numerics/mma/multiply_block.hpp"

#include <array>
#include <cassert>

#include "numerics/mma/block_kernels.hpp"

namespace gossamer::numerics::mma {

extern const FloatKernel float_kernel_baseline;
extern const FloatKernel float_kernel_avx2;
extern const FloatKernel float_kernel_avx512;
extern const IntegerKernel integer_kernel_baseline;
extern const IntegerKernel integer_kernel_avx2;
extern const IntegerKernel integer_kernel_avx512;

FloatKernel float_kernel(core::CpuLevel level) {
  switch (level) {
    case core::CpuLevel::avx512:
      return float_kernel_avx512;
    case core::CpuLevel::avx2:
      return float_kernel_avx2;
    case core::CpuLevel::baseline:
      break;
  }
  return float_kernel_baseline;
}

IntegerKernel integer_kernel(core::CpuLevel level) {
  switch (level) {
    case core::CpuLevel::avx512:
      return integer_kernel_avx512;
    case core::CpuLevel::avx2:
      return integer_kernel_avx2;
    case core::CpuLevel::baseline:
      break;
  }
  return integer_kernel_baseline;
}

void multiply_block(const FloatBlock& block) {
  static const FloatKernel kernel = float_kernel(core::detected_cpu_level());
  assert(block.arithmetic.fraction_bits >= 23 && block.arithmetic.fraction_bits <= 25);
  assert(block.arithmetic.terms >= 1 && block.arithmetic.terms <= 32);
  kernel(block);
}

void multiply_block(const IntegerBlock& block) {
  static const IntegerKernel kernel = integer_kernel(core::detected_cpu_level());
  assert(block.terms >= 1);
  kernel(block);
}

float fused_multiply_add_words(const FloatBlock& block, const FusedAddPlace& place, float c) {
  std::array<float, 32> a{};
  std::array<float, 32> b{};
  for (std::size_t t = 0; t < place.n; ++t) {
    const std::size_t p = place.first + t;
    const std::size_t row =
        block.b_rows == nullptr ? p : block.b_rows[place.i * block.b_rows_pitch + p];
    a[t] = word_value(block.a[place.i * block.a_pitch + p]);
    b[t] = word_value(block.b[row * block.b_pitch + place.j]);
  }
  return fused_multiply_add(a.data(), b.data(), place.n, c, block.arithmetic);
}

}  // namespace gossamer::numerics::mma
