// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gossamer::numerics::mma {

/// What a tensor core multiplies.
enum class OperandType { fp16, bf16, tf32, int8, int4 };

/// As in YAML, in the order of the enumeration.
inline const std::vector<std::string> operand_type_names{"fp16", "bf16", "tf32", "int8", "int4"};

inline const std::string& name_of(OperandType type) {
  return operand_type_names[static_cast<std::size_t>(type)];
}

constexpr bool is_integer(OperandType type) {
  return type == OperandType::int8 || type == OperandType::int4;
}

/// Bits of an element in memory; tf32 lies there as a binary32.
constexpr unsigned element_bits(OperandType type) {
  switch (type) {
    case OperandType::tf32:
      return 32;
    case OperandType::int8:
      return 8;
    case OperandType::int4:
      return 4;
    default:
      return 16;
  }
}

/// The least exponent of a normal number; subnormals are multiplied with it, not normalised. Of
/// floating-point types only.
constexpr int least_exponent(OperandType type) {
  return type == OperandType::fp16 ? -14 : -126;
}

/// The sparsity of operand A of `mma.sp` (PTX ISA, sparse matrix storage): along K, every chunk of
/// `units` units of `unit` elements keeps `kept_units` of them, and four bits say which.
struct SparsityPattern {
  std::size_t units = 4;
  std::size_t unit = 1;
  std::size_t kept_units = 2;

  constexpr std::size_t chunk() const { return units * unit; }      ///< elements of a chunk
  constexpr std::size_t kept() const { return kept_units * unit; }  ///< elements kept of a chunk
};

/// 2:4; for tf32 1:2; for int4 4:8 in pairs.
constexpr SparsityPattern sparsity_pattern(OperandType type) {
  switch (type) {
    case OperandType::tf32:
      return {2, 1, 1};
    case OperandType::int4:
      return {4, 2, 2};
    default:
      return {4, 1, 2};
  }
}

/// Metadata of a chunk, of every type: two indices of two bits, or one of four.
inline constexpr unsigned index_bits = 4;

/// Of the elements of A: one half for every type.
inline constexpr double kept_fraction = 0.5;

}  // namespace gossamer::numerics::mma
