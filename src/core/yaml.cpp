// SPDX-License-Identifier: Apache-2.0
#include "core/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <vector>

#include "core/names.hpp"
#include "core/text_file.hpp"
#include "core/utf8.hpp"

namespace gossamer::core {
namespace {

/// Far above any configuration; a larger file is one given by mistake.
constexpr std::size_t largest_file = std::size_t{64} << 20;

constexpr std::size_t deepest_nesting = 64;

Position position_of(const YAML::Mark& mark, const std::string& file) {
  return {file, mark.line + 1, mark.column + 1};
}

/// yaml-cpp lets a quote that is never closed swallow the rest of the file.
bool is_closed_in_its_line(const std::string& text, std::size_t start) {
  if (start >= text.size() || (text[start] != '\'' && text[start] != '"')) return true;
  const char quote = text[start];
  for (std::size_t i = start + 1; i < text.size() && text[i] != '\n'; ++i) {
    const bool doubled = quote == '\'' && text.compare(i, 2, "''") == 0;
    const bool escaped = quote == '"' && text[i] == '\\';
    if (doubled || escaped) {
      ++i;
    } else if (text[i] == quote) {
      return true;
    }
  }
  return false;
}

/// Listens to the parser and finds what YAML allows but the tree no longer shows.
class Strictness : public YAML::EventHandler {
 public:
  Strictness(const std::string& text, std::string file, Faults& faults)
      : text_{text}, file_{std::move(file)}, faults_{faults} {}

  bool several_documents() const { return documents_ > 1; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2) fault(mark, "a second document; a file holds one");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_decoration(mark, "", anchor);
    element(mark, std::nullopt);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fault(mark, "aliases ('*') are not supported; write the value out");
    element(mark, std::nullopt);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_decoration(mark, tag, anchor);
    if (!is_closed_in_its_line(text_, static_cast<std::size_t>(mark.pos))) {
      fault(mark, "a quoted text must end in the line in which it starts");
    }
    element(mark, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, false);
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, true);
  }
  void OnMapEnd() override { open_.pop_back(); }

 private:
  struct Collection {
    bool mapping = false;
    bool key_is_next = true;
    std::map<std::string, int> line_of_key;
  };

  void fault(const YAML::Mark& mark, std::string message) {
    faults_.add(position_of(mark, file_), std::move(message));
  }

  void refuse_decoration(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) fault(mark, "anchors ('&') are not supported; write the value out");
    // "?" stands for a plain value and "!" for a quoted one.
    if (!tag.empty() && tag != "?" && tag != "!") {
      fault(mark, "tag " + core::quoted(tag) + " is not supported; leave it out");
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool mapping) {
    refuse_decoration(mark, tag, anchor);
    element(mark, std::nullopt);
    if (open_.size() == deepest_nesting) {
      fault(mark, fmt::format("nested too deep; allowed: {} levels", deepest_nesting));
      faults_.throw_if_any();  // the parser would go on until its stack is full
    }
    open_.emplace_back();
    open_.back().mapping = mapping;
  }

  /// One child of the innermost open collection; `text` if it is a scalar.
  void element(const YAML::Mark& mark, const std::optional<std::string>& text) {
    if (open_.empty() || !open_.back().mapping) return;
    Collection& mapping = open_.back();
    if (mapping.key_is_next) key(mark, text, mapping);
    mapping.key_is_next = !mapping.key_is_next;
  }

  void key(const YAML::Mark& mark, const std::optional<std::string>& text, Collection& mapping) {
    if (!text) return fault(mark, "a key must be a word");
    if (*text == "<<") {
      return fault(mark, "merge keys ('<<') are not supported; write the keys out");
    }
    const auto [first, is_new] = mapping.line_of_key.emplace(*text, mark.line + 1);
    if (is_new) return;
    fault(mark, fmt::format("repeated key {}; it stands in line {} already", core::quoted(*text),
                            first->second));
  }

  const std::string& text_;
  std::string file_;
  Faults& faults_;
  std::vector<Collection> open_;
  int documents_ = 0;
};

Position position_at(const std::string& text, std::size_t offset, const std::string& name) {
  const auto start = text.begin();
  const auto end = start + static_cast<std::ptrdiff_t>(offset);
  const std::size_t line_start = offset == 0 ? std::string::npos : text.rfind('\n', offset - 1);
  const std::size_t column = line_start == std::string::npos ? offset : offset - line_start - 1;
  return {name, static_cast<int>(std::count(start, end, '\n')) + 1, static_cast<int>(column) + 1};
}

bool is_refused_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

/// Among others yaml-cpp takes 0x04 for the end of the file and would silently ignore the rest.
void refuse_binary(const std::string& text, const std::string& name) {
  if (text.compare(0, 2, "\xFF\xFE") == 0 || text.compare(0, 2, "\xFE\xFF") == 0) {
    throw ConfigError{{name, 1, 1}, "must be UTF-8; this is UTF-16"};
  }
  const auto control = std::find_if(text.begin(), text.end(), is_refused_control);
  if (control != text.end()) {
    throw ConfigError{
        position_at(text, static_cast<std::size_t>(control - text.begin()), name),
        fmt::format("not valid YAML: control character 0x{:02x}", static_cast<int>(*control))};
  }
  if (const std::size_t malformed = first_malformed_utf8(text); malformed < text.size()) {
    throw ConfigError{position_at(text, malformed, name), "not valid YAML: not a UTF-8 character"};
  }
}

/// Offsets of the parser do not count it.
std::string without_byte_order_mark(std::string text) {
  if (text.compare(0, 3, "\xEF\xBB\xBF") == 0) text.erase(0, 3);
  return text;
}

YAML::Node parse(const std::string& text, const std::string& name, Faults& faults) {
  refuse_binary(text, name);
  try {
    std::istringstream stream{text};
    YAML::Parser parser{stream};
    Strictness strictness{text, name, faults};
    while (!strictness.several_documents() && parser.HandleNextDocument(strictness)) {
    }
    return YAML::Load(text);
  } catch (const YAML::Exception& error) {
    faults.add(position_of(error.mark, name), "not valid YAML: " + error.msg);
    faults.throw_if_any();
    throw;
  }
}

}  // namespace

YAML::Node load_yaml(const std::string& path, Faults& faults) {
  return parse(without_byte_order_mark(read_text_file(path, largest_file)), path, faults);
}

YAML::Node load_yaml(const std::string& path) {
  Faults faults;
  YAML::Node root = load_yaml(path, faults);
  faults.throw_if_any();
  return root;
}

YAML::Node parse_yaml(const std::string& text, const std::string& name) {
  Faults faults;
  YAML::Node root = parse(text, name, faults);
  faults.throw_if_any();
  return root;
}

Position position_of(const YAML::Node& node, const std::string& file) {
  if (!node.IsDefined()) return {file, 0, 0};
  return position_of(node.Mark(), file);
}

}  // namespace gossamer::core
