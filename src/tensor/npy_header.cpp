// SPDX-License-Identifier: Apache-2.0
#include "tensor/npy_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string_view>
#include <vector>

namespace gossamer::tensor {

namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longest_header = std::size_t{1} << 20;
constexpr std::size_t most_dimensions = 64;

/// The few forms of a Python literal that a header is made of.
class DictionaryReader {
 public:
  explicit DictionaryReader(std::string_view text) : text_{text} {}

  NpyHeader read() {
    expect('{');
    while (!accept('}')) {
      read_entry();
      if (accept('}')) break;
      expect(',');
    }
    if (next() != '\0' || at_ < text_.size()) fail("text after the closing brace");
    for (const char* key : {"descr", "fortran_order", "shape"})
      if (keys_.count(key) == 0) fail(fmt::format("no key '{}'", key));
    return header_;
  }

 private:
  void read_entry() {
    const std::string key = read_text();
    if (!keys_.insert(key).second) fail(fmt::format("key '{}' twice", key));
    expect(':');
    if (key == "descr") {
      header_.descr = read_descr();
    } else if (key == "fortran_order") {
      header_.fortran_order = read_truth();
    } else if (key == "shape") {
      header_.shape = read_shape();
    } else {
      fail(fmt::format("unknown key '{}'; allowed: descr, fortran_order, shape", key));
    }
  }

  std::string read_descr() {
    if (next() == '[')
      throw NpyFault(
          "holds records; allowed: integers (i1, i2, i4, i8, u1, u2, u4, u8), bool and, for "
          "machines that quantise, floating-point numbers (f2, f4, f8)");
    return read_text();
  }

  std::string read_text() {
    const char quote = next();
    if (quote != '\'' && quote != '"') fail("no text in quotes where one is needed");
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) fail("a quote that is never closed");
    std::string text{text_.substr(at_ + 1, end - at_ - 1)};
    at_ = end + 1;
    return text;
  }

  bool read_truth() {
    for (const bool value : {true, false}) {
      const std::string_view word = value ? "True" : "False";
      next();
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return value;
    }
    fail("fortran_order is neither True nor False");
  }

  Shape read_shape() {
    Shape shape;
    expect('(');
    while (!accept(')')) {
      if (shape.size() == most_dimensions) fail("more than 64 dimensions");
      shape.push_back(read_extent());
      if (accept(')')) {
        if (shape.size() == 1) fail("a shape that is no tuple");
        break;
      }
      expect(',');
    }
    return shape;
  }

  std::size_t read_extent() {
    if (next() < '0' || next() > '9') fail("an extent that is no whole number");
    std::size_t extent = 0;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      if (extent > std::numeric_limits<std::size_t>::max() / 10 - 1) fail("an absurd extent");
      extent = extent * 10 + static_cast<std::size_t>(text_[at_] - '0');
    }
    if (at_ < text_.size() && text_[at_] == 'L') ++at_;  // Python 2 wrote long integers like this
    return extent;
  }

  /// The next character that is no blank, not consumed; '\0' at the end.
  char next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t'))
      ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool accept(char wanted) {
    if (next() != wanted) return false;
    ++at_;
    return true;
  }

  void expect(char wanted) {
    if (!accept(wanted)) fail(fmt::format("no '{}' where one is needed", wanted));
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw NpyFault(fmt::format("malformed .npy header: {} (at its byte {})", what, at_));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::set<std::string> keys_;
  NpyHeader header_;
};

std::size_t little_endian(const std::string& bytes, std::size_t first, std::size_t count) {
  std::size_t value = 0;
  for (std::size_t i = count; i-- > 0;)
    value = value << 8 | static_cast<unsigned char>(bytes[first + i]);
  return value;
}

}  // namespace

std::size_t npy_data_offset(const std::string& preamble) {
  if (preamble.compare(0, magic.size(), magic) != 0)
    throw NpyFault("not a .npy file (it does not start with \\x93NUMPY)");
  if (preamble.size() < npy_preamble_bytes) throw NpyFault("truncated inside the .npy header");
  const int major = static_cast<unsigned char>(preamble[6]);
  const int minor = static_cast<unsigned char>(preamble[7]);
  if (major < 1 || major > 3 || minor != 0)
    throw NpyFault(fmt::format(".npy format version {}.{}; allowed: 1.0, 2.0, 3.0", major, minor));
  const std::size_t length_bytes = major == 1 ? 2 : 4;
  const std::size_t length = little_endian(preamble, 8, length_bytes);
  if (length > longest_header)
    throw NpyFault(fmt::format(".npy header of {} bytes; at most {}", length, longest_header));
  return 8 + length_bytes + length;
}

NpyHeader parse_npy_header(const std::string& text) {
  return DictionaryReader(text).read();
}

NpyElement npy_element(const std::string& descr) {
  const char order = descr.empty() ? '\0' : descr[0];
  const std::string type = descr.substr(descr.empty() ? 0 : 1);
  if (type == "b1" && order == '|') return {1, false, false, false};
  const auto is_one_of = [&](const std::vector<std::string_view>& types) {
    return std::find(types.begin(), types.end(), type) != types.end();
  };
  const bool is_byte = is_one_of({"i1", "u1"});
  const bool is_floating = is_one_of({"f2", "f4", "f8"});
  const bool is_known = is_byte || is_floating || is_one_of({"i2", "i4", "i8", "u2", "u4", "u8"});
  const std::string_view orders = is_byte ? "<>|=" : "<>=";
  if (!is_known || orders.find(order) == std::string_view::npos)
    throw NpyFault(fmt::format(
        "holds elements of type '{}'; allowed: i1, i2, i4, i8, u1, u2, u4, u8 and, for machines "
        "that quantise, f2, f4, f8, of either byte order, and bool",
        descr));
  return {static_cast<std::size_t>(type[1] - '0'), type[0] != 'u', order == '>', is_floating};
}

}  // namespace gossamer::tensor
