// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gossamer::test {

/// A header's text in C order.
inline std::string npy_header_text(const std::string& descr, const std::string& shape) {
  return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
}

/// A .npy file with this header, padded to 64 bytes, and this data; `version` is the major one.
inline std::string npy_bytes(std::string header, const std::string& data, int version = 1) {
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  while ((8 + length_bytes + header.size()) % 64 != 0) header += ' ';
  std::string bytes = "\x93NUMPY";
  bytes += static_cast<char>(version);
  bytes += '\0';
  for (std::size_t i = 0; i < length_bytes; ++i)
    bytes += static_cast<char>(header.size() >> (8 * i) & 0xFF);
  return bytes + header + data;
}

}  // namespace gossamer::test
