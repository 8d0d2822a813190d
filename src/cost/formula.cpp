// SPDX-License-Identifier: Apache-2.0
#include "cost/formula.hpp"

#include <algorithm>
#include <cmath>

#include "cost/exact_math.hpp"

namespace gossamer::cost {

double Formula::at(const Attributes& attributes) const {
  return value(nodes_.size() - 1, attributes);
}

double Formula::value(std::size_t index, const Attributes& attributes) const {
  const Node& node = nodes_[index];
  const auto arg = [&](std::size_t i) { return value(node.args[i], attributes); };
  switch (node.kind) {
    case Kind::number:
      return node.number;
    case Kind::name:
      return attributes.at(node.name);
    case Kind::negate:
      return -arg(0);
    case Kind::add:
      return arg(0) + arg(1);
    case Kind::subtract:
      return arg(0) - arg(1);
    case Kind::multiply:
      return arg(0) * arg(1);
    case Kind::divide:
      return arg(0) / arg(1);
    case Kind::power:
      return power(arg(0), arg(1));
    case Kind::call:
      return call(node, attributes);
  }
  return 0.0;
}

double Formula::call(const Node& node, const Attributes& attributes) const {
  const double first = value(node.args[0], attributes);
  if (node.name == "sqrt") return std::sqrt(first);  // rounded correctly on every host
  if (node.name == "log2") return log2(first);
  if (node.name == "floor") return std::floor(first);
  if (node.name == "ceil") return std::ceil(first);
  const double second = value(node.args[1], attributes);
  if (node.name == "mod") return std::fmod(first, second);
  return node.name == "min" ? std::min(first, second) : std::max(first, second);
}

}  // namespace gossamer::cost
