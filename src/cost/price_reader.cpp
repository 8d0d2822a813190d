// SPDX-License-Identifier: Apache-2.0
#include "cost/price_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/names.hpp"
#include "core/yaml.hpp"
#include "cost/mapping_reader.hpp"

namespace gossamer::cost {
namespace {

const std::vector<std::string> marks{"published", "recalled", "derived", "assumed"};

bool is_none(const YAML::Node& node) {
  return node.IsScalar() && node.Scalar() == "none";
}

}  // namespace

PriceReader::PriceReader(std::string file, core::Faults& faults)
    : file_{std::move(file)}, faults_{faults} {}

void PriceReader::read_scalings(const YAML::Node& node) {
  if (!node.IsMap()) {
    faults_.add(core::position_of(node, file_), "'scaling' must be a mapping of names to factors");
    return;
  }
  for (const auto& entry : node) {
    const auto name = entry.first.Scalar();
    MappingReader reader{entry.second, file_, fmt::format("the scaling '{}'", name), faults_};
    Scaling scaling;
    scaling.area = reader.positive("area");
    scaling.energy = reader.positive("energy");
    scaling.leakage = reader.positive("leakage");
    scaling.follows_voltage = reader.boolean("follows_voltage");
    reader.one_of("mark", marks);
    reader.text("source");
    reader.finish();
    scalings_[name] = scaling;
    scaling_names_.push_back(name);
  }
}

KindPrices PriceReader::read_kind(const std::string& kind, const YAML::Node& node) {
  KindPrices prices;
  prices.where = core::position_of(node, file_);
  MappingReader reader{node, file_, fmt::format("the component kind '{}'", kind), faults_};
  prices.area = read_optional(kind + "/area", reader.required("area"), Quantity::area);
  prices.leakage = read_optional(kind + "/leakage", reader.required("leakage"), Quantity::leakage);
  const auto actions = reader.required("actions");
  reader.finish();
  if (!actions.IsDefined() || is_none(actions)) return prices;
  if (!actions.IsMap()) {
    faults_.add(
        core::position_of(actions, file_),
        fmt::format("'actions' of '{}' must be a mapping of names to prices, or none", kind));
    return prices;
  }
  for (const auto& entry : actions) {
    const auto action = entry.first.Scalar();
    prices.actions[action] = read_price(kind + "/" + action, entry.second, Quantity::energy);
  }
  return prices;
}

std::optional<Price> PriceReader::read_optional(const std::string& what, const YAML::Node& node,
                                                Quantity quantity) {
  if (!node.IsDefined() || is_none(node)) return std::nullopt;
  return read_price(what, node, quantity);
}

Price PriceReader::read_price(const std::string& what, const YAML::Node& node, Quantity quantity) {
  const char* const unit_key = quantity == Quantity::area     ? "um2"
                               : quantity == Quantity::energy ? "pj"
                                                              : "uw_per_um2";
  MappingReader reader{node, file_, fmt::format("the price '{}'", what), faults_};
  Price price;
  price.where = core::position_of(node, file_);
  price.law.value = reader.positive(unit_key);
  price.law.terms = read_terms(what, reader.optional("at"), reader.optional("exponents"));
  price.scaling = reader.one_of("scale", scaling_names_);
  price.mark = reader.one_of("mark", marks);
  price.source = reader.text("source");
  reader.finish();
  const auto scaling = scalings_[price.scaling];
  price.follows_voltage = scaling.follows_voltage;
  price.scale = quantity == Quantity::area     ? scaling.area
                : quantity == Quantity::energy ? scaling.energy
                                               : scaling.leakage;
  return price;
}

std::vector<Law::Term> PriceReader::read_terms(const std::string& what, const YAML::Node& at,
                                               const YAML::Node& exponents) {
  std::vector<Law::Term> terms;
  if (!at.IsDefined() && !exponents.IsDefined()) return terms;
  const auto name = fmt::format("of the price '{}'", what);
  if (!at.IsDefined() || !exponents.IsDefined() || !at.IsMap() || !exponents.IsMap()) {
    faults_.add(
        core::position_of(at.IsDefined() ? at : exponents, file_),
        fmt::format("'at' and 'exponents' {} must be two mappings over the same attributes", name));
    return terms;
  }
  MappingReader references{at, file_, "'at' " + name, faults_};
  for (const auto& entry : exponents) {
    const auto attribute = entry.first.Scalar();
    const double exponent =
        read_number(fmt::format("the exponent '{}' {}", attribute, name), entry.second);
    terms.push_back({attribute, references.positive(attribute), exponent});
  }
  references.finish();
  return terms;
}

double PriceReader::read_number(const std::string& what, const YAML::Node& node) {
  double value = 0.0;
  if (node.IsScalar() && core::parse_number(node.Scalar(), value)) return value;
  faults_.add(core::position_of(node, file_), what + " must be a number");
  return 0.0;
}

}  // namespace gossamer::cost
