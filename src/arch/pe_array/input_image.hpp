// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "arch/pe_array/schedule.hpp"
#include "memory/tile_loader.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::arch::pe_array {

/// The inputs of a layer in the global buffer: all of them from the start, or the tiles that have
/// come from DRAM; without values none, and bytes of nothing in DRAM. Refers to mapping, schedule
/// and activations.
class InputImage : public memory::TileSink {
 public:
  InputImage(const Mapping& mapping, const Schedule& schedule,
             const numerics::vsq::Vectors& activations, bool values);

  /// Appends the tiles to DRAM, each from a multiple of `align` on, and says where each load finds
  /// its tile.
  std::vector<memory::TileLoader::Stored> store(std::uint32_t align,
                                                std::vector<std::uint8_t>& dram) const;

  void arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) override;

  /// What a packet of inputs carries (InputsHere); none without values.
  std::shared_ptr<const numerics::vsq::Vectors> tile(const Packet& packet);
  void forget(std::uint32_t load) { tiles_.erase(load); }

  /// Test hook: the first tile that carries anything but zeros leaves as zeros.
  void lose() { loses_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  std::shared_ptr<numerics::vsq::Vectors> gather(const InputTileId& tile) const;

  const Mapping& mapping_;
  const Schedule& schedule_;
  const numerics::vsq::Vectors& activations_;
  const bool values_;
  std::unordered_map<std::uint32_t, std::shared_ptr<numerics::vsq::Vectors>> tiles_;  // by load
  bool loses_ = false;
  std::uint32_t lost_ = 0;
};

}  // namespace gossamer::arch::pe_array
