// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/errors.hpp"

namespace gossamer::test {

/// What a user would see on stderr after `action`; "" if it throws no ConfigError.
template <class Action>
std::string message_of(Action&& action) {
  try {
    action();
  } catch (const core::ConfigError& error) {
    return core::to_string(error);
  }
  return "";
}

/// The same for faults that were only collected.
inline std::string message_of(core::Faults& faults) {
  return message_of([&] { faults.throw_if_any(); });
}

}  // namespace gossamer::test
