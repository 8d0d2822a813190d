// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace gossamer::report {

/// A number for people, three digits and an SI prefix from f to P: si(1.234e-5, "s") is "12.3 us".
/// Zero is "0 s".
std::string si(double value, const std::string& unit);

/// A count for people, exact below 1,000: "512", "1.23 M"; with a unit "512 B", "1.23 MB".
std::string si_count(std::uint64_t count, const std::string& unit = "");

/// A fraction as a percentage of one decimal: "12.3%", "100.0%".
std::string percent(double fraction);

/// A count with commas: "1,234,567".
std::string with_commas(std::uint64_t count);

}  // namespace gossamer::report
