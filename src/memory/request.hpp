// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gossamer::memory {

/// Asks the DRAM to move `bytes` bytes between `address` and `data`. The requester owns `data` and
/// leaves it alone until the response with the same tag.
struct MemoryRequest {
  std::uint64_t address = 0;
  std::uint32_t bytes = 0;
  bool write = false;
  std::uint8_t* data = nullptr;
  std::uint32_t tag = 0;
};

/// The data of the request with this tag have been moved.
struct MemoryResponse {
  std::uint32_t tag = 0;
};

}  // namespace gossamer::memory
