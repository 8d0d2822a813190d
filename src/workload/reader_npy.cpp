// SPDX-License-Identifier: Apache-2.0
#include "workload/reader_npy.hpp"

#include <fmt/format.h>

#include "tensor/npy.hpp"

namespace gossamer::workload {

void check_npy(ReaderContext& context, const core::Position& where, const std::string& name,
               const std::string& path, const tensor::Shape& needed) {
  try {
    const tensor::NpyHeader header = tensor::read_npy_header(path);
    if (header.shape == needed) return;
    context.faults.add(where, fmt::format("{}: {} has shape [{}]; the layer needs [{}]", name, path,
                                          fmt::join(header.shape, ", "), fmt::join(needed, ", ")));
  } catch (const core::ConfigError& error) {
    for (const core::Fault& fault : error.faults()) {
      context.faults.add(
          where, fmt::format("{}: {}: {}", name, core::to_string(fault.where), fault.message));
    }
  } catch (const core::FileError& error) {
    context.unreadable.push_back({where, fmt::format("{}: {}", name, error.what())});
  }
}

}  // namespace gossamer::workload
