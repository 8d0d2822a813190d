// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gossamer::tensor {

/// One stored element of a run-length block: `run` zeros, then `value` (the compressed form of
/// Parashar et al., ISCA 2017). A value of 0 is a placeholder inside a run too long for one index.
struct RunLengthElement {
  std::int16_t value;
  std::uint8_t run;

  friend bool operator==(const RunLengthElement& a, const RunLengthElement& b) {
    return a.value == b.value && a.run == b.run;
  }
};

/// Appends the code of one flattened block of `n` values; trailing zeros are not stored. A run
/// above `max_run` (at most 255) is cut by placeholders, each of which stands for max_run + 1
/// zeros. Throws std::length_error if the block takes more than 65535 elements.
void run_length_append(const std::int16_t* dense, std::size_t n, unsigned max_run,
                       std::vector<RunLengthElement>& out);

/// The `n` values of a block of `count` elements. Throws std::invalid_argument if the elements run
/// past n.
std::vector<std::int16_t> run_length_decode(const RunLengthElement* elements, std::size_t count,
                                            std::size_t n);

/// Bytes of a packed block: a 16-bit count, then the elements, padded to a whole byte.
std::size_t packed_bytes(std::size_t count, unsigned run_bits);

/// Appends one block: its element count (16 bits, little-endian), then each element as `run_bits`
/// (at most 8) bits of run followed by 16 bits of value, least significant bits first, padded to a
/// whole byte. Throws std::length_error above 65535 elements, std::invalid_argument for a run that
/// does not fit.
void pack_run_length(const RunLengthElement* elements, std::size_t count, unsigned run_bits,
                     std::vector<std::uint8_t>& bytes);

/// Appends to `out` the elements of the block at `offset` and moves `offset` behind it. Throws
/// std::invalid_argument if the bytes end inside the block.
void unpack_run_length(const std::vector<std::uint8_t>& bytes, std::size_t& offset,
                       unsigned run_bits, std::vector<RunLengthElement>& out);

}  // namespace gossamer::tensor
