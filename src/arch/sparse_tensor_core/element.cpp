// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/element.hpp"

#include <cstring>

#include "numerics/bf16.hpp"
#include "numerics/floating_point.hpp"
#include "numerics/fp16.hpp"

namespace gossamer::arch::sparse_tensor_core {

using numerics::mma::OperandType;

float rounded_element(OperandType type, float value) {
  switch (type) {
    case OperandType::fp16:
      return numerics::fp16_to_float(numerics::float_to_fp16(value));
    case OperandType::bf16:
      return numerics::bf16_to_float(numerics::float_to_bf16(value));
    default:
      return value;
  }
}

void store_element(OperandType type, std::uint8_t* bytes, std::size_t index, float value) {
  const auto store = [&](const auto& code) {
    std::memcpy(bytes + index * sizeof code, &code, sizeof code);
  };
  switch (type) {
    case OperandType::fp16:
      return store(numerics::float_to_fp16(value));
    case OperandType::bf16:
      return store(numerics::float_to_bf16(value));
    case OperandType::tf32:
      return store(numerics::float_bits(value));
    case OperandType::int8:
      return store(static_cast<std::int8_t>(value));
    case OperandType::int4:
      break;
  }
  const unsigned shift = index % 2 * 4;
  const auto nibble = static_cast<unsigned>(static_cast<int>(value) & 15);
  std::uint8_t& byte = bytes[index / 2];
  byte = static_cast<std::uint8_t>((byte & ~(15U << shift)) | nibble << shift);
}

float load_element(OperandType type, const std::uint8_t* bytes, std::size_t index) {
  const auto load = [&](auto code) {
    std::memcpy(&code, bytes + index * sizeof code, sizeof code);
    return code;
  };
  switch (type) {
    case OperandType::fp16:
      return numerics::fp16_to_float(load(numerics::Fp16Bits{}));
    case OperandType::bf16:
      return numerics::bf16_to_float(load(numerics::Bf16Bits{}));
    case OperandType::tf32:
      return numerics::bits_float(load(std::uint32_t{}));
    case OperandType::int8:
      return load(std::int8_t{});
    case OperandType::int4:
      break;
  }
  const int nibble = bytes[index / 2] >> index % 2 * 4 & 15;
  return static_cast<float>(nibble < 8 ? nibble : nibble - 16);
}

}  // namespace gossamer::arch::sparse_tensor_core
