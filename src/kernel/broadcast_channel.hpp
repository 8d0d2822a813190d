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
#include "kernel/level_record.hpp"
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
        readers_at_(mask_ + 1) {
    assert(capacity > 0 && "a channel holds at least one entry");
    record_level(simulation, capacity);
  }

  /// A new reader, woken by every push; returns its number. All readers must be added before the
  /// first push.
  std::size_t add_reader(Module& reader) {
    woken_.push_back(&reader);
    return add_looking_ahead();
  }
  /// A new reader that in each step looks at all entries there are, visible or not, and is woken
  /// by a push only after await().
  std::size_t add_looking_ahead() {
    ++readers_at_[0];
    released_.push_back(0);
    return released_.size() - 1;
  }
  /// Wakes `reader` when the next entry that is pushed becomes visible, once.
  void await(Module& reader) { awaiting_.push_back(&reader); }

  void connect_producer(Module& module) { producer_ = &module; }

  /// The edge from which the next entry can be pushed; false if that is not known yet.
  bool room(core::Edge& from) const {
    from = core::Edge{0};
    if (pushed_ < capacity_) return true;
    const std::size_t before = pushed_ - capacity_;  // whose place it takes
    from = core::Edge{free_from_[before & mask_]};
    return before < first_held_;
  }

  /// `at` must not be before the edge that room() gave, and never decreases.
  void push(T value, core::Edge at) {
    if (!has_room(at)) broken("push into a full FIFO");
    const std::size_t place = pushed_++ & mask_;
    values_[place] = std::move(value);
    newest_ = std::max(newest_, visible_from(at));
    visible_from_[place] = newest_.number();
    free_from_[place] = 0;
    if (released_.empty()) {
      first_held_ = pushed_;
    } else if (level_ != nullptr) {
      level_->gain(newest_);
    }
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

  /// `reader` has no more use for entry `number` after the edge `at`. Each reader releases each
  /// entry once, in order.
  void release(std::size_t reader, std::size_t number, core::Edge at) {
    std::uint64_t& from = free_from_[number & mask_];
    from = std::max(from, at.number() + 1);
    released_run(reader, number, 1);
  }

  /// Entries that lie one after the other in memory, for a reader that goes through many at once.
  struct Run {
    const T* values;
    const std::uint64_t* visible_from;  ///< numbers of edges
    std::uint64_t* free_from;           ///< to be raised to the edge after the reader's last use
    std::size_t count;
  };
  /// All entries from `number` on, as far as they have been pushed and do not wrap around. The
  /// reader notes when it is done with the first of them, then calls released_run().
  Run run_from(std::size_t number) {
    const std::size_t place = number & mask_;
    return {values_.data() + place, visible_from_.data() + place, free_from_.data() + place,
            std::min(pushed_ - number, mask_ + 1 - place)};
  }
  void released_run(std::size_t reader, std::size_t first, std::size_t count) {
    const std::size_t end = first + count;
    if (released_[reader] != first || end > pushed_) broken("entries released out of order");
    released_[reader] = end;
    --readers_at_[first & mask_];
    ++readers_at_[end & mask_];
    for (; first_held_ < pushed_ && readers_at_[first_held_ & mask_] == 0; ++first_held_) {
      all_released(first_held_ & mask_);
    }
  }

  /// All readers' releases of entry `number` are visible at `at`.
  bool released(std::size_t number, core::Edge at) const {
    if (number + mask_ + 1 < pushed_) return true;  // another has taken its place
    const std::size_t place = number & mask_;
    return number < first_held_ && free_from_[place] <= at.number();
  }

  std::string state() const override {
    return fmt::format("{} of {} entries held by some of {} readers, {} pushed",
                       pushed_ - first_held_, capacity_, released_.size(), pushed_);
  }
  bool idle() const override { return first_held_ == pushed_; }

 protected:
  /// A power of two, so that an entry's place is a mask away; many times the capacity, so that runs
  /// seldom wrap around.
  static std::size_t ring_size(std::size_t capacity) {
    std::size_t size = 256;
    while (size < 8 * capacity) size *= 2;
    return size;
  }

 private:
  using ChannelBase::visible_from;

  void all_released(std::size_t place) {
    const core::Edge edge{free_from_[place] - 1};
    values_[place] = T{};  // what it holds may be of use again
    newest_free_ = std::max(newest_free_, ChannelBase::visible_from(edge).number());
    free_from_[place] = newest_free_;
    if (level_ != nullptr) level_->lose(core::Edge{newest_free_});
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
  std::vector<std::uint32_t> readers_at_;  // that are to release the entry of this place next
  std::vector<std::size_t> released_;      // per reader: entries
  std::size_t first_held_ = 0;             // first entry that some reader has not released
  std::vector<Module*> woken_;
  std::vector<Module*> awaiting_;
  Module* producer_ = nullptr;
  std::size_t pushed_ = 0;
  core::Edge newest_{};
  std::uint64_t newest_free_ = 0;
};

}  // namespace gossamer::kernel
