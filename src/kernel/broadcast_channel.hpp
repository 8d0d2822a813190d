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

  /// The edge from which the next entry can be pushed; false if that is not known yet.
  bool room(core::Edge& from) const {
    from = core::Edge{0};
    if (pushed_ < capacity_) return true;
    const std::size_t before = (pushed_ - capacity_) & mask_;  // whose place it takes
    from = core::Edge{free_from_[before]};
    return unreleased_[before] == 0;
  }

  /// `at` must not be before the edge that room() gave, and never decreases.
  void push(T value, core::Edge at) {
    if (!has_room(at)) broken("push into a full FIFO");
    const std::size_t place = pushed_++ & mask_;
    values_[place] = std::move(value);
    newest_ = std::max(newest_, visible_from(at));
    visible_from_[place] = newest_.number();
    unreleased_[place] = static_cast<std::uint32_t>(readers_);
    free_from_[place] = 0;
    for (Module* reader : woken_) reader->wake(newest_);
    for (Module* reader : awaiting_) reader->wake(newest_);
    awaiting_.clear();
  }

  /// Entries pushed so far, visible or not: entry numbers are 0 to pushed() - 1.
  std::size_t pushed() const { return pushed_; }
  const T& entry(std::size_t number) const { return values_[number & mask_]; }
  core::Edge visible_from(std::size_t number) const {
    return core::Edge{visible_from_[number & mask_]};
  }

  /// One reader has no more use for entry `number` after the edge `at`. Each reader releases each
  /// entry once, in order.
  void release(std::size_t number, core::Edge at) {
    const std::size_t place = number & mask_;
    if (unreleased_[place] == 0) broken("released more often than there are readers");
    free_from_[place] = std::max(free_from_[place], at.number() + 1);
    if (--unreleased_[place] == 0) all_released(place);
  }

  /// Entries that lie one after the other in memory, for a reader that goes through many at once.
  struct Run {
    const T* values;
    const std::uint64_t* visible_from;  ///< numbers of edges
    std::uint64_t* free_from;           ///< to be raised to the edge after the reader's last use
    std::uint32_t* unreleased;          ///< to be lowered by one
    std::size_t count;
  };
  /// All entries from `number` on, as far as they have been pushed and do not wrap around. The
  /// reader releases the first of them itself as the fields say, then calls released_run().
  Run run_from(std::size_t number) {
    const std::size_t place = number & mask_;
    return {values_.data() + place, visible_from_.data() + place, free_from_.data() + place,
            unreleased_.data() + place, std::min(pushed_ - number, mask_ + 1 - place)};
  }
  void released_run(std::size_t first, std::size_t count) {
    for (std::size_t n = first; n < first + count; ++n) {
      if (unreleased_[n & mask_] == 0) all_released(n & mask_);
    }
  }

  /// All readers' releases of entry `number` are visible at `at`.
  bool released(std::size_t number, core::Edge at) const {
    if (number + mask_ + 1 < pushed_) return true;  // another has taken its place
    const std::size_t place = number & mask_;
    return number < pushed_ && unreleased_[place] == 0 && free_from_[place] <= at.number();
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

  /// A power of two, so that an entry's place is a mask away; many times the capacity, so that runs
  /// seldom wrap around.
  static std::size_t ring_size(std::size_t capacity) {
    std::size_t size = 256;
    while (size < 8 * capacity) size *= 2;
    return size;
  }
  void all_released(std::size_t place) {
    const core::Edge edge{free_from_[place] - 1};
    values_[place] = T{};  // what it holds may be of use again
    newest_free_ = std::max(newest_free_, ChannelBase::visible_from(edge).number());
    free_from_[place] = newest_free_;
    if (producer_ != nullptr) producer_->wake(core::Edge{free_from_[place]});
  }
  bool has_room(core::Edge at) const {
    core::Edge from{};
    return room(from) && from <= at;
  }

  std::size_t capacity_;
  std::size_t mask_;  // of a ring of entries, kept in one array per field: readers go through runs
  std::vector<T> values_;
  std::vector<std::uint64_t> visible_from_;
  std::vector<std::uint64_t> free_from_;
  std::vector<std::uint32_t> unreleased_;
  std::size_t readers_ = 0;
  std::vector<Module*> woken_;
  std::vector<Module*> awaiting_;
  Module* producer_ = nullptr;
  std::size_t pushed_ = 0;
  core::Edge newest_{};
  std::uint64_t newest_free_ = 0;
};

}  // namespace gossamer::kernel
