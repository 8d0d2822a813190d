// SPDX-License-Identifier: Apache-2.0
#include "sweep/samples.hpp"

#include <set>

#include "support/catch.hpp"

namespace gossamer::sweep {

namespace {

Axis list(const std::string& path, std::initializer_list<int> values) {
  Axis axis;
  axis.path = path;
  for (const int value : values) axis.choices.push_back({value, {}});
  return axis;
}

Axis interval(const std::string& path, double from, double to) {
  Axis axis;
  axis.path = path;
  axis.interval = Interval{from, to, false, false};
  return axis;
}

}  // namespace

TEST_CASE("a grid has every combination once, the last axis fastest") {
  const std::vector<Axis> axes{list("a", {1, 2}), list("b", {3, 4, 5})};
  REQUIRE(grid_size(axes, 1000) == 6);
  CHECK(grid_values(axes, 0) == std::vector<Value>{1, 3});
  CHECK(grid_values(axes, 1) == std::vector<Value>{1, 4});
  CHECK(grid_values(axes, 3) == std::vector<Value>{2, 3});
  std::set<std::vector<Value>> seen;
  for (std::size_t i = 0; i < 6; ++i) seen.insert(grid_values(axes, i));
  CHECK(seen.size() == 6);
}

TEST_CASE("the size of a grid that is too large is the limit") {
  const std::vector<Axis> axes(64, list("a", {1, 2, 3}));
  CHECK(grid_size(axes, 1000) == 1000);
  CHECK(grid_size({}, 1000) == 1);
}

TEST_CASE("random samples lie in their range and reach all of it") {
  const auto samples =
      draw_samples({interval("x", 2.0, 4.0), list("n", {1, 2})}, Sampling::random, 1000, 1);
  REQUIRE(samples.size() == 1000);
  double sum = 0.0;
  std::size_t ones = 0;
  std::set<int> tenths;
  for (const auto& sample : samples) {
    const double x = sample[0].get<double>();
    REQUIRE(x >= 2.0);
    REQUIRE(x <= 4.0);
    sum += x;
    tenths.insert(static_cast<int>((x - 2.0) * 5.0));
    ones += sample[1] == 1 ? 1 : 0;
  }
  CHECK(sum / 1000 == Approx(3.0).margin(0.1));
  CHECK(tenths.size() == 10);
  CHECK(ones > 400);
  CHECK(ones < 600);
}

TEST_CASE("a Latin hypercube has one sample in each n-th of every axis") {
  constexpr std::uint32_t n = 50;
  const std::vector<Axis> axes{interval("x", 0.0, 1.0), interval("y", 0.0, 1.0)};
  const auto samples = draw_samples(axes, Sampling::latin_hypercube, n, 7);
  std::set<std::uint32_t> of_x;
  std::set<std::uint32_t> of_y;
  std::size_t on_diagonal = 0;
  for (const auto& sample : samples) {
    const auto x = static_cast<std::uint32_t>(sample[0].get<double>() * n);
    const auto y = static_cast<std::uint32_t>(sample[1].get<double>() * n);
    of_x.insert(x);
    of_y.insert(y);
    on_diagonal += x == y ? 1 : 0;
  }
  CHECK(of_x.size() == n);
  CHECK(of_y.size() == n);
  CHECK(on_diagonal < n / 2);
}

TEST_CASE("a Latin hypercube takes each of k values as often where k divides n") {
  const auto samples = draw_samples({list("n", {1, 2, 3, 4})}, Sampling::latin_hypercube, 100, 3);
  std::map<int, int> counts;
  for (const auto& sample : samples) ++counts[sample[0].get<int>()];
  for (const int value : {1, 2, 3, 4}) CHECK(counts[value] == 25);
}

TEST_CASE("samples depend on the seed and the axis alone") {
  const Axis x = interval("x", 0.0, 1.0);
  const Axis y = interval("y", 0.0, 1.0);
  const Sampling sampling = GENERATE(Sampling::random, Sampling::latin_hypercube);
  const auto alone = draw_samples({x}, sampling, 10, 1);
  const auto beside = draw_samples({y, x}, sampling, 10, 1);
  const auto other_seed = draw_samples({x}, sampling, 10, 2);
  for (std::size_t i = 0; i < 10; ++i) CHECK(alone[i][0] == beside[i][1]);
  CHECK(alone != other_seed);
  CHECK(beside[0][0] != beside[0][1]);
}

}  // namespace gossamer::sweep
