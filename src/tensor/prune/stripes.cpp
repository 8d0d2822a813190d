// SPDX-License-Identifier: Apache-2.0
#include "tensor/prune/stripes.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "tensor/quantize/ordered_sum.hpp"

namespace gossamer::tensor::prune {

namespace {

using quantize::OrderedSum;

/// The sum of the two largest.
double two_largest(double a, double b, double c, double d) {
  const double high_left = std::max(a, b);
  const double low_left = std::min(a, b);
  const double high_right = std::max(c, d);
  const double low_right = std::min(c, d);
  const double largest = std::max(high_left, high_right);
  return largest + std::max(std::min(high_left, high_right), std::max(low_left, low_right));
}

}  // namespace

UnitColumns::UnitColumns(const Magnitudes& matrix, const NOfM& pattern)
    : m_{pattern.m},
      units_{matrix.columns / pattern.unit},
      pitch_{(matrix.rows + OrderedSum::lanes - 1) / OrderedSum::lanes * OrderedSum::lanes},
      sums_(units_ * pitch_, 0) {
  assert((m_ == 2 || m_ == 4) && 2 * pattern.n == m_);
  for (std::size_t row = 0; row < matrix.rows; ++row)
    for (std::size_t c = 0; c < matrix.columns; ++c)
      sums_[c / pattern.unit * pitch_ + row] +=
          static_cast<double>(matrix.values[row * matrix.columns + c]);
}

double UnitColumns::kept(const std::size_t* members) const {
  OrderedSum sum;
  const double* a = column(members[0]);
  const double* b = column(members[1]);
  if (m_ == 2) {
    for (std::size_t row = 0; row < pitch_; row += OrderedSum::lanes)
      sum.add_eight([&](std::size_t lane) { return std::max(a[row + lane], b[row + lane]); });
    return sum.total();
  }
  const double* c = column(members[2]);
  const double* d = column(members[3]);
  for (std::size_t row = 0; row < pitch_; row += OrderedSum::lanes)
    sum.add_eight([&](std::size_t lane) {
      const std::size_t r = row + lane;
      return two_largest(a[r], b[r], c[r], d[r]);
    });
  return sum.total();
}

StripeOrder::StripeOrder(const UnitColumns& columns, std::size_t m, std::vector<std::size_t> order)
    : columns_{columns}, m_{m}, stripes_{order.size() / m}, order_{std::move(order)} {
  least_gain_ = kept() * 1e-12;
  for (std::size_t first = 0; first < stripes_; ++first)
    for (std::size_t second = first + 1; second < stripes_; ++second)
      pairs_.push_back({first, second, {}});
}

double StripeOrder::kept() const {
  double sum = 0;
  for (std::size_t s = 0; s < stripes_; ++s) sum += columns_.kept(order_.data() + s * m_);
  return sum;
}

std::array<std::size_t, 8> StripeOrder::members(const Pair& pair) const {
  std::array<std::size_t, 8> units{};
  std::copy_n(order_.data() + pair.first * m_, m_, units.begin());
  std::copy_n(order_.data() + pair.second * m_, m_,
              units.begin() + static_cast<std::ptrdiff_t>(m_));
  return units;
}

StripeOrder::Exchange StripeOrder::best_exchange(const Pair& pair) const {
  const auto units = members(pair);
  const double now = columns_.kept(units.data()) + columns_.kept(units.data() + m_);
  Exchange best{0, (1u << m_) - 1};
  // The first unit stays, since the stripes may change places.
  for (std::uint32_t bits = 1; bits < 1u << 2 * m_; bits += 2) {
    if (static_cast<std::size_t>(__builtin_popcount(bits)) != m_) continue;
    std::array<std::size_t, 8> shared{};
    std::size_t to_first = 0;
    std::size_t to_second = m_;
    for (std::size_t u = 0; u < 2 * m_; ++u)
      shared[(bits >> u & 1u) != 0 ? to_first++ : to_second++] = units[u];
    const double gain = columns_.kept(shared.data()) + columns_.kept(shared.data() + m_) - now;
    if (gain > best.gain) best = {gain, bits};
  }
  return best;
}

void StripeOrder::apply(const Pair& pair) {
  const auto units = members(pair);
  std::size_t to_first = pair.first * m_;
  std::size_t to_second = pair.second * m_;
  for (std::size_t u = 0; u < 2 * m_; ++u)
    order_[(pair.best.of_first >> u & 1u) != 0 ? to_first++ : to_second++] = units[u];
}

std::vector<std::uint8_t> StripeOrder::exchange_once() {
  std::vector<const Pair*> promising;
  for (const Pair& pair : pairs_)
    if (pair.best.gain > least_gain_) promising.push_back(&pair);
  std::sort(promising.begin(), promising.end(), [](const Pair* a, const Pair* b) {
    return a->best.gain > b->best.gain || (a->best.gain == b->best.gain && a < b);
  });
  std::vector<std::uint8_t> touched(stripes_, 0);
  for (const Pair* pair : promising) {
    if (touched[pair->first] != 0 || touched[pair->second] != 0) continue;
    touched[pair->first] = touched[pair->second] = 1;
    apply(*pair);
  }
  return touched;
}

void StripeOrder::improve() {
  std::vector<std::uint8_t> touched(stripes_, 1);
  while (std::find(touched.begin(), touched.end(), 1) != touched.end()) {
    for (Pair& pair : pairs_)
      if (touched[pair.first] != 0 || touched[pair.second] != 0) pair.best = best_exchange(pair);
    touched = exchange_once();
  }
}

}  // namespace gossamer::tensor::prune
