// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/activation_format.hpp"

namespace gossamer::arch::planar {

void ActivationFormat::append(const std::int16_t* values, std::size_t size,
                              std::vector<tensor::RunLengthElement>& elements) const {
  if (skips_zeros) {
    tensor::run_length_append(values, size, max_run(), elements);
  } else {
    for (std::size_t n = 0; n < size; ++n) elements.push_back({values[n], 0});
  }
}

}  // namespace gossamer::arch::planar
