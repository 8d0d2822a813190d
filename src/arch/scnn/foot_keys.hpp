// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// Where the products of an activation land: its offset in the footprint, and the filter taps that
/// keep it inside the output plane. The address of a product is the activation's offset plus the
/// weight's.
struct FootKey {
  std::uint32_t offset = 0;
  std::uint8_t first_row = 0;  ///< filter rows first_row to last_row stay inside the plane
  std::uint8_t last_row = 0;
  std::uint8_t first_col = 0;
  std::uint8_t last_col = 0;
  bool none = false;  ///< no tap does

  bool inside(std::uint8_t row, std::uint8_t col) const {
    return !none && row >= first_row && row <= last_row && col >= first_col && col <= last_col;
  }
};

/// The distinct keys of a layer, numbered. Activations of different PEs share most of them.
class FootKeys {
 public:
  FootKeys(const workload::Conv2d& conv, std::uint32_t footprint_width);

  /// Key of the activation at plane position (y, x) whose tile begins at (tile_y, tile_x).
  std::uint32_t number(std::int32_t y, std::int32_t x, std::int32_t tile_y, std::int32_t tile_x);

  const FootKey& key(std::uint32_t number) const { return keys_[number]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }

 private:
  using Identity = std::tuple<std::uint32_t, int, int, int, int>;

  workload::Conv2d conv_;
  std::uint32_t footprint_width_;
  std::vector<FootKey> keys_;
  std::map<Identity, std::uint32_t> numbers_;
};

}  // namespace gossamer::arch::scnn
