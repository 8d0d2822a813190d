// SPDX-License-Identifier: Apache-2.0
#include "sweep/samples.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/random.hpp"

namespace gossamer::sweep {

namespace {

/// A multiple of 2^-53 in [0, 1).
double uniform(core::RandomStream& random) {
  const std::uint64_t high = random.next() >> 5;
  const std::uint64_t low = random.next() >> 6;
  return static_cast<double>(high << 26 | low) * 0x1p-53;
}

/// Fisher and Yates.
std::vector<std::uint32_t> permutation(std::uint32_t size, core::RandomStream& random) {
  std::vector<std::uint32_t> order(size);
  std::iota(order.begin(), order.end(), 0u);
  for (std::uint32_t i = size; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

std::vector<Value> draw_axis(const Axis& axis, Sampling sampling, std::uint32_t samples,
                             std::uint64_t seed) {
  core::RandomStream random{seed, "sweep axis: " + axis.path};
  std::vector<Value> values;
  if (sampling == Sampling::random) {
    for (std::uint32_t i = 0; i < samples; ++i) values.push_back(axis.at(uniform(random)));
    return values;
  }
  for (const std::uint32_t stratum : permutation(samples, random)) {
    const double q = (stratum + uniform(random)) / samples;
    // The division may round up to the next stratum.
    const double below = std::nextafter((stratum + 1.0) / samples, 0.0);
    values.push_back(axis.at(std::min(q, below)));
  }
  return values;
}

}  // namespace

std::size_t grid_size(const std::vector<Axis>& axes, std::size_t limit) {
  std::size_t size = 1;
  for (const Axis& axis : axes) {
    size *= axis.choices.size();
    if (size > limit) return limit;
  }
  return size;
}

std::vector<Value> grid_values(const std::vector<Axis>& axes, std::size_t index) {
  std::vector<Value> values(axes.size());
  for (std::size_t i = axes.size(); i-- > 0;) {
    const auto& choices = axes[i].choices;
    values[i] = choices[index % choices.size()].value;
    index /= choices.size();
  }
  return values;
}

std::vector<std::vector<Value>> draw_samples(const std::vector<Axis>& axes, Sampling sampling,
                                             std::uint32_t samples, std::uint64_t seed) {
  std::vector<std::vector<Value>> drawn(samples, std::vector<Value>(axes.size()));
  for (std::size_t a = 0; a < axes.size(); ++a) {
    std::vector<Value> values = draw_axis(axes[a], sampling, samples, seed);
    for (std::uint32_t i = 0; i < samples; ++i) drawn[i][a] = std::move(values[i]);
  }
  return drawn;
}

}  // namespace gossamer::sweep
