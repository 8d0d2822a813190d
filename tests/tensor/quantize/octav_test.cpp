// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/octav.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "support/catch.hpp"

using namespace gossamer;
using tensor::quantize::octav_scale;
using tensor::quantize::OctavOptions;
using tensor::quantize::OctavScale;

namespace {

using Precise = boost::multiprecision::cpp_bin_float_50;

constexpr std::size_t points = 1'000'001;

double quantile(std::size_t i) {
  return (static_cast<double>(i) + 0.5) / static_cast<double>(points);
}

const std::vector<double>& gauss_grid() {
  static const std::vector<double> grid = [] {
    std::vector<double> x(points);
    for (std::size_t i = 0; i < points; ++i)
      x[i] = std::sqrt(2.0) * boost::math::erf_inv(2 * quantile(i) - 1);
    return x;
  }();
  return grid;
}

const std::vector<double>& laplace_grid() {
  static const std::vector<double> grid = [] {
    std::vector<double> x(points);
    for (std::size_t i = 0; i < points; ++i) {
      const double q = quantile(i);
      x[i] = q < 0.5 ? std::log(2 * q) : -std::log(2 * (1 - q));
    }
    return x;
  }();
  return grid;
}

/// The fixed point of s = outside(s) / (4^-B / 3 (1 - tail(s)) + tail(s)) to 50 digits.
double fixed_point(unsigned bits, const std::function<Precise(Precise)>& outside,
                   const std::function<Precise(Precise)>& tail) {
  const Precise noise = Precise{1} / 3 / pow(Precise{4}, bits);
  Precise s = 1;
  for (int i = 0; i < 400; ++i) s = outside(s) / (noise * (1 - tail(s)) + tail(s));
  return static_cast<double>(s);
}

double gauss_optimum(unsigned bits) {
  return fixed_point(
      bits,
      [](const Precise& s) {
        return Precise{2 * exp(-s * s / 2) / sqrt(2 * boost::math::constants::pi<Precise>())};
      },
      [](const Precise& s) { return Precise{boost::math::erfc(Precise{s / sqrt(Precise{2})})}; });
}

double laplace_optimum(unsigned bits) {
  return fixed_point(
      bits, [](const Precise& s) { return Precise{(1 + s) * exp(-s)}; },
      [](const Precise& s) { return Precise{exp(-s)}; });
}

OctavScale of_grid(const std::vector<double>& grid, unsigned bits, unsigned iterations = 12) {
  return octav_scale(grid.data(), grid.size(), {bits, true}, {false, iterations});
}

double of(std::vector<float> x, const numerics::vsq::ElementFormat& format,
          const OctavOptions& options = {}) {
  return octav_scale(x.data(), x.size(), format, options).scale;
}

}  // namespace

TEST_CASE("the equation's fixed points are the optima of the reference's table") {
  CHECK(gauss_optimum(2) == Approx(1.7388).margin(5e-5));
  CHECK(gauss_optimum(4) == Approx(2.5621).margin(5e-5));
  CHECK(gauss_optimum(8) == Approx(3.9241).margin(5e-5));
  CHECK(laplace_optimum(2) == Approx(2.8737).margin(5e-5));
  CHECK(laplace_optimum(4) == Approx(5.0341).margin(5e-5));
  CHECK(laplace_optimum(8) == Approx(9.8968).margin(5e-5));
}

TEST_CASE("on a quantile grid the iteration is within 0.2 % of the optimum after 12 steps") {
  const unsigned bits = GENERATE(2U, 4U, 6U);
  CHECK(of_grid(gauss_grid(), bits).scale == Approx(gauss_optimum(bits)).epsilon(0.002));
  CHECK(of_grid(laplace_grid(), bits).scale == Approx(laplace_optimum(bits)).epsilon(0.002));
}

TEST_CASE("at 8 bits the few points above the scale leave it within 1 %") {
  CHECK(of_grid(gauss_grid(), 8).scale == Approx(gauss_optimum(8)).epsilon(0.01));
  CHECK(of_grid(laplace_grid(), 8).scale == Approx(laplace_optimum(8)).epsilon(0.01));
}

TEST_CASE("the iteration ends when the scale stays as it is, or at its limit") {
  const OctavScale few = of_grid(gauss_grid(), 4, 3);
  CHECK(few.iterations == 3);
  CHECK(few.scale < 0.99 * gauss_optimum(4));
  // 1 lies above 0.8 = mean of |x|, and above what follows from it; 0.6 below both.
  const OctavScale done =
      octav_scale(std::vector<float>{0.6F, -1}.data(), 2, {4, true}, OctavOptions{});
  CHECK(done.iterations == 2);
  CHECK(done.scale == 1 / (1 + 1.0 / 256 / 3));
}

TEST_CASE("unsigned data have a quarter of the noise inside, and no negative numbers") {
  CHECK(of({0.6F, 1, -5}, {4, false}) == 1 / (1 + 1.0 / 256 / 12));
  CHECK(of({0.6F, 1}, {4, true}) == 1 / (1 + 1.0 / 256 / 3));
}

TEST_CASE("exact zeros count as inside only if asked to") {
  CHECK(of({0, 0, 0.6F, 1}, {4, false}) == 1 / (1 + 1.0 / 256 / 12));
  CHECK(of({0, 0, 0.6F, 1}, {4, false}, {true, 32}) == 1 / (3 * (1.0 / 256 / 12) + 1));
}

TEST_CASE("tensors of zeros and of one magnitude have a scale too") {
  CHECK(of({0, 0, 0}, {4, true}) == 0);
  CHECK(of({}, {4, true}) == 0);
  CHECK(of({-1, -2}, {4, false}) == 0);
  CHECK(of({-3, 3, 3}, {4, true}) == 3);
  CHECK(of({-3, 3, 3}, {4, true}, {false, 5}) == 3);
}
