// SPDX-License-Identifier: Apache-2.0
#include "report/html/module_groups.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "core/module_group.hpp"

namespace gossamer::report::html {
namespace {

using nlohmann::ordered_json;

/// A name cut at its numbers. Only numbers behind an underscore count: the 2 of `l2` is a name's.
struct NumberedName {
  std::string label;  ///< with # for the numbers
  std::vector<std::uint64_t> numbers;
};

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

NumberedName cut(const std::string& name) {
  NumberedName result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!is_digit(name[i]) || i == 0 || name[i - 1] != '_') {
      result.label += name[i];
      continue;
    }
    std::size_t end = i;
    while (end < name.size() && is_digit(name[end])) ++end;
    const bool whole = end - i <= 9 && (end == name.size() || name[end] == '_');
    if (whole) result.numbers.push_back(std::stoul(name.substr(i, end - i)));
    result.label += whole ? "#" : name.substr(i, end - i);
    i = end - 1;
  }
  return result;
}

struct Group {
  std::string label;
  std::vector<std::string> names;
  std::vector<std::vector<std::uint64_t>> numbers;
};

/// All sets of numbered modules, in the order of their first module.
std::vector<Group> all_groups(const std::vector<LayerReport>& layers) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> by_label;
  std::set<std::string> seen;
  for (const LayerReport& layer : layers) {
    for (const auto& [module, counts] : layer.record.activity) {
      if (!seen.insert(module).second) continue;
      const NumberedName name = cut(module);
      if (name.numbers.empty()) continue;
      const auto [place, is_new] = by_label.emplace(name.label, groups.size());
      if (is_new) groups.push_back({name.label, {}, {}});
      groups[place->second].names.push_back(module);
      groups[place->second].numbers.push_back(name.numbers);
    }
  }
  return groups;
}

/// The positions in a name whose numbers differ within the set; the first two at most.
std::vector<std::size_t> varying(const Group& group) {
  std::vector<std::size_t> positions;
  for (std::size_t at = 0; at < group.numbers.front().size() && positions.size() < 2; ++at) {
    const bool differs =
        std::any_of(group.numbers.begin(), group.numbers.end(),
                    [&](const auto& numbers) { return numbers[at] != group.numbers[0][at]; });
    if (differs) positions.push_back(at);
  }
  return positions;
}

ordered_json places(const Group& group) {
  const auto positions = varying(group);
  auto list = ordered_json::array();
  for (const auto& numbers : group.numbers) {
    const std::uint64_t row = positions.size() > 1 ? numbers[positions[0]] : 0;
    list.push_back({row, numbers[positions.back()]});
  }
  return list;
}

constexpr std::size_t most_numbers = 200'000;  ///< of a page: about a megabyte

/// Base64 of a byte for each share in thousandths, 255 for all.
std::string bytes_text(const std::vector<std::uint64_t>& permille) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < permille.size(); i += 3) {
    std::uint64_t three = 0;
    for (std::size_t n = i; n < i + 3; ++n) {
      three = three << 8U | (n < permille.size() ? (255 * permille[n] + 500) / 1000 : 0);
    }
    for (unsigned shift = 24; shift > 0;) text += letters[three >> (shift -= 6) & 63U];
  }
  const std::size_t padding = (3 - permille.size() % 3) % 3;
  text.replace(text.size() - padding, padding, padding, '=');
  return text;
}

ordered_json busy_permille(const Group& group, const core::LayerRecord& record, bool many) {
  std::map<std::string, std::uint64_t> busy;
  for (const auto& [module, counts] : record.activity) {
    busy[module] = counts.of(core::Activity::busy).count();
  }
  std::vector<std::uint64_t> shares;
  bool present = false;
  for (const std::string& name : group.names) {
    const auto found = busy.find(name);
    present = present || found != busy.end();
    const std::uint64_t cycles = found == busy.end() ? 0 : found->second;
    shares.push_back(record.cycles == 0 ? 0 : (1000 * cycles + record.cycles / 2) / record.cycles);
  }
  if (!present) return nullptr;
  const bool alike = std::all_of(shares.begin(), shares.end(),
                                 [&](std::uint64_t share) { return share == shares.front(); });
  if (alike) return shares.front();
  return many ? ordered_json(bytes_text(shares)) : ordered_json(shares);
}

ordered_json group_json(const Group& group, const std::vector<LayerReport>& layers) {
  auto busy = ordered_json::array();
  const bool many = group.names.size() * layers.size() > most_numbers;
  for (const LayerReport& layer : layers) {
    busy.push_back(busy_permille(group, layer.record, many));
  }
  return {{"label", group.label},
          {"names", group.names},
          {"places", places(group)},
          {"busy_permille", std::move(busy)}};
}

}  // namespace

ordered_json module_groups(const RunReport& run) {
  const auto& multiplying = run.multiplying_modules;
  auto json = ordered_json::array();
  for (const Group& group : all_groups(run.layers)) {
    const std::string kind = core::module_group(group.names.front());
    const bool multiplies = std::count(multiplying.begin(), multiplying.end(), kind) > 0;
    if (multiplies && group.names.size() > 1) json.push_back(group_json(group, run.layers));
  }
  return json;
}

}  // namespace gossamer::report::html
