// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/dlac/mapping.hpp"
#include "arch/dlac/sum_kernels.hpp"

namespace gossamer::arch::dlac {

inline std::uint32_t low_bits(std::uint32_t word, std::uint32_t bits) {
  return bits == 32 ? word : word & ((std::uint32_t{1} << bits) - 1);
}

/// Numbers of up to 32 bits one behind the other, the first in the lowest bits.
class BitWriter {
 public:
  explicit BitWriter(std::vector<std::uint8_t>& to) : to_{to} {}

  void put(std::uint32_t word, std::uint32_t bits) {
    pending_ |= std::uint64_t{low_bits(word, bits)} << pending_bits_;
    for (pending_bits_ += bits; pending_bits_ >= 8; pending_bits_ -= 8, pending_ >>= 8) {
      to_.push_back(static_cast<std::uint8_t>(pending_));
    }
  }
  /// Fills up the last byte.
  void flush() {
    if (pending_bits_ > 0) put(0, 8 - pending_bits_);
  }

 private:
  std::vector<std::uint8_t>& to_;
  std::uint64_t pending_ = 0;
  std::uint32_t pending_bits_ = 0;
};

class BitReader {
 public:
  explicit BitReader(const std::uint8_t* from) : from_{from} {}

  std::uint32_t get(std::uint32_t bits) {
    for (; pending_bits_ < bits; pending_bits_ += 8) {
      pending_ |= std::uint64_t{*from_++} << pending_bits_;
    }
    const std::uint32_t word = low_bits(static_cast<std::uint32_t>(pending_), bits);
    pending_ >>= bits;
    pending_bits_ -= bits;
    return word;
  }

 private:
  const std::uint8_t* from_;
  std::uint64_t pending_ = 0;
  std::uint32_t pending_bits_ = 0;
};

/// Appends numbers of `bits` bits each, and fills up the last byte.
void append_packed(const std::vector<std::uint32_t>& words, std::uint32_t bits,
                   std::vector<std::uint8_t>& to);
/// The first `words.size()` of them.
void read_packed(const std::uint8_t* from, std::uint32_t bits, std::vector<std::uint32_t>& words);

/// An activation as memories hold it, from and to the word that a PE works on (binary32, two's
/// complement of 32 bits). Exact for every value of the format.
std::uint32_t stored_activation(std::uint32_t word, const Format& format);
std::uint32_t loaded_activation(std::uint32_t stored, const Format& format);

/// A weight as it is packed: two's complement, (code + highest) / 2 of schemes whose codes are all
/// odd, a floating-point number.
std::uint32_t packed_code(std::int16_t code, const Format& format);
std::int16_t unpacked_code(std::uint32_t packed, const Format& format);
std::uint32_t packed_real(float weight, const Format& format);
float unpacked_real(std::uint32_t packed, const Format& format);

/// What the kernels of a format do.
SumKind sum_kind(const Format& format);
SumArithmetic sum_arithmetic(const Format& format);

/// Both words of a weight for the kernels.
struct WeightWords {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
};
WeightWords code_words(std::int16_t code, const Format& format);
WeightWords real_words(float weight);

}  // namespace gossamer::arch::dlac
