// SPDX-License-Identifier: Apache-2.0
#include "core/text_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
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

/// Opening a pipe would wait for its other end.
void refuse_special(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status) || std::filesystem::is_directory(status)) return;
  if (std::filesystem::is_regular_file(status)) return;
  throw FileError{path + ": cannot be read: not a regular file"};
}

}  // namespace

void read_in_pieces(const std::string& path,
                    const std::function<void(std::string_view piece)>& take) {
  refuse_special(path);
  const std::unique_ptr<std::FILE, Close> file{std::fopen(path.c_str(), "rb")};
  if (!file) fail(path, errno);
  std::array<char, 1 << 14> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    take({buffer.data(), n});
  }
  if (std::ferror(file.get()) != 0) fail(path, errno);
}

std::string read_text_file(const std::string& path, std::size_t limit) {
  std::string text;
  read_in_pieces(path, [&](std::string_view piece) {
    text += piece;
    if (text.size() > limit) {
      throw FileError{fmt::format("{}: cannot be read: larger than {} bytes", path, limit)};
    }
  });
  return text;
}

}  // namespace gossamer::core
