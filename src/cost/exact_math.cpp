// SPDX-License-Identifier: Apache-2.0
#include "cost/exact_math.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace gossamer::cost {
namespace {

using Wide = boost::multiprecision::cpp_bin_float_50;

}  // namespace

double power(double base, double exponent) {
  return static_cast<double>(boost::multiprecision::pow(Wide{base}, Wide{exponent}));
}

double log2(double x) {
  using boost::multiprecision::log;
  return static_cast<double>(Wide{log(Wide{x}) / log(Wide{2})});
}

double interpolated(double x, double x0, double y0, double x1, double y1) {
  using boost::multiprecision::log;
  const Wide exponent = log(Wide{x} / x0) / log(Wide{x1} / x0);
  return static_cast<double>(Wide{y0 * boost::multiprecision::pow(Wide{y1} / y0, exponent)});
}

}  // namespace gossamer::cost
