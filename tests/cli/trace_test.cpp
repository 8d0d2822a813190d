// SPDX-License-Identifier: Apache-2.0
#include "cli/trace.hpp"

#include "cli/fake_machine.hpp"
#include "core/errors.hpp"
#include "report/timeline.hpp"
#include "support/catch.hpp"

namespace gossamer::cli {

namespace {

std::string fault_of(const TraceOptions& options) {
  try {
    check_trace_options(options);
  } catch (const core::ConfigError& error) {
    return core::to_string(error);
  }
  return "";
}

TraceOptions with_window(const std::string& window) {
  TraceOptions options;
  options.timeline = true;
  options.window = window;
  return options;
}

}  // namespace

TEST_CASE("a window is two whole numbers, the first the smaller") {
  for (const auto* good : {"0:1", "5:70000", "100:1000000000000"}) {
    CHECK(fault_of(with_window(good)).empty());
  }
  for (const auto* bad : {"5", "5:5", "7:5", "-1:5", ":5", "5:", ":", "a:b", "1:2:3", "1.5:3",
                          " 1:3", "0x1:3", "1:99999999999999999999"}) {
    CAPTURE(bad);
    CHECK_THAT(fault_of(with_window(bad)),
               Catch::StartsWith("--trace-window: '") && Catch::Contains("allowed: FROM:TO"));
  }
}

TEST_CASE("options without a file to record for are all told at once") {
  TraceOptions options;
  options.window = "1:2";
  options.signals = "pe";
  options.limit = "1MiB";
  CHECK_THAT(fault_of(options), Catch::Contains("--trace-window: has nothing") &&
                                    Catch::Contains("--trace-signals: has nothing") &&
                                    Catch::Contains("--trace-limit: has nothing"));
  options.vcd = true;
  CHECK(fault_of(options).empty());
}

TEST_CASE("signals must be a regular expression") {
  TraceOptions options;
  options.timeline = true;
  options.signals = "pe_(0";
  CHECK_THAT(fault_of(options),
             Catch::StartsWith("--trace-signals: 'pe_(0' is not a regular expression (RE2"));
}

TEST_CASE("the limit is shared among the layers and must have room for their names") {
  const std::vector<workload::Layer> layers(4, test::conv_layer("conv", 3));
  TraceOptions options;
  CHECK_FALSE(recorder_settings(options, layers).has_value());
  options.timeline = true;
  const auto settings = recorder_settings(options, layers);
  REQUIRE(settings.has_value());
  CHECK(4 * settings->budget < 64U << 20U);
  CHECK(4 * settings->budget > 63U << 20U);
  options.limit = "10KiB";
  CHECK_THROWS_WITH(recorder_settings(options, layers),
                    Catch::Contains("'10KiB' is too little for the 4 chosen layers; allowed: "));
}

TEST_CASE("signals are found anywhere in a name; if none is, the nearest is told") {
  TraceOptions options;
  options.timeline = true;
  options.signals = "eight";
  const auto settings = recorder_settings(options, {test::conv_layer("conv", 3)});
  CHECK(settings->wanted("weight FIFOs"));
  CHECK_FALSE(settings->wanted("pe_0"));
  CHECK_THROWS_WITH(settings->none_wanted("conv", {"pe_0", "sight"}),
                    Catch::Contains("--trace-signals") && Catch::Contains("of layer 'conv'") &&
                        Catch::Contains("did you mean 'sight'?"));
}

TEST_CASE("of a window behind the end of every layer the user is warned, with the longest") {
  auto first = test::FakeMachine::record_of(test::conv_layer("first", 10));
  auto second = test::FakeMachine::record_of(test::conv_layer("second", 40));
  CHECK(unreached_window(with_window("1599:1700"), {first, second}).empty());
  CHECK_THAT(unreached_window(with_window("1600:1700"), {first, second}),
             Catch::Contains("the longest, 'second', has cycles 0 to 1,599"));
}

}  // namespace gossamer::cli
