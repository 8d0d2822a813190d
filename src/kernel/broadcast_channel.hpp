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
      : ChannelBase{simulation, std::move(name)},
        capacity_{capacity},
        mask_{ring_size(capacity) - 1},
        values_(mask_ + 1),
        visible_from_(mask_ + 1),
        free_from_(mask_ + 1),
        unreleased_(mask_ + 1) {
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
    const std::size_t before = (pushed_ + ahead - capacity_) & mask_;  // whose place it takes
    from = free_from_[before];
    return unreleased_[before] == 0;
  }

  /// `at` must not be before the edge that room() gave, and never decreases.
  void push(T value, core::Edge at) {
    if (!has_room(at)) broken("push into a full FIFO");
    const std::size_t place = pushed_++ & mask_;
    values_[place] = std::move(value);
    newest_ = std::max(newest_, visible_from(at));
    visible_from_[place] = newest_;
    unreleased_[place] = readers_;
    free_from_[place] = core::Edge{0};
    for (Module* reader : woken_) reader->wake(newest_);
    for (Module* reader : awaiting_) reader->wake(newest_);
    awaiting_.clear();
  }

  /// Entries pushed so far, visible or not: entry numbers are 0 to pushed() - 1.
  std::size_t pushed() const { return pushed_; }
  const T& entry(std::size_t number) const { return values_[number & mask_]; }
  core::Edge visible_from(std::size_t number) const { return visible_from_[number & mask_]; }

  /// One reader has no more use for entry `number` after the edge `at`. Each reader releases each
  /// entry once, in order.
  void release(std::size_t number, core::Edge at) {
    const std::size_t place = number & mask_;
    if (unreleased_[place] == 0) broken("released more often than there are readers");
    free_from_[place] = std::max(free_from_[place], at + core::Cycles{1});
    if (--unreleased_[place] > 0) return;
    free_from_[place] = ChannelBase::visible_from(free_from_[place] - core::Cycles{1});
    if (producer_ != nullptr) producer_->wake(free_from_[place]);
  }

  /// The same for entries `first` to first + count - 1, each at its own edge, ascending.
  void release_run(std::size_t first, const std::uint64_t* edges, std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) release(first + n, core::Edge{edges[n]});
  }

  /// All readers' releases of entry `number` are visible at `at`.
  bool released(std::size_t number, core::Edge at) const {
    if (number + mask_ + 1 < pushed_) return true;  // another has taken its place
    const std::size_t place = number & mask_;
    return number < pushed_ && unreleased_[place] == 0 && free_from_[place] <= at;
  }

  std::string state() const override {
    std::size_t held = 0;
    for (const std::size_t readers : unreleased_) held += readers != 0 ? 1 : 0;
    return fmt::format("{} of {} entries held by some of {} readers, {} pushed", held, capacity_,
                       readers_, pushed_);
  }
  bool idle() const override {
    return std::all_of(unreleased_.begin(), unreleased_.end(),
                       [](std::size_t readers) { return readers == 0; });
  }

 private:
  using ChannelBase::visible_from;

  /// A power of two, so that an entry's slot is a mask away.
  static std::size_t ring_size(std::size_t capacity) {
    std::size_t size = 1;
    while (size < capacity) size *= 2;
    return size;
  }
  bool has_room(core::Edge at) const {
    core::Edge from{};
    return room(from) && from <= at;
  }

  std::size_t capacity_;
  std::size_t mask_;  // of a ring of entries, kept in one array per field: readers go through runs
  std::vector<T> values_;
  std::vector<core::Edge> visible_from_;
  std::vector<core::Edge> free_from_;
  std::vector<std::size_t> unreleased_;
  std::size_t readers_ = 0;
  std::vector<Module*> woken_;
  std::vector<Module*> awaiting_;
  Module* producer_ = nullptr;
  std::size_t pushed_ = 0;
  core::Edge newest_{};
};

}  // namespace gossamer::kernel
