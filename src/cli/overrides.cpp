// SPDX-License-Identifier: Apache-2.0
#include "cli/overrides.hpp"

#include <algorithm>

#include "core/errors.hpp"

namespace gossamer::cli {

std::vector<core::Override> parse_overrides(const std::vector<std::string>& texts) {
  std::vector<core::Override> overrides;
  core::Faults faults;
  for (const std::string& text : texts) {
    overrides.push_back(core::parse_override(text));
    const std::string& path = overrides.back().path;
    const auto same = [&path](const core::Override& other) { return other.path == path; };
    if (std::count_if(overrides.begin(), overrides.end(), same) != 2) continue;
    faults.add({"--set " + path}, "given twice; allowed: once");
  }
  faults.throw_if_any();
  return overrides;
}

}  // namespace gossamer::cli
