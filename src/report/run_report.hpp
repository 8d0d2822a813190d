// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/layer_record.hpp"
#include "core/slot_reason.hpp"
#include "cost/breakdown.hpp"
#include "cost/calibration.hpp"
#include "cost/machine_tree.hpp"

namespace gossamer::report {

/// One layer with what it cost.
struct LayerReport {
  core::LayerRecord record;
  cost::Breakdown energy_pj;
  cost::EnergyParts energy_parts_pj = {};
};

/// An input file of a run, as resolved.yaml names it.
struct InputDigest {
  std::string role;  ///< architecture, technology, calibration, workload or operand
  std::string file;
  std::string sha256;
};

/// A layer that the machine has no hardware for and that the user agreed to leave out.
struct SkippedLayer {
  std::string name;
  std::string kind;
  std::string reason;
  std::uint64_t bytes = 0;  ///< of its weights, activations and outputs, uncompressed
};

/// How areas and energies were made of the library's values.
struct Pricing {
  std::string technology;
  std::string method;  ///< "cv2 to 16 nm"
  double voltage = 0.0;
  std::string calibration;  ///< "" for none
  std::vector<cost::Fit> fits;
};

/// Everything that the reports of one run are written from: the same report, the same bytes.
struct RunReport {
  std::string version;  ///< of the simulator
  std::string architecture;
  nlohmann::ordered_json config;  ///< every parameter, in the order of the documentation
  /// The same, with file names that can be opened from anywhere: an architecture file.
  nlohmann::ordered_json repeatable_config;
  std::string workload;
  std::uint64_t seed = 1;
  nlohmann::ordered_json options = nlohmann::ordered_json::object();  ///< those that change results
  std::vector<InputDigest> inputs;
  double clock_ghz = 1.0;
  core::SlotReasons slot_reasons;  ///< what the slots of the layers mean, in their order
  std::vector<std::string> multiplying_modules;  ///< groups whose multipliers the slots are of
  std::vector<LayerReport> layers;
  std::vector<SkippedLayer> skipped;
  Pricing pricing;
  cost::Breakdown area_mm2;
  std::vector<cost::ComponentArea> area_tree;
};

}  // namespace gossamer::report
