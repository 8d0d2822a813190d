// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/sparse_tensor_core/gemm_plan.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// SMs with consecutive numbers and as many tiles: the first is simulated and stands for all.
struct SmGroup {
  std::uint32_t first = 0;
  std::uint32_t count = 1;
};

/// The SMs of a layer that are simulated, with those that each stands for. Where one stands for
/// alike ones these are SM 0, and if the tiles do not divide evenly, the first with a tile less.
/// `automatic` simulates all in short layers, where it costs little.
std::vector<SmGroup> sm_groups(const GemmPlan& plan, SimulatedSms simulated);

/// For the report: "all 108", "2 of 108: number 0 for 80, number 80 for 28".
std::string text_of(const std::vector<SmGroup>& groups, std::uint32_t sms);

}  // namespace gossamer::arch::sparse_tensor_core
