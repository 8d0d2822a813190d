// SPDX-License-Identifier: Apache-2.0
#include "numerics/vsq/packing.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace gossamer::numerics::vsq {

namespace {

constexpr unsigned word_bits = 64;

/// Appends fields of up to 64 bits, lowest bits first, through a word that is not full yet.
class BitWriter {
 public:
  explicit BitWriter(std::uint8_t* to) : to_{to} {}

  /// `field` has no bits above its lowest `bits`.
  void put(std::uint64_t field, unsigned bits) {
    word_ |= field << used_;
    used_ += bits;
    if (used_ < word_bits) return;
    store(word_bits / 8);
    used_ -= word_bits;
    // What did not fit; a shift by all 64 bits is not defined.
    word_ = used_ == 0 ? 0 : field >> (bits - used_);
  }
  void finish() { store((used_ + 7) / 8); }

 private:
  void store(unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) to_[i] = static_cast<std::uint8_t>(word_ >> (8 * i));
    to_ += bytes;
  }

  std::uint8_t* to_;
  std::uint64_t word_ = 0;
  unsigned used_ = 0;  // below 64
};

/// Takes such fields back off.
class BitReader {
 public:
  BitReader(const std::uint8_t* from, std::size_t bytes) : from_{from}, end_{from + bytes} {}

  /// The next `bits`, 1 to 64, and above them whatever follows.
  std::uint64_t get(unsigned bits) {
    std::uint64_t field = word_;
    if (bits <= left_) {
      word_ = bits < word_bits ? word_ >> bits : 0;
      left_ -= bits;
      return field;
    }
    const std::uint64_t next = load();
    field |= next << left_;
    const unsigned of_next = bits - left_;
    word_ = of_next < word_bits ? next >> of_next : 0;
    left_ = word_bits - of_next;
    return field;
  }

 private:
  /// Eight bytes; zeros behind the end.
  std::uint64_t load() {
    std::uint64_t word = 0;
    if (end_ - from_ >= 8) {
      for (unsigned i = 0; i < 8; ++i) word |= std::uint64_t{from_[i]} << (8 * i);
      from_ += 8;
    } else {
      for (unsigned shift = 0; from_ != end_; shift += 8) word |= std::uint64_t{*from_++} << shift;
    }
    return word;
  }

  const std::uint8_t* from_;
  const std::uint8_t* end_;
  std::uint64_t word_ = 0;
  unsigned left_ = 0;  // at most 64
};

/// Elements of `bits` bits, as many to a field as 64 bits hold, so that loops have fixed lengths.
template <unsigned bits>
struct Elements {
  static constexpr unsigned per_field = word_bits / bits;
  static constexpr std::uint64_t mask = (std::uint64_t{1} << bits) - 1;

  static std::uint64_t field(const std::int16_t* codes, unsigned count) {
    std::uint64_t field = 0;
    for (unsigned i = 0; i < count; ++i)
      field |= (static_cast<std::uint64_t>(codes[i]) & mask) << (i * bits);
    return field;
  }
  /// `sign` is the value of the sign bit, or 0 of unsigned codes.
  static void codes(std::uint64_t field, unsigned count, std::int32_t sign, std::int16_t* to) {
    for (unsigned i = 0; i < count; ++i) {
      const auto code = static_cast<std::int32_t>((field >> (i * bits)) & mask);
      to[i] = static_cast<std::int16_t>((code ^ sign) - sign);
    }
  }

  static void pack(const Vectors& from, std::size_t first, std::size_t count,
                   const OperandFormat& format, std::vector<std::uint8_t>& bytes) {
    BitWriter writer(bytes.data());
    const auto rest = static_cast<unsigned>(from.length % per_field);
    for (std::size_t i = first; i < first + count; ++i) {
      const std::int16_t* codes = from.vector(i);
      const std::int16_t* const tail = codes + (from.length - rest);
      for (; codes != tail; codes += per_field)
        writer.put(field(codes, per_field), per_field * bits);
      if (rest > 0) writer.put(field(codes, rest), rest * bits);
      if (format.has_scales()) writer.put(from.scales[i], format.scale_bits);
    }
    writer.finish();
  }

  static void unpack(const std::vector<std::uint8_t>& bytes, std::size_t first, std::size_t count,
                     const OperandFormat& format, Vectors& to) {
    BitReader reader(bytes.data(), bytes.size());
    const std::int32_t sign = format.element.is_signed ? std::int32_t{1} << (bits - 1) : 0;
    const auto rest = static_cast<unsigned>(to.length % per_field);
    for (std::size_t i = first; i < first + count; ++i) {
      std::int16_t* code = to.vector(i);
      std::int16_t* const tail = code + (to.length - rest);
      for (; code != tail; code += per_field)
        codes(reader.get(per_field * bits), per_field, sign, code);
      if (rest > 0) codes(reader.get(rest * bits), rest, sign, code);
      to.scales[i] = static_cast<std::uint16_t>(
          format.has_scales() ? reader.get(format.scale_bits) & format.highest_scale() : 1);
    }
  }
};

/// Calls `action` with the Elements of that many bits.
template <class Action>
void with_elements(unsigned bits, Action action) {
  switch (bits) {
    case 2:
      return action(Elements<2>{});
    case 3:
      return action(Elements<3>{});
    case 4:
      return action(Elements<4>{});
    case 5:
      return action(Elements<5>{});
    case 6:
      return action(Elements<6>{});
    case 7:
      return action(Elements<7>{});
    case 8:
      return action(Elements<8>{});
    case 16:
      return action(Elements<16>{});
    default:
      throw std::invalid_argument("elements have 2 to 8 or 16 bits, not " + std::to_string(bits));
  }
}

}  // namespace

void pack(const Vectors& vectors, std::size_t first, std::size_t count, const OperandFormat& format,
          std::vector<std::uint8_t>& bytes) {
  bytes.resize(packed_bytes(count, vectors.length, format));
  with_elements(format.element.bits, [&](auto elements) {
    decltype(elements)::pack(vectors, first, count, format, bytes);
  });
}

void unpack(const std::vector<std::uint8_t>& bytes, std::size_t first, std::size_t count,
            const OperandFormat& format, Vectors& vectors) {
  const std::size_t expected = packed_bytes(count, vectors.length, format);
  if (bytes.size() != expected)
    throw std::invalid_argument("a block of " + std::to_string(count) + " vectors has " +
                                std::to_string(expected) + " bytes, not " +
                                std::to_string(bytes.size()));
  with_elements(format.element.bits, [&](auto elements) {
    decltype(elements)::unpack(bytes, first, count, format, vectors);
  });
}

}  // namespace gossamer::numerics::vsq
