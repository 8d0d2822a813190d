// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstddef>

#include "workload/layer.hpp"
#include "workload/reader_block.hpp"

namespace gossamer::workload {

/// Reads one entry of `layers`, the `number`-th from 1. Every fault goes to the context; the layer
/// is good for use only if there was none.
Layer read_layer(const YAML::Node& node, std::size_t number, ReaderContext& context);

}  // namespace gossamer::workload
