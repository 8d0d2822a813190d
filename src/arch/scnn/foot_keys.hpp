// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "arch/scnn/phases.hpp"
#include "arch/scnn/shared_names.hpp"

namespace gossamer::arch::scnn {

/// Where the products of an activation land: its offset in the footprint, and the filter taps that
/// keep it inside the outputs that are worked on. The address of a product is the activation's
/// offset plus the weight's.
struct FootKey {
  std::uint32_t offset = 0;
  std::vector<std::uint8_t> inside;  ///< per tap of the filter, row by row: 1, or 0 if outside
};

/// The distinct keys of a layer, numbered. Activations of different PEs share most of them.
class FootKeys {
 public:
  FootKeys(const Phases& phases, std::uint32_t footprint_width)
      : phases_{phases},
        footprint_width_{footprint_width},
        keys_{{0, std::vector<std::uint8_t>(phases.taps())}} {}

  /// Of what has no products, wherever it is.
  static constexpr std::uint32_t nothing = 0;

  /// Keys of the inputs of one phase in a PE's tile, row by row.
  std::vector<std::uint32_t> numbers(const Tiling& tiling, std::uint32_t pe, const Phase& phase);

  const FootKey& key(std::uint32_t number) const { return keys_[number]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }

 private:
  /// What a key is made of along one axis: offset, first and last shifted tap.
  struct Part {
    std::uint32_t offset;
    std::int32_t first;
    std::int32_t last;
  };
  using Identity = std::tuple<std::uint32_t, int, int, int, int>;

  static std::vector<Part> parts(const Axis& axis, const Axis::Run& inputs, std::int32_t origin,
                                 std::int32_t first_output, std::int32_t output_end);
  std::uint32_t number(const Part& row, const Part& col);

  const Phases& phases_;
  std::uint32_t footprint_width_;
  std::vector<FootKey> keys_;
  std::map<Identity, std::uint32_t> numbers_;
};

}  // namespace gossamer::arch::scnn
