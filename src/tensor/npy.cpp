// SPDX-License-Identifier: Apache-2.0
#include "tensor/npy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include "core/errors.hpp"
#include "tensor/npy_header.hpp"
#include "tensor/npy_value.hpp"

namespace gossamer::tensor {

namespace {

/// An open .npy file: its header is checked, the next byte read is the first of the data.
struct OpenFile {
  std::ifstream stream;
  NpyHeader header;
  NpyElement element;
  std::size_t elements = 0;
};

std::string read_bytes(std::ifstream& stream, std::size_t count) {
  std::string bytes(count, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(count));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  return bytes;
}

/// Elements of a shape; throws NpyFault if their bytes cannot be counted in 63 bits.
std::size_t checked_elements(const Shape& shape, std::size_t element_bytes) {
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  const std::size_t most =
      static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max()) / element_bytes;
  std::size_t count = 1;
  for (const std::size_t extent : shape) {
    if (extent > most / count)
      throw NpyFault(fmt::format("absurd shape ({})", fmt::join(shape, ", ")));
    count *= extent;
  }
  return count;
}

std::size_t size_of(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    throw core::FileError(fmt::format("{}: cannot be read: it is a directory", path));
  if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error))
    throw core::FileError(fmt::format("{}: cannot be read: not a regular file", path));
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) throw core::FileError(fmt::format("{}: cannot be read: {}", path, error.message()));
  return size;
}

void check_length(const OpenFile& file, std::size_t size) {
  const std::size_t wanted = file.header.data_offset + file.elements * file.element.bytes;
  if (size != wanted)
    throw NpyFault(fmt::format("{}: {} bytes, its shape ({}) of '{}' needs {}",
                               size < wanted ? "truncated" : "bytes behind the data", size,
                               fmt::join(file.header.shape, ", "), file.header.descr, wanted));
}

OpenFile open(const std::string& path) {
  const std::size_t size = size_of(path);
  OpenFile file;
  file.stream.open(path, std::ios::binary);
  if (!file.stream)
    throw core::FileError(fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  const std::string preamble = read_bytes(file.stream, npy_preamble_bytes);
  const std::size_t offset = npy_data_offset(preamble);
  if (offset > size) throw NpyFault("truncated inside the .npy header");
  const std::size_t text_start = preamble[6] == 1 ? 10 : 12;
  file.stream.seekg(static_cast<std::streamoff>(text_start));
  file.header = parse_npy_header(read_bytes(file.stream, offset - text_start));
  file.header.data_offset = offset;
  file.element = npy_element(file.header.descr);
  file.elements = checked_elements(file.header.shape, file.element.bytes);
  check_length(file, size);
  return file;
}

/// Where element `flat` of C order stands in the file.
std::size_t place_in_file(const NpyHeader& header, std::size_t flat) {
  if (!header.fortran_order) return flat;
  std::size_t place = 0;
  std::size_t stride = elements(header.shape);
  for (std::size_t d = header.shape.size(); d-- > 0; flat /= header.shape[d]) {
    stride /= header.shape[d];
    place += flat % header.shape[d] * stride;
  }
  return place;
}

/// Which element of C order stands at `place` in the file: the inverse of place_in_file.
std::size_t flat_at(const NpyHeader& header, std::size_t place) {
  if (!header.fortran_order) return place;
  std::size_t flat = 0;
  std::size_t stride = elements(header.shape);
  for (const std::size_t extent : header.shape) {
    stride /= extent;
    flat += place % extent * stride;
    place /= extent;
  }
  return flat;
}

/// Throws NpyFault for the first value in the order of the file that does not fit.
template <class T>
void check_elements(OpenFile& file) {
  constexpr std::size_t elements_at_once = std::size_t{1} << 16;
  const std::size_t width = file.element.bytes;
  for (std::size_t start = 0; start < file.elements; start += elements_at_once) {
    const std::size_t count = std::min(elements_at_once, file.elements - start);
    const std::string bytes = read_bytes(file.stream, count * width);
    if (bytes.size() != count * width) throw NpyFault("truncated while read");
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t bits = npy_bits(file.element, bytes.data() + i * width);
      npy_value<T>(file.header, file.element, bits, flat_at(file.header, start + i));
    }
  }
}

