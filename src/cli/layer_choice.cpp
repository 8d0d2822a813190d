// SPDX-License-Identifier: Apache-2.0
#include "cli/layer_choice.hpp"

#include <fmt/format.h>

#include "cli/expression.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"

namespace gossamer::cli {

namespace {

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
  const auto wanted = read_expression("--layers", expression);
  std::vector<workload::Layer> chosen;
  for (const auto& layer : network.layers) {
    if (re2::RE2::PartialMatch(layer.name, *wanted)) chosen.push_back(layer);
  }
  if (chosen.empty()) refuse_no_match(expression, network);
  return chosen;
}

}  // namespace gossamer::cli
