// SPDX-License-Identifier: Apache-2.0
#include "report/area_report.hpp"

#include <fmt/format.h>

#include "report/text_table.hpp"
#include "report/totals.hpp"

namespace gossamer::report {
namespace {

using nlohmann::ordered_json;

constexpr const char* area_schema = "gossamer-area/1";

template <class Map>
ordered_json object_of(const Map& map) {
  auto object = ordered_json::object();
  for (const auto& [key, value] : map) object[key] = value;
  return object;
}

ordered_json part_json(const cost::PartArea& part) {
  return {{"name", part.name},
          {"primitive", part.primitive},
          {"count", part.count},
          {"attributes", object_of(part.attributes)},
          {"unit_area_um2", part.unit_um2},
          {"raw_area_mm2", part.raw_mm2},
          {"area_mm2", part.mm2}};
}

/// null for the 0 of what has no such value.
ordered_json if_positive(double value) {
  return value > 0 ? ordered_json(value) : ordered_json(nullptr);
}

ordered_json scaling_json(const std::vector<cost::ScalingSource>& scaling) {
  auto rows = ordered_json::array();
  for (const auto& row : scaling) {
    rows.push_back(
        {{"what", row.what}, {"law", row.law}, {"mark", row.mark}, {"source", row.source}});
  }
  return rows;
}

ordered_json sources_json(const std::vector<cost::SourceRow>& sources) {
  auto rows = ordered_json::array();
  for (const auto& row : sources) {
    rows.push_back({{"primitive", row.primitive},
                    {"quantity", row.quantity},
                    {"formula", row.formula},
                    {"unit", row.unit},
                    {"node_nm", if_positive(row.node_nm)},
                    {"voltage", if_positive(row.voltage)},
                    {"factor", row.factor},
                    {"mark", row.mark},
                    {"source", row.source}});
  }
  return rows;
}

std::vector<std::string> cells(const std::string& name, const std::string& count, double unit_um2,
                               double raw_mm2, double mm2, double whole_mm2) {
  return {name,
          count,
          fmt::format("{:.1f}", unit_um2),
          fmt::format("{:.4f}", raw_mm2),
          fmt::format("{:.4f}", mm2),
          fmt::format("{:.1f}%", 100 * share(mm2, whole_mm2))};
}

std::vector<std::string> sum_cells(const std::string& name, double raw_mm2, double mm2,
                                   double whole_mm2) {
  auto row = cells(name, "", 0.0, raw_mm2, mm2, whole_mm2);
  row[2] = "";
  return row;
}

}  // namespace

ordered_json area_tree_json(const std::vector<cost::ComponentArea>& tree) {
  auto components = ordered_json::array();
  for (const auto& component : tree) {
    auto parts = ordered_json::array();
    for (const auto& part : component.parts) parts.push_back(part_json(part));
    components.push_back({{"path", component.path},
                          {"kind", component.kind},
                          {"instances", component.instances},
                          {"unit_area_um2", component.unit_um2},
                          {"raw_area_mm2", component.raw_mm2},
                          {"area_mm2", component.mm2},
                          {"parts", std::move(parts)}});
  }
  return components;
}

ordered_json pricing_json(const Pricing& pricing) {
  auto fits = ordered_json::array();
  for (const auto& fit : pricing.fits) {
    auto components = ordered_json::array();
    for (const auto& covered : fit.components) components.push_back(covered.path);
    fits.push_back({{"components", std::move(components)},
                    {"area_factor", fit.area_factor},
                    {"energy_factor", fit.energy_factor},
                    {"target", fit.target}});
  }
  return {{"technology", pricing.technology},
          {"method", pricing.method},
          {"voltage", pricing.voltage},
          {"calibration", pricing.calibration},
          {"fits", std::move(fits)}};
}

std::string pricing_text(const Pricing& pricing) {
  return fmt::format("prices: {}, scaled by {}, at {} V; {}\n", pricing.technology, pricing.method,
                     pricing.voltage,
                     pricing.calibration.empty()
                         ? std::string{"not calibrated"}
                         : fmt::format("calibration {}", pricing.calibration));
}

std::string area_text(const AreaReport& report) {
  const double whole = cost::total(report.area_mm2.calibrated);
  const double raw = cost::total(report.area_mm2.raw);
  TextTable table{false};
  table.add({"component", "count", "unit/um2", "raw/mm2", "mm2", "share"});
  for (const auto& component : report.tree) {
    table.add(cells(component.path, fmt::format("{}", component.instances), component.unit_um2,
                    component.raw_mm2, component.mm2, whole));
    for (const auto& part : component.parts) {
      const std::string primitive = part.name == part.primitive ? "" : ": " + part.primitive;
      table.add(cells("  " + part.name + primitive, fmt::format("x {:g}", part.count),
                      part.unit_um2, part.raw_mm2, part.mm2, whole));
    }
  }
  if (const auto pe = report.area_mm2.calibrated.find("pe");
      pe != report.area_mm2.calibrated.end()) {
    table.add(sum_cells("(all pe/)", report.area_mm2.raw.at("pe"), pe->second, whole));
  }
  table.add(sum_cells("total", raw, whole, whole));
  return fmt::format("{}: {:.2f} mm2, {:.2f} mm2 before calibration\n{}\n{}", report.architecture,
                     whole, raw, pricing_text(report.pricing), table.text());
}

std::string area_json(const AreaReport& report) {
  ordered_json json{{"schema", area_schema},
                    {"architecture", {{"name", report.architecture}}},
                    {"pricing", pricing_json(report.pricing)},
                    {"total_area_mm2", cost::total(report.area_mm2.calibrated)},
                    {"raw_total_area_mm2", cost::total(report.area_mm2.raw)},
                    {"area_mm2", object_of(report.area_mm2.calibrated)},
                    {"raw_area_mm2", object_of(report.area_mm2.raw)},
                    {"area_tree", area_tree_json(report.tree)}};
  if (!report.sources.empty()) json["sources"] = sources_json(report.sources);
  if (!report.scaling.empty()) json["scaling_sources"] = scaling_json(report.scaling);
  return json.dump(2) + "\n";
}

}  // namespace gossamer::report
