// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/yaml_map.hpp"
#include "workload/layer.hpp"
#include "workload/reader_block.hpp"

namespace gossamer::workload {

/// Reads the key `widen` of a workload, if it is there, and adds a fault for whatever hinders it in
/// the layers: operands from files, microbenchmarks, shapes that would outgrow the limits.
std::optional<Widening> read_widening(core::YamlMap& root, const std::vector<Layer>& layers,
                                      ReaderContext& context);

}  // namespace gossamer::workload
