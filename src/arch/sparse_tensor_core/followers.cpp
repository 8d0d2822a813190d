// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/followers.hpp"

#include <algorithm>

namespace gossamer::arch::sparse_tensor_core {

using core::Cycles;
using core::Edge;

Followers::Followers(std::uint32_t followers) : followers_(followers) {}

std::size_t Followers::ask(Edge now, const SmRequest& request) {
  asked_.push_back({now, request, !leader_served_ || now <= *leader_served_});
  for (std::uint32_t follower = 1; follower <= followers_.size(); ++follower) queue(follower);
  return asked_.size() - 1;
}

void Followers::leader_served(Edge at) {
  if (!leader_served_) leader_served_ = at;
}

void Followers::served(std::uint32_t follower, Edge at) {
  Follower& of = followers_[follower - 1];
  if (of.first_lag) return;
  of.first_lag = leader_served_ && at > *leader_served_ ? at - *leader_served_ : Cycles{0};
  of.lag = *of.first_lag;
  queue(follower);
}

void Followers::waited(std::uint32_t follower, std::size_t asked, Cycles wait) {
  Follower& of = followers_[follower - 1];
  const Cycles later = of.lag + wait;
  const Cycles leader = asked_[asked].wait;
  if (of.first_lag) of.lag = later > leader ? later - leader : Cycles{0};
}

void Followers::queue(std::uint32_t follower) {
  Follower& of = followers_[follower - 1];
  if (of.queued || of.next == asked_.size()) return;
  const Asked& asked = asked_[of.next];
  if (!asked.at_launch && !of.first_lag) return;
  of.used = asked.at_launch ? Cycles{0} : of.lag;
  due_.emplace((asked.at + of.used).number(), of.next, follower);
  of.queued = true;
}

std::optional<Followers::Due> Followers::take(Edge now) {
  if (due_.empty() || std::get<0>(due_.top()) > now.number()) return std::nullopt;
  const auto [at, number, follower] = due_.top();
  due_.pop();
  Due due{follower, asked_[number].request, number};
  due.request.tile += follower;
  Follower& of = followers_[follower - 1];
  of.queued = false;
  ++of.next;
  queue(follower);
  return due;
}

std::optional<Edge> Followers::next() const {
  if (due_.empty()) return std::nullopt;
  return Edge{std::get<0>(due_.top())};
}

Followers::Lags Followers::lags() const {
  Lags lags;
  for (const Follower& follower : followers_) {
    lags.at_end += follower.used;
    lags.at_start += std::min(follower.used, follower.first_lag.value_or(Cycles{0}));
  }
  return lags;
}

}  // namespace gossamer::arch::sparse_tensor_core
