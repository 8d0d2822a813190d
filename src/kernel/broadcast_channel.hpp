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

/// One producer writes every entry into the FIFOs of many readers at once: an entry is pushed when
/// all FIFOs have room, so the slowest reader holds the producer back. Readers release entries in
/// order, each at its own time. Registered like Channel: entries and free slots carry the edge from
/// which they can be used. Entries are kept once, not once per reader.
template <class T>
class BroadcastChannel : public ChannelBase {
 public:
  /// `capacity` entries in each reader's FIFO.
  BroadcastChannel(Simulation& simulation, std::string name, std::size_t capacity)
      : ChannelBase{simulation, std::move(name)}, capacity_{capacity}, slots_(ring_size(capacity)) {
    assert(capacity > 0 && "a channel holds at least one entry");
  }

  /// A new reader, woken by every push; returns its number. All readers must be added before the
  /// first push.
  std::size_t add_reader(Module& reader) {
    woken_.push_back(&reader);
    return readers_++;
  }
  /// A new reader that in each step looks at all entries there are, visible or not, and is woken
  /// by a push only after await().
  std::size_t add_looking_ahead(Module& /*reader*/) { return readers_++; }
  /// Wakes `reader` when the next entry that is pushed becomes visible, once.
  void await(Module& reader) { awaiting_.push_back(&reader); }

  void connect_producer(Module& module) { producer_ = &module; }

  /// The edge from which the entry `ahead` after the next one can be pushed, if no other is pushed
  /// before it; false if that is not known yet.
  bool room(core::Edge& from, std::size_t ahead = 0) const {
    if (ahead >= capacity_) return false;
    from = core::Edge{0};
    if (pushed_ + ahead < capacity_) return true;
    const Slot& before = slot(pushed_ + ahead - capacity_);  // whose place it takes
    from = before.free_from;
    return before.unreleased == 0;
  }

  /// `at` must not be before the edge that room() gave, and never decreases.
  void push(T value, core::Edge at) {
    if (!has_room(at)) broken("push into a full FIFO");
    Slot& entry = slot(pushed_++);
    entry.value = std::move(value);
    newest_ = std::max(newest_, visible_from(at));
    entry.visible_from = newest_;
    entry.unreleased = readers_;
    entry.free_from = core::Edge{0};
    for (Module* reader : woken_) reader->wake(newest_);
    for (Module* reader : awaiting_) reader->wake(newest_);
    awaiting_.clear();
  }

  /// Entries pushed so far, visible or not: entry numbers are 0 to pushed() - 1.
  std::size_t pushed() const { return pushed_; }
  const T& entry(std::size_t number) const { return slot(number).value; }
  core::Edge visible_from(std::size_t number) const { return slot(number).visible_from; }

  /// One reader has no more use for entry `number` after the edge `at`. Each reader releases each
  /// entry once, in order.
  void release(std::size_t number, core::Edge at) {
    Slot& entry = slot(number);
    if (entry.unreleased == 0) broken("released more often than there are readers");
    entry.free_from = std::max(entry.free_from, at + core::Cycles{1});
    if (--entry.unreleased > 0) return;
    entry.free_from = ChannelBase::visible_from(entry.free_from - core::Cycles{1});
    if (producer_ != nullptr) producer_->wake(entry.free_from);
  }

  /// All readers' releases of entry `number` are visible at `at`.
  bool released(std::size_t number, core::Edge at) const {
    if (number + slots_.size() < pushed_) return true;  // another has taken its place
    const Slot& entry = slot(number);
    return number < pushed_ && entry.unreleased == 0 && entry.free_from <= at;
  }

  std::string state() const override {
    std::size_t held = 0;
    for (const Slot& entry : slots_) held += entry.unreleased != 0 ? 1 : 0;
    return fmt::format("{} of {} entries held by some of {} readers, {} pushed", held, capacity_,
                       readers_, pushed_);
  }
  bool idle() const override {
    return std::all_of(slots_.begin(), slots_.end(),
                       [](const Slot& entry) { return entry.unreleased == 0; });
  }

 private:
  using ChannelBase::visible_from;

  struct Slot {
    T value{};
    core::Edge visible_from{};
    core::Edge free_from{};
    std::size_t unreleased = 0;
  };

  /// A power of two, so that an entry's slot is a mask away.
  static std::size_t ring_size(std::size_t capacity) {
    std::size_t size = 1;
    while (size < capacity) size *= 2;
    return size;
  }
  Slot& slot(std::size_t number) { return slots_[number & (slots_.size() - 1)]; }
  const Slot& slot(std::size_t number) const { return slots_[number & (slots_.size() - 1)]; }
  bool has_room(core::Edge at) const {
    core::Edge from{};
    return room(from) && from <= at;
  }

  std::size_t capacity_;
  std::vector<Slot> slots_;
  std::size_t readers_ = 0;
  std::vector<Module*> woken_;
  std::vector<Module*> awaiting_;
  Module* producer_ = nullptr;
  std::size_t pushed_ = 0;
  core::Edge newest_{};
};

}  // namespace gossamer::kernel
