// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/cycles.hpp"
#include "kernel/channel_base.hpp"
#include "kernel/level_record.hpp"
#include "kernel/module.hpp"

namespace gossamer::kernel {

/// A registered FIFO of `capacity` entries between two modules. What is pushed at one edge is
/// visible at the next, and so is a slot that was freed, whatever order the kernel runs modules in.
/// Every entry and every free slot carries the edge from which the other side may use it, so that a
/// module in a burst can push and pop at edges that the kernel has not reached.
template <class T>
class Channel : public ChannelBase {
 public:
  Channel(Simulation& simulation, std::string name, std::size_t capacity)
      : ChannelBase{simulation, std::move(name)}, slots_(capacity) {
    assert(capacity > 0 && "a channel holds at least one entry");
    record_level(simulation, capacity);
  }

  /// `entries` slots are free at `at`.
  bool can_push(core::Edge at, std::size_t entries = 1) const {
    return pushed_ - popped_ + entries <= slots_.size() &&
           slot(pushed_ + entries - 1).free_from <= at;
  }

  /// Must be possible (can_push); `at` never decreases.
  void push(T value, core::Edge at) {
    if (!can_push(at)) broken("push into a full channel");
    Slot& entry = slot(pushed_++);
    entry.value = std::move(value);
    newest_ = std::max(newest_, visible_from(at));
    entry.visible_from = newest_;
    if (level_ != nullptr) level_->gain(newest_);
    if (consumer_ != nullptr) consumer_->wake(entry.visible_from);
  }

  /// The oldest entry is visible at `at`.
  bool can_pop(core::Edge at) const {
    return pushed_ != popped_ && slot(popped_).visible_from <= at;
  }

  const T& front() const { return slot(popped_).value; }

  /// Must be possible (can_pop); `at` never decreases.
  T pop(core::Edge at) {
    if (!can_pop(at)) broken("pop from an empty channel");
    Slot& entry = slot(popped_++);
    freed_ = std::max(freed_, visible_from(at));
    entry.free_from = freed_;
    if (level_ != nullptr) level_->lose(freed_);
    if (producer_ != nullptr) producer_->wake(entry.free_from);
    return std::move(entry.value);
  }

  std::string state() const override {
    return fmt::format("{} of {} entries", pushed_ - popped_, slots_.size());
  }

  bool idle() const override { return pushed_ == popped_; }

  void connect_producer(Module& module) { producer_ = &module; }
  void connect_consumer(Module& module) { consumer_ = &module; }

 private:
  struct Slot {
    T value{};
    core::Edge visible_from{};
    core::Edge free_from{};
  };
  Slot& slot(std::size_t number) { return slots_[number % slots_.size()]; }
  const Slot& slot(std::size_t number) const { return slots_[number % slots_.size()]; }

  std::vector<Slot> slots_;
  std::size_t pushed_ = 0;
  std::size_t popped_ = 0;
  core::Edge newest_{};
  core::Edge freed_{};
  Module* producer_ = nullptr;
  Module* consumer_ = nullptr;
};

/// The consumer's end of a channel.
template <class T>
class ChannelIn {
 public:
  explicit ChannelIn(Module& owner) : owner_{owner} {}

  void bind(Channel<T>& channel) {
    channel_ = &channel;
    channel.connect_consumer(owner_);
  }
  bool bound() const { return channel_ != nullptr; }

  /// An entry is visible at the owner's edge.
  bool can_pop() const { return channel_->can_pop(owner_.now()); }
  const T& front() const { return channel_->front(); }
  T pop() { return channel_->pop(owner_.now()); }

  /// The same at an edge inside a burst.
  bool can_pop_at(core::Edge at) const { return channel_->can_pop(at); }
  T pop_at(core::Edge at) { return channel_->pop(at); }

 private:
  Module& owner_;
  Channel<T>* channel_ = nullptr;
};

/// The producer's end of a channel.
template <class T>
class ChannelOut {
 public:
  explicit ChannelOut(Module& owner) : owner_{owner} {}

  void bind(Channel<T>& channel) {
    channel_ = &channel;
    channel.connect_producer(owner_);
  }
  bool bound() const { return channel_ != nullptr; }

  /// `entries` slots are free at the owner's edge.
  bool can_push(std::size_t entries = 1) const { return channel_->can_push(owner_.now(), entries); }
  void push(T value) { channel_->push(std::move(value), owner_.now()); }

  /// The same at an edge inside a burst.
  bool can_push_at(core::Edge at) const { return channel_->can_push(at); }

  /// Pushes at an edge that has not come yet: inside a burst, or because the transfer was started
  /// now and completes at `at`.
  void push_at(T value, core::Edge at) { channel_->push(std::move(value), at); }

 private:
  Module& owner_;
  Channel<T>* channel_ = nullptr;
};

}  // namespace gossamer::kernel
