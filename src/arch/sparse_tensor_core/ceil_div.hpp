// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

namespace gossamer::arch::sparse_tensor_core {

/// a / b, rounded up.
template <class A, class B>
constexpr std::common_type_t<A, B> ceil_div(A a, B b) {
  return (a + b - 1) / b;
}

}  // namespace gossamer::arch::sparse_tensor_core
