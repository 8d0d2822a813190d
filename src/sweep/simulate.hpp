// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sweep/outcome.hpp"
#include "sweep/points.hpp"
#include "sweep/prices.hpp"

namespace gossamer::sweep {

/// Simulates the layers of a point, each in a fresh SystemC context, and prices them. Nothing that
/// goes wrong is thrown: it is the outcome.
Outcome simulate(const Sweep& sweep, const Point& point, Prices& prices);

/// A failure as the outcome of a point: the first 2000 bytes of its text, in well-formed UTF-8,
/// with positions that do not tell where on a disk files are.
Outcome failure(Status status, const std::string& error);
Outcome failure(const core::ConfigError& error);

}  // namespace gossamer::sweep
