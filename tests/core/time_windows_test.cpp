// SPDX-License-Identifier: Apache-2.0
#include "core/time_windows.hpp"

#include "support/catch.hpp"

using gossamer::core::TimeWindows;

namespace {

constexpr std::uint64_t longest = 200;

}  // namespace

TEST_CASE("what windows say of a layer is what counting its cycles says") {
  const std::uint64_t from = GENERATE(0u, 5u, 64u);
  const std::uint64_t to = GENERATE(70u, 128u, 1u << 20U);
  const std::uint64_t every = GENERATE(1u, 16u, 64u);
  const std::uint64_t length = GENERATE(0u, 1u, 8u, 16u);
  if (length > every) return;
  CAPTURE(from, to, every, length);
  const TimeWindows windows{from, to, every, length};
  std::uint64_t held = 0;
  std::uint64_t count = 0;
  for (std::uint64_t cycle = 0; cycle < longest; ++cycle) {
    const bool begins = windows.holds(cycle) && (cycle == 0 || !windows.holds(cycle - 1));
    REQUIRE(windows.held(cycle) == held);
    REQUIRE(windows.count(cycle) == count);
    held += windows.holds(cycle) ? 1 : 0;
    count += begins ? 1 : 0;
  }
}

TEST_CASE("the next cycle that is held, the next start and the end are found from every cycle") {
  const std::uint64_t every = GENERATE(16u, 64u);
  const std::uint64_t length = GENERATE(1u, 8u, 16u);
  CAPTURE(every, length);
  const TimeWindows windows{5, 150, every, length};
  for (std::uint64_t cycle = 0; cycle < longest; ++cycle) {
    CAPTURE(cycle);
    std::uint64_t held = cycle;
    while (held < longest && !windows.holds(held)) ++held;
    REQUIRE(windows.first_held(cycle) == (held < longest ? held : TimeWindows::end_of_layer));
    std::uint64_t start = cycle;
    while (start < 150 && (start < 5 || (start - 5) % every != 0)) ++start;
    REQUIRE(windows.next_start(cycle) == (start < 150 ? start : TimeWindows::end_of_layer));
    if (!windows.holds(cycle)) continue;
    std::uint64_t end = cycle;
    while (windows.holds(end)) ++end;
    REQUIRE(windows.end_of_window(cycle) == end);
  }
}

TEST_CASE("windows of no cycle hold nothing, and the far end of time is no trouble") {
  const TimeWindows none{0, TimeWindows::end_of_layer, 64, 0};
  CHECK(none.first_held(0) == TimeWindows::end_of_layer);
  CHECK(none.next_start(3) == TimeWindows::end_of_layer);
  CHECK(none.held(1000) == 0);
  const TimeWindows rare{7, TimeWindows::end_of_layer, std::uint64_t{1} << 40U, 256};
  CHECK(rare.next_start(TimeWindows::end_of_layer - 3) == TimeWindows::end_of_layer);
  CHECK(rare.held(std::uint64_t{1} << 50U) == 1024 * 256);
}
