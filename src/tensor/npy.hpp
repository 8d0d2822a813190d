// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "tensor/tensor.hpp"

namespace gossamer::tensor {

/// The header of a .npy file (format versions 1.0 to 3.0).
struct NpyHeader {
  std::string descr;  ///< element type as written: "<i2", "|i1", "<f4"
  bool fortran_order = false;
  Shape shape;
  std::size_t data_offset = 0;
};

/// Reads and checks the header and that the file is exactly as long as it says. Throws FileError
/// (cannot be read) or ConfigError whose position is the .npy file (not a .npy, truncated,
/// unsupported type).
NpyHeader read_npy_header(const std::string& path);

/// The elements of an integer file in C order, each fitting int16. Throws like read_npy_header, and
/// ConfigError naming the index of the first value that does not fit.
Tensor<std::int16_t> read_npy_int16(const std::string& path);

/// Reads the file in pieces and throws what read_npy_int16 would, without holding its elements.
void check_npy_int16(const std::string& path);

/// The elements of an integer or floating-point file in C order: binary64 is rounded to nearest,
/// halves to even. Throws like read_npy_header, and ConfigError naming the index of the first value
/// that is not finite, beyond binary32, or a whole number that binary32 cannot hold exactly.
Tensor<float> read_npy_float(const std::string& path);

/// Reads the file in pieces and throws what read_npy_float would, without holding its elements.
void check_npy_float(const std::string& path);

/// Writes a C-order version 1.0 file of little-endian `<i2`, `<i8` or `<f4`. Throws FileError.
void write_npy(const std::string& path, const Tensor<std::int16_t>& tensor);
void write_npy(const std::string& path, const Tensor<std::int64_t>& tensor);
void write_npy(const std::string& path, const Tensor<float>& tensor);

}  // namespace gossamer::tensor
