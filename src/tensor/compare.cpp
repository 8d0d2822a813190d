// SPDX-License-Identifier: Apache-2.0
#include "tensor/compare.hpp"

#include <fmt/format.h>

namespace gossamer::tensor {

namespace {

std::string index_text(std::size_t flat, const Shape& shape) {
  std::string text;
  for (std::size_t d = shape.size(); d-- > 0; flat /= shape[d]) {
    text.insert(0, fmt::format("[{}]", flat % shape[d]));
  }
  return text;
}

}  // namespace

std::vector<std::string> describe_differences(const Tensor<std::int16_t>& got,
                                              const Tensor<std::int16_t>& expected) {
  if (got.shape != expected.shape) return {"the shapes differ"};
  std::size_t wrong = 0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (got.data[i] == expected.data[i]) continue;
    if (wrong++ == 0) first = i;
  }
  if (wrong == 0) return {};
  return {fmt::format("{} of {} outputs are wrong; the first is output{}: {} instead of {}", wrong,
                      got.size(), index_text(first, got.shape), got.data[first],
                      expected.data[first])};
}

}  // namespace gossamer::tensor
