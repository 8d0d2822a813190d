// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "sweep/definition.hpp"
#include "sweep/points.hpp"
#include "sweep/store.hpp"

namespace gossamer::cli {

/// What a sweep consists of: bases, workloads, parameters with their values, and how many points.
std::string sweep_text(const sweep::Sweep& sweep, const sweep::Points& points);

/// "990 done, 8 failed, 2 open", in that order.
std::string counts_text(const sweep::Plan& plan,
                        const std::map<std::string, sweep::Outcome>& outcomes);

/// The errors of the points, each once with its number of points and the first of them; the most
/// frequent first. "" if there are none.
std::string errors_text(const sweep::Plan& plan,
                        const std::map<std::string, sweep::Outcome>& outcomes);

}  // namespace gossamer::cli
