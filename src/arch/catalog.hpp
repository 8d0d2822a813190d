// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "arch/machine.hpp"
#include "arch/machine_size.hpp"
#include "core/errors.hpp"
#include "core/parameters.hpp"

namespace gossamer::arch {

/// Where a parameter's value was written ("pe.rows" -> file:line:column), for faults that only
/// several together show.
using WhereIs = std::function<core::Position(const std::string& path)>;

/// Where a fault of several parameters together is best told: at the first of them that the command
/// line set, which is not in the file, or else at the first.
inline core::Position where_of(const WhereIs& where, std::initializer_list<const char*> paths) {
  for (const char* path : paths) {
    core::Position position = where(path);
    if (position.line == 0 && position.file.rfind("--set", 0) == 0) return position;
  }
  return where(*paths.begin());
}

/// The parameters of one family of accelerators, before they become a machine.
class Architecture {
 public:
  virtual ~Architecture() = default;

  /// Parameters of this family alone; clock, voltage and technology are `Operation`'s.
  virtual void describe(core::ParameterVisitor& visitor) = 0;

  /// Faults that only several parameters together show.
  virtual void check(const WhereIs& where, core::Faults& faults) const = 0;

  /// The machine these parameters describe, at a clock. check() must have found nothing.
  virtual std::unique_ptr<Machine> build(double clock_ghz) const = 0;

  /// The sizes that this machine can have when nothing but its number of PEs changes, from the
  /// smallest to the largest; multipliers and area grow with them. Empty where it has one size.
  virtual std::vector<MachineSize> sizes() const { return {}; }
};

struct CatalogEntry {
  std::string_view name;
  std::string_view summary;
  std::unique_ptr<Architecture> (*make)();
};

/// Every family the simulator knows, in the order of the documentation.
const std::vector<CatalogEntry>& catalog();

}  // namespace gossamer::arch
