// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cctype>
#include <stdexcept>

#include "core/names.hpp"
#include "core/yaml.hpp"
#include "cost/formula.hpp"
#include "cost/keys.hpp"

namespace gossamer::cost {
namespace {

const std::map<std::string, std::size_t> functions{
    {"ceil", 1}, {"floor", 1}, {"log2", 1}, {"max", 2}, {"min", 2}, {"mod", 2}, {"sqrt", 1}};

bool is_name_part(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

/// Recursive descent over the text of one formula; throws std::runtime_error with what is wrong.
class FormulaParser {
 public:
  explicit FormulaParser(Formula& formula) : formula_{formula}, text_{formula.text_} {}

  void parse() {
    sum();
    if (peek() != '\0') fail("an operator or the end");
  }

 private:
  using Kind = Formula::Kind;

  std::size_t add(Formula::Node node) {
    formula_.nodes_.push_back(std::move(node));
    return formula_.nodes_.size() - 1;
  }

  char peek() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void fail(const std::string& expected) {
    throw std::runtime_error{fmt::format(
        "{} is expected {}", expected,
        peek() == '\0' ? std::string{"at its end"} : "at " + core::quoted(text_.substr(at_)))};
  }

  std::size_t sum() {
    std::size_t left = product();
    while (peek() == '+' || peek() == '-') {
      const Kind kind = text_[at_++] == '+' ? Kind::add : Kind::subtract;
      const std::size_t right = product();
      left = add({kind, 0.0, {}, {left, right}});
    }
    return left;
  }
  std::size_t product() {
    std::size_t left = factor();
    while (peek() == '*' || peek() == '/') {
      const Kind kind = text_[at_++] == '*' ? Kind::multiply : Kind::divide;
      const std::size_t right = factor();
      left = add({kind, 0.0, {}, {left, right}});
    }
    return left;
  }
  std::size_t factor() {
    if (take('-')) return add({Kind::negate, 0.0, {}, {factor()}});
    const std::size_t base = primary();
    return take('^') ? add({Kind::power, 0.0, {}, {base, factor()}}) : base;
  }
  std::size_t primary() {
    if (take('(')) return closed(sum());
    if (is_digit(peek())) return number();
    if (is_name_part(peek())) return name();
    fail("a number, an attribute or '('");
  }
  std::size_t closed(std::size_t inner) {
    if (!take(')')) fail("')'");
    return inner;
  }
  std::size_t number() {
    const std::size_t start = at_;
    const auto is_sign_of_exponent = [this] {
      return (text_[at_] == '-' || text_[at_] == '+') && text_[at_ - 1] == 'e';
    };
    while (at_ < text_.size() &&
           (is_name_part(text_[at_]) || text_[at_] == '.' || is_sign_of_exponent())) {
      ++at_;
    }
    double value = 0.0;
    if (!core::parse_number(text_.substr(start, at_ - start), value)) {
      at_ = start;
      fail("a number");
    }
    return add({Kind::number, value, {}, {}});
  }
  std::size_t name() {
    const std::size_t start = at_;
    while (at_ < text_.size() && (is_name_part(text_[at_]) || text_[at_] == '.')) ++at_;
    const std::string name = text_.substr(start, at_ - start);
    if (take('(')) return call(name);
    formula_.names_.insert(name);
    return add({Kind::name, 0.0, name, {}});
  }
  std::size_t call(const std::string& name) {
    const auto function = functions.find(name);
    if (function == functions.end()) {
      throw std::runtime_error{fmt::format("there is no function {}{}", core::quoted(name),
                                           core::suggestion(name, keys(functions)))};
    }
    std::vector<std::size_t> args{sum()};
    while (take(',')) args.push_back(sum());
    if (args.size() != function->second) {
      throw std::runtime_error{
          fmt::format("{} takes {} arguments, not {}", name, function->second, args.size())};
    }
    closed(0);
    return add({Kind::call, 0.0, name, args});
  }

  Formula& formula_;
  const std::string& text_;
  std::size_t at_ = 0;
};

Formula::Formula() {
  nodes_.emplace_back();
}

Formula Formula::parse(const std::string& text, const core::Position& where, core::Faults& faults) {
  Formula formula;
  formula.nodes_.clear();
  formula.text_ = text;
  try {
    FormulaParser{formula}.parse();
    return formula;
  } catch (const std::runtime_error& error) {
    faults.add(where, fmt::format("the formula {}: {}", core::quoted(text), error.what()));
  }
  Formula one;
  one.nodes_[0].number = 1.0;
  return one;
}

}  // namespace gossamer::cost
