// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gossamer::arch::scnn {

/// How sums are spread over the accumulator banks. The paper says "hash" and no more; these are the
/// forms that public models of the machine use.
enum class HashKind {
  linear,    ///< address modulo the banks, address = (k * height + y) * width + x
  parity,    ///< low bits of x, y and k side by side, higher bits folded in by XOR (isakedo/DNNsim)
  diagonal,  ///< (x + 3 y + k) modulo the banks: neighbours in a row and a column differ
};

inline const std::vector<std::string> hash_names{"linear", "parity", "diagonal"};

/// The bank of every address of a footprint: `channels` planes of `height` x `width` sums. At most
/// 2^16 banks.
class BankMap {
 public:
  BankMap(HashKind kind, std::uint32_t banks, std::uint32_t channels, std::uint32_t height,
          std::uint32_t width);

  std::uint16_t bank(std::uint32_t address) const { return bank_[address]; }
  /// The most channels, up to `most`, whose sums fit banks of `entries` sums.
  static std::uint32_t largest_fit(HashKind kind, std::uint32_t banks, std::uint32_t entries,
                                   std::uint32_t most, std::uint32_t height, std::uint32_t width);

  /// The banks of the addresses from `address` on.
  const std::uint16_t* from(std::uint32_t address) const { return bank_.data() + address; }
  std::uint32_t banks() const { return banks_; }
  std::uint32_t addresses() const { return static_cast<std::uint32_t>(bank_.size()); }

  /// Sums in the fullest bank: what a bank must hold.
  std::uint32_t most_in_a_bank() const;

 private:
  std::uint32_t banks_;
  std::vector<std::uint16_t> bank_;
};

}  // namespace gossamer::arch::scnn
