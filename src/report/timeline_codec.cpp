// SPDX-License-Identifier: Apache-2.0
#include "report/timeline_codec.hpp"

#include <string>

namespace gossamer::report {

namespace {

using nlohmann::json;

json encode(const core::ActivityTrack& module) {
  json numbers = json::array();
  for (const core::TimeSlice& slice : module.slices) {
    numbers.push_back(slice.begin);
    numbers.push_back(slice.end);
    numbers.push_back(static_cast<std::uint64_t>(slice.what));
  }
  return {{"name", module.name}, {"slices", std::move(numbers)}};
}

json encode(const core::LevelTrack& level) {
  json numbers = json::array();
  for (const core::LevelChange& change : level.changes) {
    numbers.push_back(change.cycle);
    numbers.push_back(change.level);
  }
  return {{"name", level.name},
          {"unit", level.unit},
          {"capacity", level.capacity},
          {"changes", std::move(numbers)}};
}

core::ActivityTrack decode_module(const json& encoded) {
  core::ActivityTrack module{encoded.at("name").get<std::string>(), {}};
  const json& numbers = encoded.at("slices");
  for (std::size_t i = 0; i < numbers.size(); i += 3) {
    module.slices.push_back({numbers.at(i).get<std::uint64_t>(),
                             numbers.at(i + 1).get<std::uint64_t>(),
                             static_cast<core::Activity>(numbers.at(i + 2).get<std::uint64_t>())});
  }
  return module;
}

core::LevelTrack decode_level(const json& encoded) {
  core::LevelTrack level{encoded.at("name").get<std::string>(),
                         encoded.at("unit").get<std::string>(),
                         encoded.at("capacity").get<std::uint64_t>(),
                         {}};
  const json& numbers = encoded.at("changes");
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    level.changes.push_back(
        {numbers.at(i).get<std::uint64_t>(), numbers.at(i + 1).get<std::uint64_t>()});
  }
  return level;
}

}  // namespace

json encode(const core::Timeline& timeline) {
  const core::TimeWindows& windows = timeline.windows;
  json encoded{{"windows", {windows.from, windows.to, windows.every, windows.length}},
               {"cycles", timeline.cycles},
               {"modules", json::array()},
               {"levels", json::array()}};
  for (const auto& module : timeline.modules) encoded["modules"].push_back(encode(module));
  for (const auto& level : timeline.levels) encoded["levels"].push_back(encode(level));
  return encoded;
}

core::Timeline decode_timeline(const json& encoded) {
  core::Timeline timeline;
  const json& windows = encoded.at("windows");
  timeline.windows = {windows.at(0).get<std::uint64_t>(), windows.at(1).get<std::uint64_t>(),
                      windows.at(2).get<std::uint64_t>(), windows.at(3).get<std::uint64_t>()};
  encoded.at("cycles").get_to(timeline.cycles);
  for (const json& module : encoded.at("modules")) {
    timeline.modules.push_back(decode_module(module));
  }
  for (const json& level : encoded.at("levels")) timeline.levels.push_back(decode_level(level));
  return timeline;
}

}  // namespace gossamer::report
