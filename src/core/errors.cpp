// SPDX-License-Identifier: Apache-2.0
#include "core/errors.hpp"

#include <algorithm>
#include <tuple>

namespace gossamer::core {
namespace {

constexpr std::size_t faults_in_full = 20;

std::string listing(const std::vector<Fault>& faults) {
  std::string text;
  const std::size_t shown = std::min(faults.size(), faults_in_full);
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string where = to_string(faults[i].where);
    if (i > 0) text += '\n';
    text += where.empty() ? faults[i].message : where + ": " + faults[i].message;
  }
  if (const std::size_t more = faults.size() - shown; more > 0) {
    text += "\nand " + std::to_string(more) + (more == 1 ? " more fault" : " more faults");
  }
  return text;
}

bool stands_before(const Fault& a, const Fault& b) {
  return std::tie(a.where.file, a.where.line, a.where.column) <
         std::tie(b.where.file, b.where.line, b.where.column);
}

}  // namespace

std::string to_string(const Position& position) {
  std::string text = position.file;
  if (position.line > 0) text += ':' + std::to_string(position.line);
  if (position.line > 0 && position.column > 0) text += ':' + std::to_string(position.column);
  return text;
}

ConfigError::ConfigError(std::vector<Fault> faults)
    : std::runtime_error{listing(faults)}, faults_{std::move(faults)} {}

ConfigError::ConfigError(Position where, std::string message)
    : ConfigError{std::vector<Fault>{{std::move(where), std::move(message)}}} {}

void Faults::throw_if_any() {
  if (faults_.empty()) return;
  std::stable_sort(faults_.begin(), faults_.end(), stands_before);
  throw ConfigError{std::move(faults_)};
}

std::string to_string(const ConfigError& error) {
  return error.what();
}

}  // namespace gossamer::core
