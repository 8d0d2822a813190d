// SPDX-License-Identifier: Apache-2.0
#include "cost/technology.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/yaml.hpp"
#include "cost/mapping_reader.hpp"
#include "cost/price_reader.hpp"

namespace gossamer::cost {
namespace {

std::string attributes_text(const Law& law) {
  std::vector<std::string> parts;
  for (const auto& term : law.terms) {
    parts.push_back(fmt::format("{} {} ^ {}", term.attribute, term.reference, term.exponent));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

SourceLine source_line(const std::string& kind, const std::string& action, const char* unit,
                       const Price& price) {
  return {kind,       action,      price.law.value * price.scale, unit, attributes_text(price.law),
          price.mark, price.source};
}

std::map<std::string, KindPrices> read_kinds(const YAML::Node& components, const std::string& file,
                                             PriceReader& reader, core::Faults& faults) {
  std::map<std::string, KindPrices> kinds;
  if (!components.IsDefined()) return kinds;
  if (!components.IsMap()) {
    faults.add(core::position_of(components, file),
               "'components' must be a mapping of component kinds to prices");
    return kinds;
  }
  for (const auto& entry : components) {
    const auto kind = entry.first.Scalar();
    kinds[kind] = reader.read_kind(kind, entry.second);
  }
  return kinds;
}

}  // namespace

Technology Technology::load(const std::string& path) {
  const auto root = core::load_yaml(path);
  core::Faults faults;
  Technology technology;
  technology.file_ = path;
  MappingReader reader{root, path, "a technology file", faults};
  technology.name_ = reader.text("technology");
  technology.voltage_ = reader.positive("voltage");
  PriceReader prices{path, faults};
  const auto scalings = reader.required("scaling");
  if (scalings.IsDefined()) prices.read_scalings(scalings);
  technology.kinds_ = read_kinds(reader.required("components"), path, prices, faults);
  reader.finish();
  faults.throw_if_any();
  return technology;
}

std::vector<SourceLine> Technology::sources() const {
  std::vector<SourceLine> lines;
  for (const auto& [kind, prices] : kinds_) {
    if (prices.area) lines.push_back(source_line(kind, "area", "um2", *prices.area));
    if (prices.leakage) lines.push_back(source_line(kind, "leakage", "uW/um2", *prices.leakage));
    for (const auto& [action, price] : prices.actions) {
      lines.push_back(source_line(kind, action, "pJ", price));
    }
  }
  return lines;
}

}  // namespace gossamer::cost
