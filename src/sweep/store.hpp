// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sweep/outcome.hpp"

namespace gossamer::sweep {

/// One row of a sweep: what was set, under the digest of its result.
struct PlannedPoint {
  std::size_t number = 0;  ///< among all points of the sweep
  std::string digest;
  std::string base;
  std::string workload;
  std::vector<Value> values;  ///< of the columns; null where a base does not have the parameter
};

/// A sweep as rows and columns.
struct Plan {
  std::string name;
  std::string version;               ///< of the simulator
  std::vector<std::string> columns;  ///< parameters
  std::vector<PlannedPoint> points;  ///< those that were chosen
};

struct StoredResult {
  std::string digest;
  Outcome outcome;
};

/// Results of sweeps in one SQLite file (docs/sweep.md has its tables). One process writes it at a
/// time; what add() was given stays, however the process ends. All throw FileError.
class Store {
 public:
  /// Opens or makes the file. Throws also if another process is writing it, or if it is none of
  /// ours.
  explicit Store(const std::string& path);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Makes this the sweep of the table `points`; results of other sweeps stay for later ones.
  void set_plan(const Plan& plan);

  /// Adds results, or replaces them; all or none.
  void add(const std::vector<StoredResult>& results);

  /// What is known of each digest.
  std::map<std::string, Status> statuses() const;

  /// Status, error and values (none: null) by digest.
  std::map<std::string, Outcome> outcomes() const;

  /// Takes results of another store over where this one has none or an unfinished one. How many.
  std::size_t merge(const std::string& path);

  /// Makes the file a single one that can be copied, unless somebody is reading it.
  void close();

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace gossamer::sweep
