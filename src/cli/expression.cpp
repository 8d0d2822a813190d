// SPDX-License-Identifier: Apache-2.0
#include "cli/expression.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/names.hpp"

namespace gossamer::cli {

namespace {

/// RE2's words without the part of the expression that it quotes, which may be very long.
std::string reason(const re2::RE2& expression) {
  const std::string& text = expression.error();
  const std::string& part = expression.error_arg();
  if (part.empty() || text.size() < part.size() + 2) return text;
  return fmt::format("{}: {}", text.substr(0, text.size() - part.size() - 2), core::quoted(part));
}

}  // namespace

// std::regex overflows the stack on long expressions and backtracks without end on some short ones.
std::shared_ptr<const re2::RE2> read_expression(const std::string& option,
                                                const std::string& text) {
  auto expression = std::make_shared<const re2::RE2>(text, re2::RE2::Quiet);
  if (!expression->ok()) {
    throw core::ConfigError{{option},
                            fmt::format("{} is not a regular expression (RE2 syntax): {}",
                                        core::quoted(text), reason(*expression))};
  }
  return expression;
}

}  // namespace gossamer::cli
