// SPDX-License-Identifier: Apache-2.0
#include "arch/int16/tensor_memory.hpp"

namespace gossamer::arch::int16 {

std::uint64_t tensor_memory(const workload::Layer& layer, bool checked) {
  const std::uint64_t weights = tensor::elements(workload::weight_shape(layer));
  const std::uint64_t inputs = tensor::elements(workload::activation_shape(layer));
  const std::uint64_t outputs = tensor::elements(workload::output_shape(layer));
  const std::uint64_t reference = checked ? outputs * 12 : 0;
  return weights * 5 + inputs * 5 + outputs * 4 + reference;
}

}  // namespace gossamer::arch::int16
