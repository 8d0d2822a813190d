// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/cycles.hpp"
#include "kernel/channel_base.hpp"
#include "kernel/module.hpp"

namespace gossamer::kernel {

/// One producer writes every entry into the FIFOs of many readers at once: an entry is pushed when all
/// FIFOs have room, so the slowest reader holds the producer back. Readers release entries in order,
/// each at its own time. Registered like Channel: entries and free slots carry the edge from which
/// they can be used. Entries are kept once, not once per reader.
template <class T>
class BroadcastChannel : public ChannelBase {
 public:
  /// `capacity` entries in each reader's FIFO.
  BroadcastChannel(Simulation& simulation, std::string name, std::size_t capacity)
      : ChannelBase{simulation, std::move(name)}, slots_(capacity) {
    assert(capacity > 0 && "a channel holds at least one entry");
  }

  /// A new reader's number. All readers must be added before the first push.
  std::size_t add_reader(Module& reader) {
    readers_.push_back(&reader);
    return readers_.size() - 1;
  }
  void connect_producer(Module& module) { producer_ = &module; }

  /// The edge from which the entry `ahead` after the next one can be pushed, if no other is pushed
  /// before it; false if that is not known yet.
  bool room(core::Edge& from, std::size_t ahead = 0) const {
    if (ahead >= slots_.size()) return false;
    const Slot& slot = slots_[(pushed_ + ahead) % slots_.size()];
    if (slot.unreleased != 0) return false;
    from = slot.free_from;
    return true;
  }

  /// `at` must not be before the edge that room() gave, and never decreases.
  void push(T value, core::Edge at) {
    Slot& slot = slots_[pushed_ % slots_.size()];
    assert(slot.unreleased == 0 && slot.free_from <= at && "push into a full FIFO");
    slot.value = std::move(value);
    newest_ = std::max(newest_, visible_from(at));
    slot.visible_from = newest_;
    slot.unreleased = static_cast<std::uint32_t>(readers_.size());
    slot.free_from = core::Edge{0};
    ++pushed_;
    for (Module* reader : readers_) reader->wake(slot.visible_from);
  }

  /// Entries pushed so far, visible or not: entry numbers are 0 to pushed() - 1.
  std::size_t pushed() const { return pushed_; }
  const T& entry(std::size_t number) const { return slots_[number % slots_.size()].value; }
  core::Edge visible_from(std::size_t number) const {
    return slots_[number % slots_.size()].visible_from;
  }

  /// One reader has no more use for entry `number` after the edge `at`. Each reader releases each entry once, in order.
  void release(std::size_t number, core::Edge at) {
    Slot& slot = slots_[number % slots_.size()];
    assert(slot.unreleased > 0 && "released more often than there are readers");
    slot.free_from = std::max(slot.free_from, at + core::Cycles{1});
    if (--slot.unreleased > 0) return;
    slot.free_from = ChannelBase::visible_from(slot.free_from - core::Cycles{1});
    if (producer_ != nullptr) producer_->wake(slot.free_from);
  }

  std::string state() const override {
    std::size_t held = 0;
    for (const Slot& slot : slots_) held += slot.unreleased != 0 ? 1 : 0;
    return fmt::format("{} of {} entries held by some of {} readers, {} pushed", held,
                       slots_.size(), readers_.size(), pushed_);
  }

 private:
  using ChannelBase::visible_from;

  struct Slot {
    T value{};
    core::Edge visible_from{};
    core::Edge free_from{};
    std::uint32_t unreleased = 0;
  };

  std::vector<Slot> slots_;
  std::vector<Module*> readers_;
  Module* producer_ = nullptr;
  std::size_t pushed_ = 0;
  core::Edge newest_{};
};

}  // namespace gossamer::kernel
