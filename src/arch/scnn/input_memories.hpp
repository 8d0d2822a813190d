// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/planar/input_loader.hpp"
#include "arch/scnn/activation_store.hpp"
#include "arch/scnn/foot_keys.hpp"
#include "arch/scnn/image_plan.hpp"

namespace gossamer::arch::scnn {

/// The input memories of all PEs. Resident inputs of all time tiles are there from the start;
/// loaded ones of two time tiles, slice by slice as they come.
class InputMemories : public planar::InputSink {
 public:
  InputMemories(const Params& params, const ImagePlan& image);

  const ActivationStore& store(std::uint32_t tile, std::uint32_t pe) const {
    return stores_[tile % tiles_held_ * pes_ + pe];
  }
  const FootKeys& keys() const { return keys_; }
  /// Positions that accumulators of a PE need per tap.
  std::uint32_t stride(std::uint32_t pe) const { return strides_[pe]; }

  /// Empties the memories that `tile` uses.
  void begin_tile(std::uint32_t tile) override;
  std::uint32_t slices(std::uint32_t tile, std::uint32_t pe) const override {
    return store(tile, pe).slices();
  }
  void append(std::uint32_t tile, std::uint32_t pe, const BlockView& block) override {
    stores_[tile % tiles_held_ * pes_ + pe].append(block);
  }

 private:
  ActivationStore::Keys keys_of(std::uint32_t tile, std::uint32_t pe);
  ActivationStore empty_store(std::uint32_t tile, std::uint32_t pe);

  const Params params_;
  const ImagePlan& image_;
  std::uint32_t pes_;
  std::uint32_t tiles_held_;
  FootKeys keys_;
  std::vector<std::uint32_t> strides_;   // per PE
  std::vector<ActivationStore> stores_;  // [tile][PE]
};

}  // namespace gossamer::arch::scnn
