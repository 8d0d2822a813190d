// SPDX-License-Identifier: Apache-2.0
#include "cli/layer_choice.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include "core/errors.hpp"
#include "core/names.hpp"

namespace gossamer::cli {

namespace {

/// RE2's words without the part of the expression that it quotes, which may be very long.
std::string reason(const re2::RE2& expression) {
  const std::string text = expression.error();
  const std::string& part = expression.error_arg();
  if (part.empty() || text.size() < part.size() + 2) return text;
  return fmt::format("{}: {}", text.substr(0, text.size() - part.size() - 2), core::quoted(part));
}

[[noreturn]] void refuse_expression(const std::string& text, const re2::RE2& expression) {
  throw core::ConfigError{{"--layers"},
                          fmt::format("{} is not a regular expression (RE2 syntax): {}",
                                      core::quoted(text), reason(expression))};
}

[[noreturn]] void refuse_no_match(const std::string& expression, const workload::Network& network) {
  std::vector<std::string> names;
  for (const auto& layer : network.layers) names.push_back(layer.name);
  const std::string nearest = core::nearest_name(expression, names);
  throw core::ConfigError{
      {"--layers"},
      fmt::format("{} matches no layer of '{}'{}; its layers: {}", core::quoted(expression),
                  network.name, nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest),
                  fmt::join(names, ", "))};
}

}  // namespace

std::vector<workload::Layer> choose_layers(const workload::Network& network,
                                           const std::string& expression) {
  if (expression.empty()) return network.layers;
  // std::regex overflows the stack on long expressions and backtracks without end on some short
  // ones.
  const re2::RE2 wanted{expression, re2::RE2::Quiet};
  if (!wanted.ok()) refuse_expression(expression, wanted);
  std::vector<workload::Layer> chosen;
  for (const auto& layer : network.layers) {
    if (re2::RE2::PartialMatch(layer.name, wanted)) chosen.push_back(layer);
  }
  if (chosen.empty()) refuse_no_match(expression, network);
  return chosen;
}

}  // namespace gossamer::cli
