// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gossamer::core {

/// A duration in clock edges.
class Cycles {
 public:
  constexpr Cycles() = default;
  constexpr explicit Cycles(std::uint64_t count) : count_{count} {}

  constexpr std::uint64_t count() const { return count_; }

  constexpr Cycles& operator+=(Cycles other) {
    count_ += other.count_;
    return *this;
  }
  friend constexpr Cycles operator+(Cycles a, Cycles b) { return a += b; }
  friend constexpr Cycles operator-(Cycles a, Cycles b) { return Cycles{a.count_ - b.count_}; }
  friend constexpr bool operator==(Cycles a, Cycles b) { return a.count_ == b.count_; }
  friend constexpr bool operator!=(Cycles a, Cycles b) { return a.count_ != b.count_; }
  friend constexpr bool operator<(Cycles a, Cycles b) { return a.count_ < b.count_; }
  friend constexpr bool operator>(Cycles a, Cycles b) { return b < a; }
  friend constexpr bool operator<=(Cycles a, Cycles b) { return !(b < a); }
  friend constexpr bool operator>=(Cycles a, Cycles b) { return !(a < b); }

 private:
  std::uint64_t count_ = 0;
};

/// A point in time: the number of a clock edge, counted from the start of a simulation.
class Edge {
 public:
  constexpr Edge() = default;
  constexpr explicit Edge(std::uint64_t number) : number_{number} {}

  constexpr std::uint64_t number() const { return number_; }

  friend constexpr Edge operator+(Edge e, Cycles d) { return Edge{e.number_ + d.count()}; }
  friend constexpr Edge operator-(Edge e, Cycles d) { return Edge{e.number_ - d.count()}; }
  friend constexpr Cycles operator-(Edge a, Edge b) { return Cycles{a.number_ - b.number_}; }
  friend constexpr bool operator==(Edge a, Edge b) { return a.number_ == b.number_; }
  friend constexpr bool operator!=(Edge a, Edge b) { return a.number_ != b.number_; }
  friend constexpr bool operator<(Edge a, Edge b) { return a.number_ < b.number_; }
  friend constexpr bool operator>(Edge a, Edge b) { return b < a; }
  friend constexpr bool operator<=(Edge a, Edge b) { return !(b < a); }
  friend constexpr bool operator>=(Edge a, Edge b) { return !(a < b); }

 private:
  std::uint64_t number_ = 0;
};

}  // namespace gossamer::core
