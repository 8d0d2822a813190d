// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tensor/prune/masks.hpp"

namespace gossamer::tensor::prune {

/// Units of a matrix as columns of sums of |w|, and the kept magnitude of units side by side.
class UnitColumns {
 public:
  UnitColumns(const Magnitudes& matrix, const NOfM& pattern);

  std::size_t units() const { return units_; }
  /// Kept by n of m in a stripe of the units members[0] to members[m - 1].
  double kept(const std::size_t* members) const;

 private:
  const double* column(std::size_t unit) const { return sums_.data() + unit * pitch_; }

  std::size_t m_;
  std::size_t units_;
  std::size_t pitch_;         ///< rows, rounded up to whole groups of additions
  std::vector<double> sums_;  ///< [units][pitch]
};

/// An order of units, cut into stripes of m, that greedy exchanges between two stripes improve.
class StripeOrder {
 public:
  StripeOrder(const UnitColumns& columns, std::size_t m, std::vector<std::size_t> order);

  /// Exchanges units until no pair of stripes keeps more by it.
  void improve();

  const std::vector<std::size_t>& order() const { return order_; }
  double kept() const;

 private:
  /// The best way to share the units of two stripes.
  struct Exchange {
    double gain = 0;
    std::uint32_t of_first = 0;  ///< which of both stripes' 2m units the first gets, as bits
  };
  struct Pair {
    std::size_t first;
    std::size_t second;
    Exchange best;
  };

  std::array<std::size_t, 8> members(const Pair& pair) const;
  Exchange best_exchange(const Pair& pair) const;
  void apply(const Pair& pair);
  /// Applies the best exchanges of stripes that no better one has touched; which it touched.
  std::vector<std::uint8_t> exchange_once();

  const UnitColumns& columns_;
  std::size_t m_;
  std::size_t stripes_;
  double least_gain_;  ///< below it is rounding
  std::vector<std::size_t> order_;
  std::vector<Pair> pairs_;
};

}  // namespace gossamer::tensor::prune
