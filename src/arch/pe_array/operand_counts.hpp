// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "arch/pe_array/schedule.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::arch::pe_array {

/// Pairs of operands that meet in a step.
struct PairCounts {
  std::uint64_t useful = 0;           ///< both non-zero
  std::uint64_t zero_operand = 0;     ///< of an input inside the plane, one of them zero
  std::uint64_t padding = 0;          ///< of an input outside of the plane
  std::uint64_t padding_vectors = 0;  ///< whole vectors of inputs outside of the plane
};

/// How many pairs of a step are of which kind: for each element of a vector, the filters whose
/// weight is not zero times the outputs whose input is not. Refers to the mapping and to both
/// operands.
class OperandCounts {
 public:
  OperandCounts(const Mapping& mapping, const numerics::vsq::Vectors& weights,
                const numerics::vsq::Vectors& inputs)
      : mapping_{mapping}, weights_{weights}, inputs_{inputs} {}

  PairCounts of(const PeStep& step);

 private:
  /// [vector of the piece][element]
  using Nonzeros = std::vector<std::uint32_t>;
  struct OfInputs {
    Nonzeros nonzeros;
    std::vector<std::uint32_t> inside;  ///< outputs whose input lies inside the plane, [tap]
  };

  const Nonzeros& of_weights(const WeightTileId& tile);
  const OfInputs& of_inputs(const InputTileId& tile);
  Nonzeros count_weights(const WeightTileId& tile) const;
  OfInputs count_inputs(const InputTileId& tile) const;

  const Mapping& mapping_;
  const numerics::vsq::Vectors& weights_;
  const numerics::vsq::Vectors& inputs_;
  std::unordered_map<std::uint64_t, Nonzeros> weight_tiles_;
  std::unordered_map<std::uint64_t, OfInputs> input_tiles_;
};

}  // namespace gossamer::arch::pe_array
