// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/planar/activation_format.hpp"
#include "arch/planar/axis.hpp"
#include "arch/planar/tiling.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::planar {

/// The inputs of a channel that belong to one slice: those of one phase of each axis. By default,
/// with axes of stride 1, all.
struct Lattice {
  Axis vertical;
  Axis horizontal;
  std::uint32_t row = 0;  ///< phases
  std::uint32_t col = 0;
};

/// The inputs of an image as PEs store them: a block per time tile, slice and PE. The slices of a
/// channel follow one another: channel x lattices + number of the lattice.
class InputBlocks {
 public:
  /// image: [channels][height][width].
  InputBlocks(const ActivationFormat& format, const workload::Conv2d& conv,
              const std::vector<Lattice>& lattices, const std::vector<Tiling>& tiles,
              const std::int16_t* image);

  std::uint32_t tiles() const { return static_cast<std::uint32_t>(tiles_); }
  std::uint32_t slices() const { return static_cast<std::uint32_t>(slices_); }
  std::uint32_t pes() const { return static_cast<std::uint32_t>(pes_); }

  /// Whether a PE has inputs of a slice, be they zeros.
  bool holds(std::size_t tile, std::uint32_t slice, std::uint32_t pe) const {
    return holds_[number(tile, slice, pe)];
  }
  BlockView block(std::size_t tile, std::uint32_t slice, std::uint32_t pe) const {
    const std::size_t n = number(tile, slice, pe);
    return {elements_.data() + begin_[n], static_cast<std::uint32_t>(begin_[n + 1] - begin_[n])};
  }

  /// Stored values of a PE in one time tile, and in the one that has most, over all PEs.
  std::uint64_t stored(std::size_t tile, std::uint32_t pe) const;
  std::uint64_t most_stored_in_a_tile() const;
  /// Those of all time tiles, of the PE that has most.
  std::uint64_t most_stored() const;

 private:
  std::size_t number(std::size_t tile, std::uint32_t slice, std::uint32_t pe) const {
    return (tile * slices_ + slice) * pes_ + pe;
  }

  std::size_t slices_;
  std::size_t pes_;
  std::size_t tiles_;
  std::vector<tensor::RunLengthElement> elements_;
  std::vector<std::size_t> begin_{0};
  std::vector<bool> holds_;
};

}  // namespace gossamer::arch::planar
