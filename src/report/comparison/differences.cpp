// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/differences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/names.hpp"

namespace gossamer::report::comparison {
namespace {

const StoredLayer* find_layer(const StoredRun& run, const std::string& name) {
  for (const StoredLayer& layer : run.layers) {
    if (layer.record.name == name) return &layer;
  }
  return nullptr;
}

bool has_skipped(const StoredRun& run, const std::string& name) {
  return std::any_of(run.skipped.begin(), run.skipped.end(),
                     [&](const SkippedLayer& layer) { return layer.name == name; });
}

/// "conv1, conv2 and 7 more"
std::string some_of(const std::vector<std::string>& names) {
  constexpr std::size_t shown = 3;
  if (names.size() <= shown + 1) return core::joined(names);
  return fmt::format("{} and {} more", core::joined({names.begin(), names.begin() + shown}),
                     names.size() - shown);
}

/// Names of the layers of `whole` that `part` has neither run nor skipped.
std::vector<std::string> missing_layers(const StoredRun& part, const StoredRun& whole) {
  std::vector<std::string> names;
  for (const StoredLayer& layer : whole.layers) {
    const std::string& name = layer.record.name;
    if (find_layer(part, name) == nullptr && !has_skipped(part, name)) names.push_back(name);
  }
  return names;
}

bool same_size(const StoredLayer& a, const StoredLayer& b) {
  return a.record.kind == b.record.kind && a.record.macs == b.record.macs;
}

std::vector<std::string> layers_of_other_size(const StoredRun& a, const StoredRun& b) {
  std::vector<std::string> names;
  for (const StoredLayer& layer : a.layers) {
    const StoredLayer* other = find_layer(b, layer.record.name);
    if (other != nullptr && !same_size(layer, *other)) names.push_back(layer.record.name);
  }
  return names;
}

bool has_statistical_layer(const StoredRun& run) {
  return std::any_of(run.layers.begin(), run.layers.end(), [](const StoredLayer& layer) {
    return layer.record.timing == core::Timing::statistical;
  });
}

/// Of two runs of which one has left out the values, the one that does without them had better not
/// be one whose time depends on them.
bool values_matter(const StoredRun& a, const StoredRun& b) {
  if (a.values == b.values) return false;
  return has_statistical_layer(a.values ? b : a);
}

class Differences {
 public:
  Differences(const StoredRun& first, const StoredRun& other) : first_{first}, other_{other} {}

  std::vector<core::Fault> all() {
    inputs();
    if (other_.seed != first_.seed) {
      add(fmt::format("seed {}, but {} has seed {}: generated tensors differ", other_.seed,
                      first_.source, first_.seed));
    }
    if (values_matter(first_, other_)) {
      add(fmt::format("run {} --no-values, {} {} it, and time depends on values here",
                      other_.values ? "without" : "with", first_.source,
                      first_.values ? "without" : "with"));
    }
    layers();
    return std::move(faults_);
  }

 private:
  void add(const std::string& what) { faults_.push_back({{other_.source}, what}); }

  void inputs() {
    if (other_.workload != first_.workload) {
      add(fmt::format("workload {}, but {} has {}", core::quoted(other_.workload), first_.source,
                      core::quoted(first_.workload)));
    } else if (other_.inputs != first_.inputs) {
      add(
          fmt::format("the files of workload {} had other contents than in {} (sha256 in "
                      "resolved.yaml)",
                      core::quoted(other_.workload), first_.source));
    }
  }

  void layers() {
    const auto missing = missing_layers(other_, first_);
    if (!missing.empty()) {
      add(fmt::format("has not run {}, which {} has", some_of(missing), first_.source));
    }
    const auto extra = missing_layers(first_, other_);
    if (!extra.empty()) {
      add(fmt::format("has run {}, which {} has not", some_of(extra), first_.source));
    }
    const auto resized = layers_of_other_size(first_, other_);
    if (!resized.empty()) {
      add(fmt::format("kind or number of MACs of {} is not that of {}", some_of(resized),
                      first_.source));
    }
  }

  const StoredRun& first_;
  const StoredRun& other_;
  std::vector<core::Fault> faults_;
};

}  // namespace

std::vector<core::Fault> differences(const std::vector<const StoredRun*>& runs) {
  std::vector<core::Fault> all;
  for (std::size_t i = 1; i < runs.size(); ++i) {
    for (core::Fault& fault : Differences{*runs[0], *runs[i]}.all()) {
      all.push_back(std::move(fault));
    }
  }
  return all;
}

bool have_common_layer(const StoredRun& a, const StoredRun& b) {
  return std::any_of(a.layers.begin(), a.layers.end(), [&](const StoredLayer& layer) {
    const StoredLayer* other = find_layer(b, layer.record.name);
    return other != nullptr && same_size(layer, *other);
  });
}

}  // namespace gossamer::report::comparison
