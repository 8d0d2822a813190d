// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/sm_group.hpp"

#include <fmt/format.h>

namespace gossamer::arch::sparse_tensor_core {

namespace {

/// Steps of warps in a layer up to which all SMs are simulated: about a second.
constexpr std::uint64_t quick_steps = std::uint64_t{1} << 18U;

bool is_quick(const GemmPlan& plan) {
  return std::uint64_t{plan.tiles()} * plan.steps() * plan.tile().warps() <= quick_steps;
}

}  // namespace

std::vector<SmGroup> sm_groups(const GemmPlan& plan, SimulatedSms simulated) {
  std::vector<SmGroup> groups;
  if (simulated == SimulatedSms::all || (simulated == SimulatedSms::automatic && is_quick(plan))) {
    for (std::uint32_t sm = 0; sm < plan.sms(); ++sm) groups.push_back({sm, 1});
    return groups;
  }
  const std::uint32_t with_most = plan.tiles() % plan.sms();
  if (with_most > 0) groups.push_back({0, with_most});
  groups.push_back({with_most, plan.sms() - with_most});
  return groups;
}

std::string text_of(const std::vector<SmGroup>& groups, std::uint32_t sms) {
  if (groups.size() == sms) return fmt::format("all {}", sms);
  std::string text = fmt::format("{} of {}", groups.size(), sms);
  for (const SmGroup& group : groups) {
    text +=
        fmt::format("{} number {} for {}", group.first == 0 ? ":" : ",", group.first, group.count);
  }
  return text;
}

}  // namespace gossamer::arch::sparse_tensor_core
