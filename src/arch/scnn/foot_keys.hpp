// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "arch/scnn/phases.hpp"
#include "arch/scnn/tiling.hpp"

namespace gossamer::arch::scnn {

/// Where the products of an activation land: its offset in the footprint, and the filter taps that
/// keep it inside the outputs that are worked on. The address of a product is the activation's
/// offset plus the weight's. Rows and columns of taps are shifted ones (phases.hpp).
struct FootKey {
  std::uint32_t offset = 0;
  std::uint16_t first_row = 0;  ///< tap rows first_row to last_row stay inside
  std::uint16_t last_row = 0;
  std::uint16_t first_col = 0;
  std::uint16_t last_col = 0;
  bool none = false;  ///< no tap does

  bool inside(std::uint32_t row, std::uint32_t col) const {
    return !none && row >= first_row && row <= last_row && col >= first_col && col <= last_col;
  }
};

/// The distinct keys of a layer, numbered. Activations of different PEs share most of them.
class FootKeys {
 public:
  explicit FootKeys(std::uint32_t footprint_width) : footprint_width_{footprint_width} {}

  /// Keys of the inputs of one phase in a PE's tile, row by row.
  std::vector<std::uint32_t> numbers(const Tiling& tiling, std::uint32_t pe, const Phases& phases,
                                     const Phase& phase);

  const FootKey& key(std::uint32_t number) const { return keys_[number]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }

 private:
  /// What a key is made of along one axis: offset, first and last tap.
  struct Part {
    std::uint32_t offset;
    std::int32_t first;
    std::int32_t last;
  };
  using Identity = std::tuple<std::uint32_t, int, int, int, int>;

  static std::vector<Part> parts(const Axis& axis, const Axis::Run& inputs, std::int32_t origin,
                                 std::int32_t first_output, std::int32_t output_end);
  std::uint32_t number(const Part& row, const Part& col);

  std::uint32_t footprint_width_;
  std::vector<FootKey> keys_;
  std::map<Identity, std::uint32_t> numbers_;
};

}  // namespace gossamer::arch::scnn
