// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gossamer::core {

/// The name that alike modules share: a module's name without its numbers. "pe_0_3" is of the group
/// "pe", "sm_0_sub_core_2" of "sm_sub_core", "weight_feeder" its own.
std::string module_group(std::string_view module);

}  // namespace gossamer::core
