// SPDX-License-Identifier: Apache-2.0
#include "cost/law.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace gossamer::cost {
namespace {

// In software, because the last bit of the C library's pow differs between hosts.
double power(double base, double exponent) {
  using Wide = boost::multiprecision::cpp_bin_float_50;
  return static_cast<double>(boost::multiprecision::pow(Wide{base}, Wide{exponent}));
}

}  // namespace

std::vector<std::string> Law::missing(const std::map<std::string, double>& attributes) const {
  std::vector<std::string> names;
  for (const auto& term : terms) {
    if (attributes.count(term.attribute) == 0) names.push_back(term.attribute);
  }
  return names;
}

double Law::at(const std::map<std::string, double>& attributes) const {
  double result = value;
  for (const auto& term : terms) {
    result *= power(attributes.at(term.attribute) / term.reference, term.exponent);
  }
  return result;
}

}  // namespace gossamer::cost
