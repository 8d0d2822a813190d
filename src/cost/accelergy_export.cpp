// SPDX-License-Identifier: Apache-2.0
#include "cost/accelergy_export.hpp"

#include <fmt/format.h>

#include "cost/accelergy_tables.hpp"

namespace gossamer::cost {
namespace {

constexpr const char* format_version = "0.4";

/// The fewest digits that read back to the same double. Readers of YAML 1.1 take a number with an
/// exponent for one only if it has a point.
std::string number(double value) {
  std::string text = fmt::format("{}", value);
  const std::size_t exponent = text.find('e');
  if (exponent != std::string::npos && text.find('.') == std::string::npos) {
    text.insert(exponent, ".0");
  }
  return text;
}

/// `scnn.pe.ram[1..64]`
std::string full_name(const std::string& system, const core::Component& component) {
  return fmt::format("{}.{}[1..{}]", system, accelergy_name(component.path), component.instances);
}

std::string header(const std::string& section, const std::string& list) {
  return fmt::format("{}:\n  version: \"{}\"\n  {}:\n", section, format_version, list);
}

using UnitPrices = std::map<std::string, TablePrices>;

std::string ert_text(const std::string& system, const core::Components& components,
                     const UnitPrices& prices) {
  std::string text = header("ERT", "tables");
  for (const core::Component& component : components) {
    const TablePrices& unit = prices.at(component.path);
    text += fmt::format("    - name: \"{}\"\n      actions:\n", full_name(system, component));
    const auto add = [&](const std::string& action, double pj) {
      text +=
          fmt::format("        - {{name: {}, arguments: {{}}, energy: {}}}\n", action, number(pj));
    };
    for (const auto& [action, pj] : unit.action_pj) add(action, pj);
    add(leak_action, unit.leak_pj.value_or(0.0));
  }
  return text;
}

std::string art_text(const std::string& system, const core::Components& components,
                     const UnitPrices& prices) {
  std::string text = header("ART", "tables");
  for (const core::Component& component : components) {
    const TablePrices& unit = prices.at(component.path);
    text += fmt::format("    - {{name: \"{}\", area: {}}}\n", full_name(system, component),
                        number(unit.area_um2.value_or(0.0)));
  }
  return text;
}

std::string counts_text(const std::string& system, const core::Components& components,
                        const std::vector<core::LayerRecord>& records) {
  std::map<std::string, std::map<std::string, std::uint64_t>> sums;
  std::uint64_t cycles = 0;
  for (const core::LayerRecord& record : records) {
    cycles += record.cycles;
    for (const auto& [path, actions] : record.counters) {
      for (const auto& [action, count] : actions) sums[path][action] += count;
    }
  }
  std::string text = header("action_counts", "local");
  for (const core::Component& component : components) {
    text += fmt::format("    - name: \"{}\"\n      action_counts:\n", full_name(system, component));
    for (const auto& [action, count] : sums[component.path]) {
      text += fmt::format("        - {{name: {}, arguments: {{}}, counts: {}}}\n", action, count);
    }
    text += fmt::format("        - {{name: {}, arguments: {{}}, counts: {}}}\n", leak_action,
                        cycles * component.instances);
  }
  return text;
}

std::string architecture_text(const std::string& system, const core::Components& components,
                              const CostModel& prices, double clock_ghz, double voltage) {
  std::string text = header("architecture", "local");
  for (const core::Component& component : components) {
    text += fmt::format("    - name: \"{}\"\n      class: \"{}\"\n      attributes:\n",
                        full_name(system, component), component.kind);
    text += fmt::format("        technology: \"{}nm\"\n        voltage: {}\n",
                        prices.technology().scaling().node_nm, number(voltage));
    text += fmt::format("        global_cycle_seconds: {}\n", number(1e-9 / clock_ghz));
    for (const core::Part& part : component.parts) {
      text += fmt::format("        {}_count: {}\n", part.name, number(part.count));
      for (const auto& [name, value] : part.attributes) {
        text += fmt::format("        {}_{}: {}\n", part.name, name, number(value));
      }
    }
  }
  return text;
}

}  // namespace

std::map<std::string, std::string> accelergy_files(const std::string& system,
                                                   const CostModel& prices,
                                                   const core::Components& components,
                                                   const std::vector<core::LayerRecord>& records,
                                                   double clock_ghz, double voltage) {
  const auto units = prices.unit_prices(components, clock_ghz, voltage);
  return {{"architecture.yaml", architecture_text(system, components, prices, clock_ghz, voltage)},
          {"ERT.yaml", ert_text(system, components, units)},
          {"ART.yaml", art_text(system, components, units)},
          {"action_counts.yaml", counts_text(system, components, records)}};
}

}  // namespace gossamer::cost
