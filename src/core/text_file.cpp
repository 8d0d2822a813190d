// SPDX-License-Identifier: Apache-2.0
#include "core/text_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "core/errors.hpp"

namespace gossamer::core {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

[[noreturn]] void fail(const std::string& path, int error) {
  throw FileError{
      fmt::format("{}: cannot be read: {}", path, std::generic_category().message(error))};
}

}  // namespace

std::string read_text_file(const std::string& path, std::size_t limit) {
  const std::unique_ptr<std::FILE, Close> file{std::fopen(path.c_str(), "rb")};
  if (!file) fail(path, errno);
  std::string text;
  std::array<char, 1 << 14> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    text.append(buffer.data(), n);
    if (text.size() > limit) {
      throw FileError{fmt::format("{}: cannot be read: larger than {} bytes", path, limit)};
    }
  }
  if (std::ferror(file.get()) != 0) fail(path, errno);
  return text;
}

}  // namespace gossamer::core
