// SPDX-License-Identifier: Apache-2.0
#include "sweep/reader_context.hpp"

#include "core/yaml.hpp"

namespace gossamer::sweep {

bool ReaderContext::attempt(const core::Position& where, const std::function<void()>& action) {
  try {
    action();
    return true;
  } catch (const core::ConfigError& error) {
    for (const core::Fault& fault : error.faults()) {
      const bool placed = fault.where.line > 0;
      faults.add(placed ? fault.where : where, fault.message);
    }
  } catch (const core::FileError& error) {
    unreadable.push_back({where, error.what()});
  }
  return false;
}

void ReaderContext::throw_if_any() {
  if (!unreadable.empty() && faults.empty()) {
    throw core::FileError{core::ConfigError{std::move(unreadable)}.what()};
  }
  for (core::Fault& fault : unreadable) faults.add(std::move(fault.where), fault.message);
  faults.throw_if_any();
}

std::vector<core::YamlEntry> entries_of(const core::YamlEntry& entry, const std::string& file) {
  if (entry.value.form != core::WrittenValue::Form::list) return {entry};
  std::vector<core::YamlEntry> entries;
  for (const YAML::Node& node : entry.node) {
    const core::Position where = core::position_of(node, file);
    entries.push_back({entry.key, where, node, core::written_value(node, where)});
  }
  return entries;
}

}  // namespace gossamer::sweep
