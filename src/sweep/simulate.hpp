// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "report/run_report.hpp"
#include "sweep/outcome.hpp"
#include "sweep/points.hpp"
#include "sweep/prices.hpp"
#include "workload/operand_cache.hpp"

namespace gossamer::sweep {

/// Simulates points of a sweep one after the other. Operands of the last points are kept, so that
/// points which differ in their machines alone neither read nor draw theirs again: of at most an
/// eighth of the memory that a point may have, and 256 MiB.
class Simulator {
 public:
  Simulator(const Sweep& sweep, Prices& prices);

  /// Simulates the layers of a point, each in a fresh SystemC context, and prices them. Nothing
  /// that goes wrong is thrown: it is the outcome.
  Outcome simulate(const Point& point);

 private:
  Outcome attempt(const Point& point);
  void check_files(const arch::Machine& machine, const std::vector<workload::Layer>& layers,
                   std::size_t workload);
  report::RunReport run_layers(const arch::Configuration& configuration,
                               const std::vector<workload::Layer>& layers,
                               const arch::SimulationOptions& options,
                               const cost::CostModel& prices);
  core::LayerRecord run_layer(const arch::Machine& machine, const workload::Layer& layer,
                              const arch::SimulationOptions& options);

  const Sweep& sweep_;
  Prices& prices_;
  workload::OperandCache operands_;
  /// Workloads whose files have values that a machine of this sort takes.
  std::set<std::pair<std::size_t, workload::OperandValues>> checked_;
};

/// A failure as the outcome of a point: the first 2000 bytes of its text, in well-formed UTF-8,
/// with positions that do not tell where on a disk files are.
Outcome failure(Status status, const std::string& error);
Outcome failure(const core::ConfigError& error);

}  // namespace gossamer::sweep