template <class T>
Tensor<T> read_elements(OpenFile& file) {
  const std::string bytes = read_bytes(file.stream, file.elements * file.element.bytes);
  if (bytes.size() != file.elements * file.element.bytes) throw NpyFault("truncated while read");
  Tensor<T> tensor(file.header.shape);
  for (std::size_t i = 0; i < file.elements; ++i) {
    const char* element = bytes.data() + place_in_file(file.header, i) * file.element.bytes;
    tensor.data[i] = npy_value<T>(file.header, file.element, npy_bits(file.element, element), i);
  }
  return tensor;
}

OpenFile open_integers(const std::string& path) {
  OpenFile file = open(path);
  if (file.element.is_floating)
    throw NpyFault(
        fmt::format("holds floating-point numbers ('{}'), an integer machine needs integers; "
                    "allowed: i1, i2, i4, i8, u1, u2, u4, u8 of either byte order, and bool",
                    file.header.descr));
  return file;
}

/// What `action` returns; its NpyFault becomes a fault of the file.
template <class Action>
auto told_of(const std::string& path, Action action) {
  try {
    return action();
  } catch (const NpyFault& fault) {
    throw core::ConfigError({path}, fault.what());
  }
}

/// Writes each element as the unsigned integer of the same bits.
template <class Bits, class T>
void write_elements(const std::string& path, const char* descr, const Tensor<T>& tensor) {
  std::string header =
      fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}{}), }}", descr,
                  fmt::join(tensor.shape, ", "), tensor.shape.size() == 1 ? "," : "");
  // The format wants the data at a multiple of 64 bytes and a line end before it.
  constexpr std::size_t preamble = 10;
  header.append(63 - (preamble + header.size()) % 64, ' ');
  header += '\n';
  std::string bytes = "\x93NUMPY";
  bytes +=
      {'\1', '\0', static_cast<char>(header.size() & 0xFF), static_cast<char>(header.size() >> 8)};
  bytes += header;
  bytes.reserve(bytes.size() + tensor.size() * sizeof(T));
  for (const T value : tensor.data) {
    static_assert(sizeof(Bits) == sizeof(T));
    Bits bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    for (std::size_t i = 0; i < sizeof bits; ++i)
      bytes += static_cast<char>(static_cast<std::uint64_t>(bits) >> 8 * i & 0xFF);
  }
  std::ofstream stream(path, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream)
    throw core::FileError(fmt::format("{}: cannot be written: {}", path, std::strerror(errno)));
}

}  // namespace

NpyHeader read_npy_header(const std::string& path) {
  return told_of(path, [&] { return open(path).header; });
}

Tensor<std::int16_t> read_npy_int16(const std::string& path) {
  return told_of(path, [&] {
    OpenFile file = open_integers(path);
    return read_elements<std::int16_t>(file);
  });
}

void check_npy_int16(const std::string& path) {
  told_of(path, [&] {
    OpenFile file = open_integers(path);
    check_elements<std::int16_t>(file);
  });
}

Tensor<float> read_npy_float(const std::string& path) {
  return told_of(path, [&] {
    OpenFile file = open(path);
    return read_elements<float>(file);
  });
}

void check_npy_float(const std::string& path) {
  told_of(path, [&] {
    OpenFile file = open(path);
    check_elements<float>(file);
  });
}

void write_npy(const std::string& path, const Tensor<std::int16_t>& tensor) {
  write_elements<std::uint16_t>(path, "<i2", tensor);
}

void write_npy(const std::string& path, const Tensor<std::int64_t>& tensor) {
  write_elements<std::uint64_t>(path, "<i8", tensor);
}

void write_npy(const std::string& path, const Tensor<float>& tensor) {
  write_elements<std::uint32_t>(path, "<f4", tensor);
}

}  // namespace gossamer::tensor
