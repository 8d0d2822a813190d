// SPDX-License-Identifier: Apache-2.0
#include "tensor/run_length.hpp"

#include <fmt/format.h>

#include <cstring>
#include <stdexcept>

namespace gossamer::tensor {

namespace {

constexpr std::size_t most_elements = 0xFFFF;
constexpr unsigned value_bits = 16;
constexpr unsigned most_run_bits = 8;

/// First non-zero at or after `i`, or `n`; looks at four values at a time.
std::size_t next_nonzero(const std::int16_t* dense, std::size_t i, std::size_t n) {
  for (; i + 4 <= n; i += 4) {
    std::uint64_t four = 0;
    std::memcpy(&four, dense + i, sizeof four);
    if (four != 0) break;
  }
  while (i < n && dense[i] == 0) ++i;
  return i;
}

void check_count(std::size_t count) {
  if (count > most_elements)
    throw std::length_error(
        fmt::format("a run-length block of {} elements: its count has 16 bits, at most {}", count,
                    most_elements));
}

void check_run_bits(unsigned run_bits) {
  if (run_bits > most_run_bits)
    throw std::invalid_argument(
        fmt::format("run-length indices of {} bits; allowed: 0 to {}", run_bits, most_run_bits));
}

std::uint16_t low16(const std::uint8_t* bytes) {
  return static_cast<std::uint16_t>(bytes[0] | (bytes[1] << 8));
}

}  // namespace

void run_length_append(const std::int16_t* dense, std::size_t n, unsigned max_run,
                       std::vector<RunLengthElement>& out) {
  if (max_run > 0xFF)
    throw std::invalid_argument(fmt::format("zero runs of {}; allowed: 0 to 255", max_run));
  const std::size_t before = out.size();
  const auto longest = static_cast<std::uint8_t>(max_run);
  std::size_t start = 0;
  for (std::size_t i = next_nonzero(dense, 0, n); i < n; i = next_nonzero(dense, i + 1, n)) {
    std::size_t run = i - start;
    for (; run > max_run; run -= std::size_t{max_run} + 1) out.push_back({0, longest});
    out.push_back({dense[i], static_cast<std::uint8_t>(run)});
    start = i + 1;
  }
  check_count(out.size() - before);
}

std::vector<std::int16_t> run_length_decode(const RunLengthElement* elements, std::size_t count,
                                            std::size_t n) {
  std::vector<std::int16_t> dense(n);
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    at += elements[i].run;
    if (at >= n)
      throw std::invalid_argument(fmt::format(
          "run-length element {} of {} stands at position {} of a block of {}", i, count, at, n));
    dense[at++] = elements[i].value;
  }
  return dense;
}

std::size_t packed_bytes(std::size_t count, unsigned run_bits) {
  return 2 + (count * (value_bits + run_bits) + 7) / 8;
}

void pack_run_length(const RunLengthElement* elements, std::size_t count, unsigned run_bits,
                     std::vector<std::uint8_t>& bytes) {
  check_count(count);
  check_run_bits(run_bits);
  bytes.push_back(static_cast<std::uint8_t>(count & 0xFF));
  bytes.push_back(static_cast<std::uint8_t>(count >> 8));
  std::uint64_t waiting = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (elements[i].run >> run_bits != 0)
      throw std::invalid_argument(
          fmt::format("a run of {} zeros does not fit {} bits", elements[i].run, run_bits));
    waiting |= std::uint64_t{elements[i].run} << bits;
    waiting |= std::uint64_t{static_cast<std::uint16_t>(elements[i].value)} << (bits + run_bits);
    for (bits += value_bits + run_bits; bits >= 8; bits -= 8, waiting >>= 8)
      bytes.push_back(static_cast<std::uint8_t>(waiting & 0xFF));
  }
  if (bits > 0) bytes.push_back(static_cast<std::uint8_t>(waiting));
}

void unpack_run_length(const std::vector<std::uint8_t>& bytes, std::size_t& offset,
                       unsigned run_bits, std::vector<RunLengthElement>& out) {
  check_run_bits(run_bits);
  const std::size_t left = offset < bytes.size() ? bytes.size() - offset : 0;
  const std::size_t count = left < 2 ? 0 : low16(bytes.data() + offset);
  const std::size_t length = packed_bytes(count, run_bits);
  if (left < length)
    throw std::invalid_argument(fmt::format(
        "a run-length block of {} elements takes {} bytes, {} are left", count, length, left));
  const std::uint8_t* byte = bytes.data() + offset + 2;
  std::uint64_t waiting = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (; bits < value_bits + run_bits; bits += 8) waiting |= std::uint64_t{*byte++} << bits;
    const auto run = static_cast<std::uint8_t>(waiting & ((1u << run_bits) - 1));
    const auto value = static_cast<std::uint16_t>(waiting >> run_bits);
    out.push_back({static_cast<std::int16_t>(value), run});
    waiting >>= value_bits + run_bits;
    bits -= value_bits + run_bits;
  }
  offset += length;
}

}  // namespace gossamer::tensor
