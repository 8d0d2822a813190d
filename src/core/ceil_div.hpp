// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

namespace gossamer::core {

/// a / b, rounded up. Unsigned; a + b must not overflow.
template <class A, class B>
constexpr std::common_type_t<A, B> ceil_div(A a, B b) {
  static_assert(std::is_unsigned_v<A> && std::is_unsigned_v<B>);
  return (a + b - 1) / b;
}

}  // namespace gossamer::core
