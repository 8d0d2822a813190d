// SPDX-License-Identifier: Apache-2.0
#include "cli/compare_notes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "cli/version.hpp"
#include "core/names.hpp"
#include "cost/breakdown.hpp"

namespace gossamer::cli {

namespace {

class Notes {
 public:
  Notes(const std::vector<MachineSource>& machines, const std::vector<BandedPrices>& prices,
        const CompareOptions& options)
      : machines_{machines}, prices_{prices}, options_{options} {}

  std::vector<std::string> all() {
    technologies();
    if (options_.equal.rfind("multipliers", 0) == 0) {
      add("multipliers count alike whatever they multiply; number formats differ between families");
    }
    for (std::size_t i = 0; i < machines_.size(); ++i) {
      if (!machines_[i].scaled.empty()) scaling(machines_[i], prices_[i]);
      tables(machines_[i], prices_[i]);
      calibration(machines_[i], prices_[i]);
      for (const auto& run : machines_[i].runs) stored(machines_[i], prices_[i], run);
    }
    if (!statistical_.empty()) {
      add("run without values, output masks drawn at the given densities: {}",
          core::joined(statistical_));
    }
    for (const auto& [figures, runs] : upper_bounds_) {
      add("run without values, so upper bounds: {} of {}", figures, core::joined(runs));
    }
    return std::move(notes_);
  }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> text, Args&&... args) {
    notes_.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

  void technologies() {
    std::string list, voltage_list;
    std::set<std::string> different;
    std::set<double> voltages;
    std::vector<std::string> without_band;
    for (std::size_t i = 0; i < machines_.size(); ++i) {
      const report::Pricing pricing = prices_[i].pricing();
      voltages.insert(pricing.voltage);
      voltage_list +=
          fmt::format("{}{} {:.4g} V", i == 0 ? "" : ", ", machines_[i].name, pricing.voltage);
      if (prices_[i].from_tables_alone()) continue;
      different.insert(pricing.method.substr(pricing.method.find("to ")));
      list += (list.empty() ? "" : ", ") + machines_[i].name + " " + pricing.method;
      if (!prices_[i].has_band()) without_band.push_back(machines_[i].name);
    }
    if (different.size() > 1) {
      add("energies and areas are of different nodes ({}); --technology prices all at one", list);
    }
    if (different.size() == 1 && voltages.size() > 1) {
      add("energies are of different supply voltages ({})", voltage_list);
    }
    if (!without_band.empty()) {
      add("the technology of {} has factors of its own: no band", core::joined(without_band));
    }
  }

  /// Components with area that are as large as before, while others have grown or shrunk.
  std::string kept_components(const MachineSource& machine, const BandedPrices& prices,
                              const std::vector<core::Override>& before) const {
    const auto old_area =
        BandedPrices{machine.file->with(before).read(), options_.technology}.area();
    const auto area = prices.area();
    if (old_area == area) return "";
    std::vector<std::pair<double, std::string>> kept;
    for (const auto& [path, mm2] : area) {
      const auto found = old_area.find(path);
      if (path == "pe" || found == old_area.end() || found->second != mm2) continue;
      kept.emplace_back(mm2 / cost::total(area), path);
    }
    std::sort(kept.rbegin(), kept.rend());
    std::string list;
    for (const auto& [share, path] : kept) {
      if (share >= 0.01) list += fmt::format(", {} ({:.0f} % of its area)", path, 100 * share);
    }
    return list.empty() ? "" : ", and so among its components" + list.substr(1);
  }

  void scaling(const MachineSource& machine, const BandedPrices& prices) {
    std::string changes;
    std::vector<core::Override> before;
    for (const auto& [path, values] : machine.scaled.items()) {
      changes += fmt::format("{}{} {} -> {}", changes.empty() ? "" : ", ", path, values[0].dump(),
                             values[1].dump());
      before.push_back({path, values[0].dump()});
    }
    add("{} was scaled: {}; not scaled: every other parameter{}", machine.name, changes,
        kept_components(machine, prices, before));
    if (std::abs(machine.deviation.value_or(0.0)) > report::comparison::equal_tolerance) {
      add("{} is not equal: no size of it comes nearer to the target than {:+.1f} %", machine.name,
          100 * *machine.deviation);
    }
  }

  void tables(const MachineSource& machine, const BandedPrices& prices) {
    std::vector<std::string> files;
    for (const char* key : {"ert", "art"}) {
      auto file = machine.runs.front().config.value(key, std::string{});
      if (!file.empty()) files.push_back(std::move(file));
    }
    if (files.empty()) return;
    add("{}: prices of {} are taken as they are, neither scaled to a node nor calibrated{}",
        machine.name, fmt::join(files, " and "),
        prices.from_tables_alone() ? "; none is the technology's"
                                   : "; what they leave is priced as its technology says");
  }

  void calibration(const MachineSource& machine, const BandedPrices& prices) {
    const report::Pricing pricing = prices.pricing();
    if (options_.technology.empty() || pricing.calibration.empty()) return;
    const BandedPrices own{machine.configuration, ""};
    if (own.pricing().method == pricing.method) return;
    add("{}: the factors of calibration {} were fitted with {}, and are applied to {}",
        machine.name, pricing.calibration, own.pricing().technology, pricing.technology);
  }

  void stored(const MachineSource& machine, const BandedPrices& prices,
              const report::comparison::StoredRun& run) {
    if (run.version != version) {
      add("{} was written by version {}, this is {}", run.source, run.version, version);
    }
    double was = 0.0, is = 0.0;
    bool wrong = false, statistical = false;
    std::set<std::string> bounds;
    for (const auto& layer : run.layers) {
      if (options_.technology.empty()) {
        was += layer.energy_pj;
        is += prices.energy(layer.record).pj;
      }
      wrong = wrong || !layer.record.mismatches.empty();
      const auto bound = layer.record.choices.find("upper_bounds");
      if (bound != layer.record.choices.end()) bounds.insert(bound->second);
      statistical = statistical || layer.record.timing == core::Timing::statistical;
    }
    if (was != is) {
      add("{}: energies priced again with the files of today are {:+.2f} % off those of its report",
          run.source, 100 * (is / was - 1));
    }
    if (wrong) add("{} computed wrong values on {} (--check)", machine.name, run.workload);
    for (const std::string& figures : bounds) {
      upper_bounds_[figures].push_back(machine.name + " on " + run.workload);
    }
    if (statistical) statistical_.push_back(machine.name + " on " + run.workload);
  }

  const std::vector<MachineSource>& machines_;
  const std::vector<BandedPrices>& prices_;
  const CompareOptions& options_;
  std::vector<std::string> notes_;
  std::vector<std::string> statistical_;                          ///< runs whose time is
  std::map<std::string, std::vector<std::string>> upper_bounds_;  ///< figures, and of which runs
};

}  // namespace

std::vector<std::string> comparison_notes(const std::vector<MachineSource>& machines,
                                          const std::vector<BandedPrices>& prices,
                                          const CompareOptions& options) {
  return Notes{machines, prices, options}.all();
}

}  // namespace gossamer::cli
