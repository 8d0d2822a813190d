// SPDX-License-Identifier: Apache-2.0
#include "cli/sweep_summary.hpp"

#include "support/catch.hpp"

namespace gossamer::cli {

namespace {

sweep::Outcome ended(sweep::Status status, const std::string& error) {
  sweep::Outcome outcome;
  outcome.status = status;
  outcome.error = error;
  return outcome;
}

sweep::Plan plan_of(const std::vector<std::string>& digests) {
  sweep::Plan plan;
  for (const std::string& digest : digests)
    plan.points.push_back({plan.points.size(), digest, "a", "w", {}});
  return plan;
}

}  // namespace

TEST_CASE("points are counted by what became of them, those without a result last") {
  const std::map<std::string, sweep::Outcome> outcomes{
      {"d", ended(sweep::Status::done, "")}, {"t", ended(sweep::Status::timeout, "late")}};
  CHECK(counts_text(plan_of({"d", "t", "d", "x"}), outcomes) == "2 done, 1 timeout, 1 open");
}

TEST_CASE("errors stand once, the most frequent first, with their first line and point") {
  const std::map<std::string, sweep::Outcome> outcomes{
      {"d", ended(sweep::Status::done, "")},
      {"a", ended(sweep::Status::failed, "deadlock\na dump")},
      {"b", ended(sweep::Status::failed, "too many rows")},
      {"c", ended(sweep::Status::failed, "too many rows")}};
  CHECK(errors_text(plan_of({"d", "a", "b", "c", "x"}), outcomes) ==
        "2 points, the first 2, failed: too many rows\npoint 1 failed: deadlock\n");
  CHECK(errors_text(plan_of({"d"}), outcomes).empty());
}

TEST_CASE("of many different errors five are shown") {
  std::map<std::string, sweep::Outcome> outcomes;
  std::vector<std::string> digests;
  for (char c = 'a'; c < 'a' + 7; ++c) {
    digests.emplace_back(1, c);
    outcomes[digests.back()] = ended(sweep::Status::crashed, digests.back());
  }
  const std::string text = errors_text(plan_of(digests), outcomes);
  CHECK(text.find("point 4 crashed: e\n") != std::string::npos);
  CHECK(text.find("crashed: f") == std::string::npos);
  CHECK(text.find("and 2 other errors; the column 'error' has all\n") != std::string::npos);
}

}  // namespace gossamer::cli
