// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gossamer::numerics::vsq {

/// An operand as vectors along its reduction dimension, [outer][chunks][positions][length], with
/// one scale each. Weights: outer = filters, positions = filter rows x columns. Activations: outer
/// = images x groups, positions = rows x columns of the plane; outputs: outer = images. Channels
/// are cut into chunks of `length`; elements behind the last channel are 0.
struct Vectors {
  std::size_t outer = 0;
  std::size_t chunks = 0;
  std::size_t positions = 0;
  std::size_t length = 0;
  std::vector<std::int16_t> codes;
  std::vector<std::uint16_t> scales;  ///< 1 each where the format has none

  Vectors() = default;
  Vectors(std::size_t o, std::size_t c, std::size_t p, std::size_t l)
      : outer{o}, chunks{c}, positions{p}, length{l}, codes(o * c * p * l), scales(o * c * p, 1) {}

  /// Number of a vector.
  std::size_t index(std::size_t o, std::size_t chunk, std::size_t position) const {
    return (o * chunks + chunk) * positions + position;
  }
  const std::int16_t* vector(std::size_t number) const { return codes.data() + number * length; }
  std::int16_t* vector(std::size_t number) { return codes.data() + number * length; }

  friend bool operator==(const Vectors& a, const Vectors& b) {
    return a.outer == b.outer && a.chunks == b.chunks && a.positions == b.positions &&
           a.length == b.length && a.codes == b.codes && a.scales == b.scales;
  }
};

}  // namespace gossamer::numerics::vsq
