// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "workload/layer.hpp"

namespace gossamer::sweep {

/// Everything of a layer that decides its simulation, and nothing else: no positions, and for files
/// what `digest` says of them instead of their names.
nlohmann::json layer_json(const workload::Layer& layer,
                          const std::function<std::string(const std::string& file)>& digest);

}  // namespace gossamer::sweep
