// SPDX-License-Identifier: Apache-2.0
#include "cost/library.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/yaml.hpp"
#include "cost/mapping_reader.hpp"
#include "cost/marks.hpp"

namespace gossamer::cost {
namespace {

const std::vector<std::string> followings{"logic", "wire", "nothing"};

bool is_none(const YAML::Node& node) {
  return node.IsScalar() && node.Scalar() == "none";
}

/// Reads one primitive; faults are collected, not thrown.
class PrimitiveReader {
 public:
  PrimitiveReader(std::string name, const YAML::Node& node, const std::string& file,
                  core::Faults& faults)
      : name_{std::move(name)},
        file_{file},
        faults_{faults},
        reader_{node, file, fmt::format("the primitive '{}'", name_), faults} {
    primitive_.where = core::position_of(node, file);
  }

  Primitive read() {
    primitive_.what = reader_.text("what");
    const std::string follows = reader_.one_of("follows", followings);
    primitive_.follows = follows == "wire"      ? Follows::wire
                         : follows == "nothing" ? Follows::nothing
                                                : Follows::logic;
    if (scales()) {  // what does not scale has neither
      node_nm_ = reader_.positive("node_nm");
      voltage_ = reader_.positive("voltage");
    }
    primitive_.area = quantity(area_name, reader_.required(area_name), "um2");
    const YAML::Node leakage = reader_.required("leakage");
    primitive_.leakage = quantity("leakage", leakage, "uw");
    const YAML::Node actions = reader_.required("actions");
    reader_.finish();
    if (actions.IsDefined() && !is_none(actions)) read_actions(actions);
    primitive_.attributes.erase(area_name);
    return std::move(primitive_);
  }

 private:
  bool scales() const { return primitive_.follows != Follows::nothing; }

  void read_actions(const YAML::Node& actions) {
    if (!actions.IsMap()) {
      faults_.add(
          core::position_of(actions, file_),
          fmt::format("'actions' of '{}' must be a mapping of names to energies, or none", name_));
      return;
    }
    for (const auto& entry : actions) {
      const auto action = entry.first.Scalar();
      if (auto energy = quantity(action, entry.second, "pj")) {
        primitive_.actions[action] = std::move(*energy);
      }
    }
  }

  std::optional<Quantity> quantity(const std::string& what, const YAML::Node& node,
                                   const char* unit) {
    if (!node.IsDefined() || (is_none(node) && unit != std::string{"pj"})) return std::nullopt;
    MappingReader reader{node, file_, fmt::format("'{}' of the primitive '{}'", what, name_),
                         faults_};
    Quantity quantity;
    quantity.where = core::position_of(node, file_);
    const std::size_t before = faults_.size();
    const std::string text = reader.text(unit);
    if (node.IsMap() && faults_.size() == before) {
      quantity.formula = Formula::parse(text, reader.where(unit), faults_);
    }
    if (scales()) {
      quantity.node_nm = reader.optional_positive("node_nm", node_nm_);
      quantity.voltage = reader.optional_positive("voltage", voltage_);
    }
    quantity.mark = reader.one_of("mark", marks);
    quantity.source = reader.text("source");
    if (unit == std::string{"uw"}) {
      primitive_.transistors = reader.one_of("transistors", transistor_classes);
    }
    reader.finish();
    const auto& names = quantity.formula.names();
    if (what == area_name && names.count(area_name) != 0) {
      faults_.add(quantity.where, fmt::format("the area of '{}' names itself", name_));
    }
    if (names.count(area_name) != 0 && !primitive_.area) {
      faults_.add(quantity.where,
                  fmt::format("'{}' of '{}' names its area, but it has none", what, name_));
    }
    primitive_.attributes.insert(names.begin(), names.end());
    return quantity;
  }

  std::string name_;
  const std::string& file_;
  core::Faults& faults_;
  MappingReader reader_;
  Primitive primitive_;
  double node_nm_ = 0.0;
  double voltage_ = 0.0;
};

}  // namespace

Library Library::load(const std::string& path) {
  const auto root = core::load_yaml(path);
  core::Faults faults;
  Library library;
  library.file_ = path;
  MappingReader reader{root, path, "a library of primitives", faults};
  const auto primitives = reader.required("primitives");
  reader.finish();
  if (primitives.IsDefined() && !primitives.IsMap()) {
    faults.add(core::position_of(primitives, path),
               "'primitives' must be a mapping of names to primitives");
  } else if (primitives.IsDefined()) {
    for (const auto& entry : primitives) {
      const auto name = entry.first.Scalar();
      library.primitives_[name] = PrimitiveReader{name, entry.second, path, faults}.read();
    }
  }
  faults.throw_if_any();
  return library;
}

}  // namespace gossamer::cost
