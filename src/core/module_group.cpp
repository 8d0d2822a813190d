// SPDX-License-Identifier: Apache-2.0
#include "core/module_group.hpp"

#include <algorithm>

namespace gossamer::core {

std::string module_group(std::string_view module) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string group;
  while (!module.empty()) {
    const auto end = std::min(module.find('_'), module.size());
    const std::string_view word = module.substr(0, end);
    if (!std::all_of(word.begin(), word.end(), is_digit)) {
      group += (group.empty() ? "" : "_") + std::string{word};
    }
    module.remove_prefix(std::min(end + 1, module.size()));
  }
  return group;
}

}  // namespace gossamer::core
