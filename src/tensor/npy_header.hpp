// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "tensor/npy.hpp"

namespace gossamer::tensor {

/// What is wrong with the bytes of a .npy file, before anyone knows the file's name.
class NpyFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An element type: `<i2`, `|u1`, `|b1`, `<f4`.
struct NpyElement {
  std::size_t bytes = 0;
  bool is_signed = false;
  bool big_endian = false;
  bool is_floating = false;  ///< IEEE 754 binary16, binary32 or binary64
};

/// Bytes from the start of a file that hold its magic string, version and header length, if it has
/// them.
inline constexpr std::size_t npy_preamble_bytes = 12;

/// Offset of the data, from the first npy_preamble_bytes (or the whole of a shorter file). Throws
/// NpyFault if this is not a .npy file of version 1.0, 2.0 or 3.0.
std::size_t npy_data_offset(const std::string& preamble);

/// Reads the header's text, a Python dictionary with exactly the keys descr, fortran_order and
/// shape. Throws NpyFault.
NpyHeader parse_npy_header(const std::string& text);

/// Throws NpyFault for anything but an integer, boolean or floating-point type.
NpyElement npy_element(const std::string& descr);

}  // namespace gossamer::tensor
