// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cost/primitive.hpp"

namespace gossamer::cost {

/// How values of one node become values of another.
///
/// `cv2`: energy follows capacitance, taken as proportional to the node, times the square of the
/// voltage. `fitted`: the polynomials that Stillmaker and Baas (Integration, 2017) fitted to
/// simulations of logic. `own`: the user's factors. Areas follow the table of Stillmaker and Baas
/// but with `own`.
enum class Method { cv2, fitted, own };

inline const std::vector<std::string> method_names{"cv2", "fitted", "own"};

/// Where a factor of a technology file comes from.
struct Origin {
  std::string mark;
  std::string source;
};

/// The user's factors from one node to the technology's, at its reference voltage.
struct OwnFactors {
  double area = 1.0;
  double energy = 1.0;
  double leakage = 1.0;
  Origin origin;
};

/// Nodes of the tables, from the largest to the smallest, in nm.
std::vector<double> table_nodes();

/// Relative energy of logic at a node and voltage; between nodes of the table a power law of the
/// node. Source: Stillmaker and Baas, 2017, as coded in Accelergy.
double fitted_energy(double node_nm, double voltage);

/// Relative area of logic, 1 at 45 nm; between nodes of the table a power law. Same source.
double relative_area(double node_nm);

/// Brings quantities of the library to one technology.
struct Scaling {
  Method method = Method::cv2;
  double node_nm = 0.0;
  double voltage = 0.0;                   ///< reference: at which `own` and leakage hold
  std::map<double, OwnFactors> own;       ///< by node of the source, in nm
  std::map<std::string, double> leakage;  ///< by class of transistors
  Origin leakage_origin;

  double area(Follows follows, const Quantity& quantity) const;
  /// At a supply voltage of `volts`.
  double energy(Follows follows, const Quantity& quantity, double volts) const;
  /// Leakage per area is taken as equal at all nodes; leakage power follows the voltage's square.
  double leakage_power(const Primitive& primitive, double volts) const;
};

}  // namespace gossamer::cost
