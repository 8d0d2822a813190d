// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/parameters.hpp"

namespace gossamer::arch::planar {

/// The path of activations that do not fit the PEs, between them and DRAM, as a file has it.
struct DmaParams {
  std::uint32_t buffer_kib = 16;

  void describe(core::ParameterVisitor& v);
  std::uint64_t buffer_bytes() const { return std::uint64_t{buffer_kib} * 1024; }
};

}  // namespace gossamer::arch::planar
