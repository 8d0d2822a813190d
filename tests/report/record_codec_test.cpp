// SPDX-License-Identifier: Apache-2.0
#include "report/record_codec.hpp"

#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "report/sample_run.hpp"
#include "support/catch.hpp"
#include "support/records.hpp"

namespace gossamer::report {
namespace {

core::LayerRecord awkward_record() {
  auto record = test::sample_record("caf\xc3\xa9/\"1\"");
  record.cycles = std::numeric_limits<std::uint64_t>::max();
  record.macs = (std::uint64_t{1} << 53) + 1;
  record.timing = core::Timing::statistical;
  record.spilled = true;
  record.mismatches = {"first", "second\nline"};
  record.metrics = {{"third", 1.0 / 3.0},
                    {"tiny", std::numeric_limits<double>::denorm_min()},
                    {"negative_zero", -0.0},
                    {"whole", 3.0}};
  record.choices = {{"mapping", "channel"}, {"caf\xc3\xa9", "\"\n"}};
  record.slots = {{"z_first", 1}, {"a_second", 2}};
  record.represents = {{"sm_0", 108}};
  record.timeline = std::make_shared<const core::Timeline>(core::Timeline{
      {3, core::TimeWindows::end_of_layer, 8192, 4096},
      std::numeric_limits<std::uint64_t>::max() - 1,
      {{"pe", {{3, 9, core::Activity::busy}, {9, 10, core::Activity::wait_output}}}, {"idle", {}}},
      {{"fifo", "entries", 8, {{4, 1}, {7, (std::uint64_t{1} << 53) + 1}}}}});
  return record;
}

void check_equal(const core::LayerRecord& a, const core::LayerRecord& b) {
  gossamer::test::require_same_record(a, b);
  CHECK(a.run_info == b.run_info);
  REQUIRE((a.timeline == nullptr) == (b.timeline == nullptr));
  if (a.timeline != nullptr) CHECK(*a.timeline == *b.timeline);
}

TEST_CASE("a record survives bytes and JSON text with every field exact and in order") {
  for (const auto& record : {test::sample_record("conv1"), awkward_record(), core::LayerRecord{}}) {
    check_equal(from_bytes(to_bytes(record)), record);
    check_equal(decode(nlohmann::json::parse(encode(record).dump())), record);
  }
}

TEST_CASE("bytes keep numbers that JSON text cannot: the sign of zero, infinity and NaN") {
  auto record = awkward_record();
  record.metrics["infinite"] = std::numeric_limits<double>::infinity();
  record.metrics["undefined"] = std::numeric_limits<double>::quiet_NaN();
  const auto copy = from_bytes(to_bytes(record));
  CHECK(std::signbit(copy.metrics.at("negative_zero")));
  CHECK(std::isinf(copy.metrics.at("infinite")));
  CHECK(std::isnan(copy.metrics.at("undefined")));
}

TEST_CASE("equal records have equal bytes") {
  CHECK(to_bytes(awkward_record()) == to_bytes(awkward_record()));
}

TEST_CASE("bytes cut off anywhere are an error, never a shorter record") {
  const auto bytes = to_bytes(test::sample_record("conv1"));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const std::vector<std::uint8_t> cut{bytes.begin(), bytes.begin() + static_cast<long>(length)};
    CHECK_THROWS_AS(from_bytes(cut), core::FileError);
  }
}

TEST_CASE("a field that is missing or of another type is an error") {
  const auto whole = encode(test::sample_record("conv1"));
  for (const auto& [key, value] : whole.items()) {
    INFO(key);
    auto damaged = whole;
    damaged.erase(key);
    CHECK_THROWS_AS(decode(damaged), core::FileError);
  }
  auto damaged = whole;
  damaged["cycles"] = "many";
  CHECK_THROWS_AS(decode(damaged), core::FileError);
  damaged = whole;
  damaged["activity"][0][1].erase(3);
  CHECK_THROWS_AS(decode(damaged), core::FileError);
}

}  // namespace
}  // namespace gossamer::report
