// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/channel.hpp"
#include "kernel/level.hpp"
#include "kernel/module.hpp"
#include "memory/request.hpp"

namespace gossamer::memory {

/// Where tiles go that have come from DRAM: a buffer on chip.
class TileSink {
 public:
  virtual ~TileSink() = default;
  virtual void arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) = 0;
};

/// Brings tiles from DRAM into a buffer, in order, as far as it has room; tells the module that
/// uses them of each that is complete, and may use its place again when that is done with it.
class TileLoader : public kernel::Module {
 public:
  struct Stored {
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;
  };

  kernel::ChannelOut<MemoryRequest> out_requests{*this};
  kernel::ChannelIn<MemoryResponse> in_responses{*this};
  kernel::ChannelOut<std::uint32_t> out_complete{*this};
  kernel::ChannelIn<std::uint32_t> in_released{*this};

  TileLoader(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
             std::vector<Stored> loads, std::uint64_t capacity_bytes, std::uint32_t burst_bytes,
             TileSink& sink);

  std::string state() const override;
  std::uint64_t bytes() const { return bytes_; }
  /// Responses that may be under way or unread at once.
  std::size_t responses() const { return capacity_bytes_ / burst_bytes_ + loads_.size() + 1; }

  /// Test hook: the bytes of a load are zeroed.
  void lose(std::uint32_t load) { lost_ = load; }

 private:
  struct Arrival {
    std::vector<std::uint8_t> bytes;
    std::uint64_t missing_bursts = 0;
  };

  core::Activity step() override;
  void take_responses();
  void take_releases();
  void complete_loads();
  bool request();
  bool burst_fits() const;

  const std::vector<Stored> loads_;
  const std::uint64_t capacity_bytes_;
  const std::uint32_t burst_bytes_;
  TileSink& sink_;
  std::vector<Arrival> arrivals_;  // of each load
  std::size_t load_ = 0;           // of the next request
  std::uint64_t offset_ = 0;       // in it
  std::size_t complete_ = 0;       // loads
  std::uint64_t held_bytes_ = 0;   // asked for and not released
  kernel::Level held_;
  std::uint64_t bytes_ = 0;  // asked for in all
  std::uint32_t lost_ = 0xFFFFFFFF;
};

}  // namespace gossamer::memory
