// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/layer_record.hpp"
#include "report/run_report.hpp"

namespace gossamer::report::comparison {

/// The schema of compare.json; a key never changes its meaning under one number.
inline constexpr const char* schema = "gossamer-compare/1";

/// The same counters priced as the technology says, and by each method of scaling.
struct LayerEnergy {
  double pj = 0.0;                          ///< the sum of the leaves
  std::map<std::string, double> leaves_pj;  ///< by component; `pe` repeats those under `pe/`
  /// By "cv2" and "fitted"; empty where the technology has factors of its own.
  std::map<std::string, double> by_method_pj;
};

struct ComparedLayer {
  core::LayerRecord record;
  std::string bottleneck;
  LayerEnergy energy;
};

/// One machine on one workload.
struct ComparedRun {
  std::vector<ComparedLayer> layers;
  std::vector<SkippedLayer> skipped;
};

struct ComparedMachine {
  std::string name;          ///< unique in a comparison
  std::string architecture;  ///< name of the architecture file
  std::string family;        ///< catalogue name
  std::string source;        ///< directory or configuration
  Pricing pricing;
  std::string ert;  ///< file of the user's energies, "" for none
  std::string art;  ///< of the user's areas
  double clock_ghz = 1.0;
  std::uint64_t multipliers = 0;
  std::map<std::string, double> area_mm2;  ///< calibrated, by component
  double area_low_mm2 = 0.0;               ///< over the methods of scaling
  double area_high_mm2 = 0.0;
  double dram_gb_per_s = 0.0;
  nlohmann::ordered_json slot_reasons = nlohmann::ordered_json::object();
  nlohmann::ordered_json scaled = nlohmann::ordered_json::object();  ///< path: [before, after]
  std::optional<double> deviation;  ///< from the target, as a fraction of it
};

struct ComparedWorkload {
  std::string name;
  std::uint64_t seed = 1;
  std::vector<std::optional<ComparedRun>> runs;  ///< one for each machine
};

/// A machine whose deviation is larger does not have it equal.
inline constexpr double equal_tolerance = 0.05;

/// What the machines were made to have equal.
struct EqualTarget {
  std::string quantity;  ///< area, multipliers or bandwidth
  double target = 0.0;
  std::string unit;
  std::string of;  ///< the machine whose it is, or "" for a number of the user
};

/// A published figure about two machines of a comparison.
struct PublishedFigure {
  std::string machine;
  std::string against;
  /// The figure is of their arithmetic mean: name -> number of layers that it is of.
  std::vector<std::pair<std::string, std::uint64_t>> workloads;
  std::string quantity;
  double value = 0.0;
  std::string mark;
  std::string source;
  std::string note;
};

struct Comparison {
  std::string version;
  std::size_t baseline = 0;
  std::optional<EqualTarget> equal;
  std::vector<ComparedMachine> machines;
  std::vector<ComparedWorkload> workloads;
  std::vector<PublishedFigure> published;
  std::vector<std::string> notes;
};

/// The content of compare.json; keys and their meaning are in docs/compare.md.
nlohmann::ordered_json to_json(const Comparison& comparison);

/// The geometric mean of positive numbers, with the same bits on every host; 0 for none.
double geometric_mean(const std::vector<double>& values);
double arithmetic_mean(const std::vector<double>& values);

}  // namespace gossamer::report::comparison
