// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "workload/layer.hpp"

namespace gossamer::workload {

/// Reads a layer trace (docs/workloads.md). .npy headers are read and compared with the layer's
/// shape; the elements are not. Throws ConfigError with every fault of the file, or FileError.
Network read_network(const std::string& path);

}  // namespace gossamer::workload
