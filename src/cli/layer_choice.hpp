// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "workload/layer.hpp"

namespace gossamer::cli {

/// The layers in whose name the regular expression (RE2 syntax) is found, in the network's order;
/// all for "". Throws ConfigError if it is none or finds nothing, with all names and the nearest.
std::vector<workload::Layer> choose_layers(const workload::Network& network,
                                           const std::string& expression);

}  // namespace gossamer::cli
