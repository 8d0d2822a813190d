// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/octav.hpp"

#include <array>
#include <cmath>
#include <cstdint>

#include "tensor/quantize/ordered_sum.hpp"

namespace gossamer::tensor::quantize {

namespace {

/// What lies above a scale.
struct Outside {
  double sum = 0;
  std::uint64_t count = 0;
};

double magnitude(double x, bool is_signed) {
  return is_signed ? std::fabs(x) : x > 0 ? x : 0.0;
}

template <class T>
Outside outside(const T* x, std::size_t count, bool is_signed, double scale) {
  OrderedSum sum;
  std::array<std::uint64_t, OrderedSum::lanes> counts{};
  const auto add = [&](std::size_t lane, T value) {
    const double m = magnitude(value, is_signed);
    sum.add(lane, m > scale ? m : 0.0);
    counts[lane] += m > scale ? 1 : 0;
  };
  std::size_t i = 0;
  for (; i + OrderedSum::lanes <= count; i += OrderedSum::lanes)
    for (std::size_t lane = 0; lane < OrderedSum::lanes; ++lane) add(lane, x[i + lane]);
  for (std::size_t lane = 0; i + lane < count; ++lane) add(lane, x[i + lane]);
  Outside result{sum.total(), 0};
  for (const std::uint64_t of_lane : counts) result.count += of_lane;
  return result;
}

template <class T>
OctavScale iterate(const T* x, std::size_t count, const numerics::vsq::ElementFormat& format,
                   const OctavOptions& options) {
  const Outside nonzeros = outside(x, count, format.is_signed, 0.0);
  if (nonzeros.count == 0) return {};
  const std::uint64_t counted = options.count_zeros ? count : nonzeros.count;
  const double step_noise =
      std::ldexp(1.0, -2 * static_cast<int>(format.bits)) / (format.is_signed ? 3.0 : 12.0);
  OctavScale result{nonzeros.sum / static_cast<double>(count), 0};
  while (result.iterations < options.iterations) {
    const Outside above = outside(x, count, format.is_signed, result.scale);
    ++result.iterations;
    if (above.count == 0) break;
    const double next = above.sum / (step_noise * static_cast<double>(counted - above.count) +
                                     static_cast<double>(above.count));
    if (next == result.scale) break;
    result.scale = next;
  }
  return result;
}

}  // namespace

OctavScale octav_scale(const float* x, std::size_t count,
                       const numerics::vsq::ElementFormat& format, const OctavOptions& options) {
  return iterate(x, count, format, options);
}

OctavScale octav_scale(const double* x, std::size_t count,
                       const numerics::vsq::ElementFormat& format, const OctavOptions& options) {
  return iterate(x, count, format, options);
}

}  // namespace gossamer::tensor::quantize
