// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arch/configuration.hpp"
#include "cost/formula.hpp"
#include "sweep/axis.hpp"
#include "sweep/condition.hpp"
#include "workload/layer.hpp"

namespace gossamer::sweep {

/// Parameters of a sweep that are no machine's: the seed, and densities that replace those of all
/// generated operands of the workload.
inline constexpr const char* seed_path = "seed";
inline constexpr const char* weight_density_path = "workload.weight_density";
inline constexpr const char* activation_density_path = "workload.activation_density";

/// A parameter whose value is an expression of others.
struct Derived {
  std::string path;
  core::Position where;
  Type type = Type::number;
  cost::Formula formula;
};

/// One of the architectures that a sweep starts from, with what it varies of it.
struct Base {
  std::string name;  ///< of the file, without folder and extension
  std::string path;  ///< of the file
  std::shared_ptr<const arch::ArchitectureFile> file;
  nlohmann::ordered_json parameters;  ///< as the file has them
  std::map<std::string, Type> types;  ///< of every parameter that may be swept
  std::vector<Axis> axes;             ///< in the order of the sweep file
  std::vector<Derived> derived;       ///< each after those it depends on
  std::vector<Condition> conditions;  ///< those that concern it
  cost::Attributes numbers;           ///< every parameter of the file that is a number
};

/// One of the workloads, with the layers that were chosen.
struct Workload {
  std::string name;
  core::Position where;
  std::vector<workload::Layer> layers;
};

enum class Sampling { grid, random, latin_hypercube };

inline const std::vector<std::string> sampling_names{"grid", "random", "latin_hypercube"};

struct Limits {
  double seconds = 0.0;                           ///< of one point, by the wall clock; 0 for none
  std::uint64_t memory = std::uint64_t{8} << 30;  ///< bytes, of one point
};

/// A sweep file, read and checked.
struct Sweep {
  std::string name;
  std::string file;
  std::vector<Base> bases;
  std::vector<Workload> workloads;
  Sampling sampling = Sampling::grid;
  std::uint32_t samples = 0;  ///< per base and workload, but for grids
  std::uint64_t sample_seed = 1;
  std::uint64_t seed = 1;
  bool values = true;
  bool check = false;
  Limits limits;
};

}  // namespace gossamer::sweep
