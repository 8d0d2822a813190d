// SPDX-License-Identifier: Apache-2.0
#include "tensor/run_length.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace gossamer::tensor {

namespace {

constexpr std::size_t most_elements = 0xFFFF;
constexpr unsigned value_bits = 16;
constexpr unsigned most_run_bits = 8;

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

void check_runs(const RunLengthElement* elements, std::size_t count, unsigned run_bits) {
  unsigned all = 0;
  for (std::size_t i = 0; i < count; ++i) all |= elements[i].run;
  if (all >> run_bits == 0) return;
  const auto* wide = std::find_if(elements, elements + count, [&](const RunLengthElement& element) {
    return element.run >> run_bits != 0;
  });
  throw std::invalid_argument(
      fmt::format("a run of {} zeros does not fit {} bits", wide->run, run_bits));
}

std::uint16_t low16(const std::uint8_t* bytes) {
  return static_cast<std::uint16_t>(bytes[0] | (bytes[1] << 8));
}

/// Compilers make one load of it where bytes are in this order.
std::uint32_t low32(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 |
         std::uint32_t{bytes[3]} << 24;
}

void store_low32(std::uint32_t word, std::uint8_t* bytes) {
  bytes[0] = static_cast<std::uint8_t>(word);
  bytes[1] = static_cast<std::uint8_t>(word >> 8);
  bytes[2] = static_cast<std::uint8_t>(word >> 16);
  bytes[3] = static_cast<std::uint8_t>(word >> 24);
}

RunLengthElement element_of(std::uint32_t word, unsigned run_bits) {
  return {static_cast<std::int16_t>(static_cast<std::uint16_t>(word >> run_bits)),
          static_cast<std::uint8_t>(word & ((1u << run_bits) - 1))};
}

}  // namespace

void run_length_append(const std::int16_t* dense, std::size_t n, unsigned max_run,
                       std::vector<RunLengthElement>& out) {
  if (max_run > 0xFF)
    throw std::invalid_argument(fmt::format("zero runs of {}; allowed: 0 to 255", max_run));
  const std::size_t before = out.size();
  out.resize(before + n);
  // Every value is written and most are written over, since branches on random zeros cost more.
  RunLengthElement* to = out.data() + before;
  unsigned run = 0;
  for (std::size_t i = 0; i < n; ++i) {
    *to = {dense[i], static_cast<std::uint8_t>(run)};
    const unsigned stored = (dense[i] != 0 ? 1u : 0u) | (run == max_run ? 1u : 0u);
    to += stored;
    run = (run + 1) & (stored - 1);  // 0 if stored
  }
  while (to != out.data() + before && to[-1].value == 0) --to;
  out.resize(static_cast<std::size_t>(to - out.data()));
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
  check_runs(elements, count, run_bits);
  // An element takes at most 24 bits and begins inside a byte: 32 bits hold it, and are written
  // whole, beyond the end of the last one too.
  const std::size_t end = bytes.size() + packed_bytes(count, run_bits);
  bytes.resize(end + sizeof(std::uint32_t));
  std::uint8_t* to = bytes.data() + end - packed_bytes(count, run_bits);
  *to++ = static_cast<std::uint8_t>(count & 0xFF);
  *to++ = static_cast<std::uint8_t>(count >> 8);
  std::uint32_t waiting = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    waiting |= std::uint32_t{elements[i].run} << bits;
    waiting |= std::uint32_t{static_cast<std::uint16_t>(elements[i].value)} << (bits + run_bits);
    store_low32(waiting, to);
    bits += value_bits + run_bits;
    to += bits / 8;
    waiting >>= bits / 8 * 8;
    bits %= 8;
  }
  bytes.resize(end);
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
  const std::uint8_t* const block = bytes.data() + offset + 2;
  const std::size_t behind = left - 2;  // bytes from there on
  const std::size_t width = value_bits + run_bits;
  out.resize(out.size() + count);
  RunLengthElement* const to = out.data() + out.size() - count;
  std::size_t i = 0;
  for (; i < count && i * width / 8 + sizeof(std::uint32_t) <= behind; ++i)
    to[i] = element_of(low32(block + i * width / 8) >> (i * width % 8), run_bits);
  for (; i < count; ++i) {
    std::array<std::uint8_t, sizeof(std::uint32_t)> last{};
    std::copy(block + i * width / 8, block + behind, last.begin());
    to[i] = element_of(low32(last.data()) >> (i * width % 8), run_bits);
  }
  offset += length;
}

}  // namespace gossamer::tensor
