// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

namespace gossamer::tensor::quantize {

/// A sum whose order of additions is fixed, so that no instruction set can change it: term i is
/// added to partial sum i mod 8, and the eight are added in pairs at the end. The compiler may put
/// the partial sums side by side into vector registers.
class OrderedSum {
 public:
  static constexpr std::size_t lanes = 8;

  /// Adds `term(0)` to `term(7)`, one to each partial sum.
  template <class Term>
  void add_eight(Term term) {
    for (std::size_t lane = 0; lane < lanes; ++lane) partial_[lane] += term(lane);
  }
  void add(std::size_t lane, double term) { partial_[lane] += term; }
  double total() const {
    const auto& p = partial_;
    return ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]));
  }

 private:
  std::array<double, lanes> partial_{};
};

}  // namespace gossamer::tensor::quantize
