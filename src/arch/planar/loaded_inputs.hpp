// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "arch/planar/input_units.hpp"
#include "arch/planar/messages.hpp"
#include "core/cycles.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::planar {

/// A PE's view of the inputs that come from DRAM while it computes: which are there, and which it
/// needs no more. Of resident inputs all are there from the start.
class LoadedInputs {
 public:
  /// `units`: null if inputs are resident; the channel is then not used.
  LoadedInputs(const InputUnits* units, kernel::BroadcastChannel<InputUnit>& channel)
      : units_{units}, channel_{channel} {}

  /// Before the first edge, of a PE that computes.
  void listen();

  bool loads() const { return units_ != nullptr; }
  /// A step gives up its inputs as it has used them.
  bool gives_up(std::uint32_t step) const { return loads() && units_->last_use(step); }

  /// The edge from which the inputs of a slice, and of all before it that the step needs, are in
  /// the memories; nothing if that is not known yet.
  std::optional<core::Edge> there_from(std::uint32_t step, std::uint32_t slice) const;
  /// The end of the slices from `first_slice` on, the step's first, that are there at `at`; edges
  /// never decrease.
  std::uint32_t slices_there(std::uint32_t step, std::uint32_t first_slice, core::Edge at);
  /// Wakes the PE when further inputs are there.
  void await(kernel::Module& pe) { channel_.await(pe); }

  /// The PE has no more use for the slices of the step before `end_slice` after the edge `at`, if
  /// the step gives them up; `first_slice` is the step's first.
  void release(std::uint32_t step, std::uint32_t first_slice, std::uint32_t end_slice,
               core::Edge at);
  /// Units given up so far.
  std::uint32_t released() const { return next_release_; }

 private:
  const InputUnits* units_;
  kernel::BroadcastChannel<InputUnit>& channel_;
  std::size_t reader_ = 0;          // number of this PE
  std::uint32_t next_release_ = 0;  // unit
  std::uint32_t seen_ = 0;          // units known to be there
};

}  // namespace gossamer::arch::planar
