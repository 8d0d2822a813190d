// SPDX-License-Identifier: Apache-2.0
#include "cost/technology.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/yaml.hpp"
#include "cost/mapping_reader.hpp"
#include "cost/marks.hpp"

namespace gossamer::cost {
namespace {

Origin read_origin(MappingReader& reader) {
  std::string mark = reader.one_of("mark", marks);
  return {std::move(mark), reader.text("source")};
}

void read_leakage(MappingReader& technology, const std::string& file, Scaling& scaling,
                  core::Faults& faults) {
  const YAML::Node node = technology.required("leakage");
  if (!node.IsDefined()) return;
  MappingReader reader{node, file, "'leakage'", faults};
  for (const std::string& name : transistor_classes) scaling.leakage[name] = reader.positive(name);
  scaling.leakage_origin = read_origin(reader);
  reader.finish();
}

void read_node(MappingReader& technology, Scaling& scaling, core::Faults& faults) {
  if (!technology.required("node_nm").IsDefined()) return;
  scaling.node_nm = technology.positive("node_nm");
  const std::vector<double> nodes = table_nodes();
  if (scaling.method == Method::own ||
      std::find(nodes.begin(), nodes.end(), scaling.node_nm) != nodes.end()) {
    return;
  }
  faults.add(technology.where("node_nm"),
             fmt::format("node_nm: {} is no node of the scaling tables; allowed: {}",
                         scaling.node_nm, fmt::join(nodes, ", ")));
}

void read_own(MappingReader& technology, const std::string& file, Scaling& scaling,
              core::Faults& faults) {
  if (scaling.method != Method::own) return;
  const YAML::Node list = technology.required("factors");
  if (!list.IsDefined()) return;
  if (!list.IsSequence()) {
    faults.add(core::position_of(list, file), "'factors' must be a list, an entry per node");
    return;
  }
  for (const auto& entry : list) {
    MappingReader reader{entry, file, "an entry of 'factors'", faults};
    const double from = reader.positive("from_nm");
    const OwnFactors factors{reader.positive("area"), reader.positive("energy"),
                             reader.positive("leakage"), read_origin(reader)};
    reader.finish();
    if (!scaling.own.emplace(from, factors).second) {
      faults.add(reader.where("from_nm"), fmt::format("from_nm: {} is given twice", from));
    }
  }
}

/// Nodes at which something of the library stands that follows the node.
std::set<double> nodes_of(const Library& library) {
  std::set<double> nodes;
  for (const auto& [name, primitive] : library.primitives()) {
    if (primitive.follows == Follows::nothing) continue;
    if (primitive.area) nodes.insert(primitive.area->node_nm);
    if (primitive.leakage) nodes.insert(primitive.leakage->node_nm);
    for (const auto& [action, quantity] : primitive.actions) nodes.insert(quantity.node_nm);
  }
  return nodes;
}

/// The tables do not reach beyond their ends: nobody has measured what a source there would need.
void refuse_nodes_outside(const Scaling& scaling, const Library& library, core::Faults& faults) {
  if (scaling.method == Method::own) return;
  const std::vector<double> nodes = table_nodes();
  const auto check = [&](const Quantity& quantity) {
    if (quantity.node_nm >= nodes.back() && quantity.node_nm <= nodes.front()) return;
    faults.add(quantity.where,
               fmt::format("a source at {} nm cannot be scaled by the tables; allowed: {} to {}, "
                           "or 'scaling: own' in the technology file",
                           quantity.node_nm, nodes.back(), nodes.front()));
  };
  for (const auto& [name, primitive] : library.primitives()) {
    if (primitive.follows != Follows::logic) continue;
    if (primitive.area) check(*primitive.area);
    if (primitive.leakage) check(*primitive.leakage);
    for (const auto& [action, quantity] : primitive.actions) check(quantity);
  }
}

void refuse_missing_factors(const Scaling& scaling, const Library& library,
                            const core::Position& where, core::Faults& faults) {
  if (scaling.method != Method::own) return;
  for (const double node : nodes_of(library)) {
    if (scaling.own.count(node) != 0) continue;
    faults.add(where, fmt::format("'factors' lacks an entry from {} nm, where {} has values", node,
                                  library.file()));
  }
}

std::string find_library(const std::string& technology, const std::string& library,
                         const std::filesystem::path& shipped) {
  const auto beside = std::filesystem::path{technology}.parent_path() / library;
  std::error_code error;
  const bool use_shipped = !std::filesystem::exists(beside, error) && !shipped.empty();
  return (use_shipped ? shipped / library : beside).lexically_normal().string();
}

/// A file that cannot be read is told with the place that names it.
Library load_library(const std::string& file, const core::Position& named_at) {
  try {
    return Library::load(file);
  } catch (const core::FileError& error) {
    throw core::FileError{fmt::format("{}: library: {}", core::to_string(named_at), error.what())};
  }
}

}  // namespace

Technology Technology::load(const std::string& path, const std::filesystem::path& shipped) {
  const auto root = core::load_yaml(path);
  core::Faults faults;
  Technology technology;
  technology.file_ = path;
  MappingReader reader{root, path, "a technology file", faults};
  technology.name_ = reader.text("technology");
  const std::string library = reader.text("library");
  Scaling& scaling = technology.scaling_;
  const std::string method = reader.one_of("scaling", method_names);
  const auto found = std::find(method_names.begin(), method_names.end(), method);
  scaling.method =
      static_cast<Method>(found == method_names.end() ? 0 : found - method_names.begin());
  read_node(reader, scaling, faults);
  scaling.voltage = reader.positive("voltage");
  read_leakage(reader, path, scaling, faults);
  read_own(reader, path, scaling, faults);
  const bool own = scaling.method == Method::own;  // only then is the key a known one
  const core::Position factors = own ? reader.where("factors") : core::Position{};
  const core::Position named_at = reader.where("library");
  reader.finish();
  faults.throw_if_any();
  technology.library_ = load_library(find_library(path, library, shipped), named_at);
  refuse_missing_factors(scaling, technology.library_, factors, faults);
  refuse_nodes_outside(scaling, technology.library_, faults);
  faults.throw_if_any();
  return technology;
}

Technology Technology::scaled_by(Method method) const {
  Technology other = *this;
  other.scaling_.method = method;
  core::Faults faults;
  const std::vector<double> nodes = table_nodes();
  const double node = scaling_.node_nm;
  if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) {
    faults.add({file_}, fmt::format("node_nm: {} is no node of the scaling tables; allowed: {}",
                                    node, fmt::join(nodes, ", ")));
  }
  refuse_nodes_outside(other.scaling_, library_, faults);
  faults.throw_if_any();
  return other;
}

std::string Technology::method() const {
  const std::string& name = method_names[static_cast<std::size_t>(scaling_.method)];
  return fmt::format("{} to {} nm", name, scaling_.node_nm);
}

}  // namespace gossamer::cost
