// SPDX-License-Identifier: Apache-2.0
#include "cost/exact_math.hpp"

#include <array>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cstdint>
#include <cstring>
#include <map>

namespace gossamer::cost {
namespace {

using Wide = boost::multiprecision::cpp_bin_float_50;

constexpr std::size_t most_remembered = 4096;

/// Pricing asks for the same few values thousands of times, and fifty digits take some 50 us.
template <std::size_t arguments>
class Memory {
 public:
  template <class Compute>
  double get(const std::array<double, arguments>& of, Compute&& compute) {
    std::array<std::uint64_t, arguments> bits{};  // which have an order, even if one is NaN
    std::memcpy(bits.data(), of.data(), sizeof bits);
    const auto found = known_.find(bits);
    if (found != known_.end()) return found->second;
    if (known_.size() == most_remembered) known_.clear();
    return known_.emplace(bits, compute()).first->second;
  }

 private:
  std::map<std::array<std::uint64_t, arguments>, double> known_;
};

}  // namespace

double power(double base, double exponent) {
  thread_local Memory<2> memory;
  return memory.get({base, exponent}, [&] {
    return static_cast<double>(boost::multiprecision::pow(Wide{base}, Wide{exponent}));
  });
}

double log2(double x) {
  using boost::multiprecision::log;
  thread_local Memory<1> memory;
  return memory.get({x}, [x] { return static_cast<double>(Wide{log(Wide{x}) / log(Wide{2})}); });
}

double interpolated(double x, double x0, double y0, double x1, double y1) {
  using boost::multiprecision::log;
  thread_local Memory<5> memory;
  return memory.get({x, x0, y0, x1, y1}, [&] {
    const Wide exponent = log(Wide{x} / x0) / log(Wide{x1} / x0);
    return static_cast<double>(Wide{y0 * boost::multiprecision::pow(Wide{y1} / y0, exponent)});
  });
}

}  // namespace gossamer::cost
