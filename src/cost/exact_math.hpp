// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gossamer::cost {

// Computed in software to fifty digits and rounded once, because the last bit of the C library's
// functions differs between hosts.

/// base ^ exponent, for base >= 0.
double power(double base, double exponent);

/// The logarithm to base 2, for x > 0.
double log2(double x);

/// The value at `x` of the power law through (x0, y0) and (x1, y1); all positive.
double interpolated(double x, double x0, double y0, double x1, double y1);

}  // namespace gossamer::cost
