// SPDX-License-Identifier: Apache-2.0
#include "sweep/digest.hpp"

#include "core/digest.hpp"
#include "sweep/layer_json.hpp"
#include "sweep/simulate.hpp"

namespace gossamer::sweep {

using nlohmann::json;

std::string Identities::digest_of_file(const std::string& file) {
  std::string& digest = files_[file];
  if (digest.empty()) digest = core::digest_of_file(file);
  return digest;
}

std::string Identities::digest_of_machine(const Point& point) {
  const std::vector<core::Override> values = overrides(sweep_, point);
  std::string key = std::to_string(point.base);
  for (const core::Override& each : values) key += "\n" + each.path + "=" + each.value;
  std::string& digest = machines_[key];
  if (!digest.empty()) return digest;
  const auto configuration = sweep_.bases[point.base].file->configure(values);
  json parameters = configuration.parameters;
  for (const std::string_view file : price_files) parameters.erase(std::string{file});
  digest =
      core::digest(json{std::move(parameters), prices_.of(configuration.operation).digest}.dump());
  return digest;
}

std::string Identities::digest_of_layers(const Point& point) {
  std::string key = std::to_string(point.workload);
  for (const auto& [path, value] : settings(sweep_, point)) {
    if (path == weight_density_path || path == activation_density_path) {
      key += " " + path + "=" + text_of(value);
    }
  }
  std::string& digest = layers_[key];
  if (!digest.empty()) return digest;
  json all = json::array();
  for (const workload::Layer& layer : layers(sweep_, point)) {
    all.push_back(
        layer_json(layer, [this](const std::string& file) { return digest_of_file(file); }));
  }
  digest = core::digest(all.dump());
  return digest;
}

Identity Identities::of(const Point& point) {
  json parts{{"version", version_}, {"values", sweep_.values}, {"check", sweep_.check}};
  Identity identity;
  try {
    parts["machine"] = digest_of_machine(point);
    parts["seed"] = options(sweep_, point).seed;
    parts["layers"] = digest_of_layers(point);
  } catch (const core::ConfigError& error) {
    identity.refusal = failure(error);
    parts["refused"] = {sweep_.bases[point.base].parameters, settings(sweep_, point),
                        sweep_.workloads[point.workload].name};
  }
  identity.digest = core::digest(parts.dump());
  return identity;
}

}  // namespace gossamer::sweep
