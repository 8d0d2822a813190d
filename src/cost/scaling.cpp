// SPDX-License-Identifier: Apache-2.0
#include "cost/scaling.hpp"

#include <array>

#include "cost/exact_math.hpp"

namespace gossamer::cost {
namespace {

/// Energy is a V^2 + b V + c; area is relative to 45 nm.
struct Node {
  double nm;
  double a;
  double b;
  double c;
  double area;

  double energy(double volts) const { return (a * volts + b) * volts + c; }
};

constexpr std::array<Node, 10> nodes{{{130, 7.171, -6.709, 2.904, 6.4},
                                      {90, 4.762, -4.781, 2.092, 2.8},
                                      {65, 3.755, -4.398, 1.975, 1.5},
                                      {45, 1.103, -0.362, 0.2767, 1},
                                      {32, 0.9559, -0.7823, 0.471, 0.46},
                                      {20, 0.373, -0.1582, 0.04104, 0.21},
                                      {16, 0.2958, -0.1241, 0.03024, 0.19},
                                      {14, 0.2363, -0.09675, 0.02239, 0.17},
                                      {10, 0.2068, -0.09311, 0.02375, 0.10},
                                      {7, 0.1776, -0.09097, 0.02447, 0.059}}};

/// A quantity of the table at any node: beyond the ends the last two nodes are continued.
template <class Value>
double at_node(double nm, Value value) {
  std::size_t i = 1;
  while (i + 1 < nodes.size() && nm < nodes[i].nm) ++i;
  const Node& larger = nodes[i - 1];
  const Node& smaller = nodes[i];
  if (nm == larger.nm) return value(larger);
  if (nm == smaller.nm) return value(smaller);
  return interpolated(nm, larger.nm, value(larger), smaller.nm, value(smaller));
}

double squared(double x) {
  return x * x;
}

}  // namespace

std::vector<double> table_nodes() {
  std::vector<double> all;
  for (const Node& node : nodes) all.push_back(node.nm);
  return all;
}

double fitted_energy(double node_nm, double voltage) {
  return at_node(node_nm, [voltage](const Node& node) { return node.energy(voltage); });
}

double relative_area(double node_nm) {
  return at_node(node_nm, [](const Node& node) { return node.area; });
}

double Scaling::area(Follows follows, const Quantity& quantity) const {
  if (follows == Follows::nothing) return 1.0;
  if (method == Method::own) return own.at(quantity.node_nm).area;
  return relative_area(node_nm) / relative_area(quantity.node_nm);
}

double Scaling::energy(Follows follows, const Quantity& quantity, double volts) const {
  if (follows == Follows::nothing) return 1.0;
  if (follows == Follows::wire) return squared(volts / quantity.voltage);
  if (method == Method::own) {
    return own.at(quantity.node_nm).energy * squared(volts / voltage);
  }
  if (method == Method::fitted) {
    return fitted_energy(node_nm, volts) / fitted_energy(quantity.node_nm, quantity.voltage);
  }
  return node_nm / quantity.node_nm * squared(volts / quantity.voltage);
}

double Scaling::leakage_power(const Primitive& primitive, double volts) const {
  if (primitive.follows == Follows::nothing) return 1.0;
  const Quantity& quantity = *primitive.leakage;
  const double by_node = method == Method::own
                             ? own.at(quantity.node_nm).leakage
                             : relative_area(node_nm) / relative_area(quantity.node_nm);
  return by_node * leakage.at(primitive.transistors) * squared(volts / voltage);
}

}  // namespace gossamer::cost
