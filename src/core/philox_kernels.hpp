// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace gossamer::core {

constexpr std::size_t philox_blocks_at_once = 32;

/// Blocks `first` to `first` + 31 of Philox4x32-10 under a key of two words, as 4 x 32 words in
/// `words`: those of a block after another. The upper half of the counter is 0.
using PhiloxKernel = void (*)(std::uint64_t first, const std::uint32_t* key, std::uint32_t* words);

extern const PhiloxKernel philox_kernel_baseline;
extern const PhiloxKernel philox_kernel_avx2;
extern const PhiloxKernel philox_kernel_avx512;

}  // namespace gossamer::core
