// SPDX-License-Identifier: Apache-2.0
#include "core/work_share.hpp"

#include <sys/time.h>

#include <ctime>
#include <stdexcept>
#include <system_error>

#include "support/catch.hpp"

using namespace gossamer;
using core::Work;
using core::WorkCounts;
using core::WorkSampler;
using core::WorkScope;

namespace {

using Handler = void (*)(int);

/// What SIGPROF calls now.
Handler handler() {
  struct sigaction action {};
  sigaction(SIGPROF, nullptr, &action);
  return action.sa_handler;
}

void other_handler(int /*signal*/) {}

Work now() {
  return static_cast<Work>(core::current_work);
}

/// Uses the processor until this many samples have come, or far too long.
void work_until(const WorkSampler& sampler, std::uint64_t samples) {
  const std::clock_t end = std::clock() + 20 * CLOCKS_PER_SEC;
  while (sampler.counts().total() < samples && std::clock() < end) {
  }
}

}  // namespace

TEST_CASE("every kind of work has a name") {
  CHECK(core::work_names.size() == static_cast<std::size_t>(Work::reference) + 1);
  CHECK(core::work_names[static_cast<std::size_t>(Work::multiplication)] == "multiplication");
  CHECK(core::work_names.back() == "reference");
}

TEST_CASE("scopes nest, and each ends as what was before it") {
  CHECK(now() == Work::other);
  {
    const WorkScope outer{Work::kernel};
    CHECK(now() == Work::kernel);
    {
      const WorkScope inner{Work::queues};
      CHECK(now() == Work::queues);
    }
    CHECK(now() == Work::kernel);
  }
  CHECK(now() == Work::other);
}

TEST_CASE("a scope that an exception leaves is over") {
  try {
    const WorkScope scope{Work::modules};
    throw std::runtime_error{"out"};
  } catch (const std::runtime_error&) {
    CHECK(now() == Work::other);
  }
}

TEST_CASE("samples count as the work they fall into") {
  const WorkSampler sampler;
  const WorkCounts before = sampler.counts();
  WorkCounts in_queues;
  {
    const WorkScope scope{Work::queues};
    const WorkCounts start = sampler.counts();
    work_until(sampler, start.total() + 5);
    in_queues = sampler.counts() - start;
  }
  CHECK(in_queues.total() >= 5);
  CHECK(in_queues.of(Work::queues) == in_queues.total());
  const WorkCounts middle = sampler.counts();
  work_until(sampler, middle.total() + 3);
  const WorkCounts after = sampler.counts() - middle;
  CHECK(after.of(Work::other) >= 3);
  CHECK(after.of(Work::queues) <= 1);  // one may come between the scope and `middle`
  CHECK((sampler.counts() - before).total() >= in_queues.total() + after.total());
}

TEST_CASE("shares of work are of all samples") {
  WorkCounts counts;
  CHECK(counts.share(Work::kernel) == 0.0);
  counts.samples = {0, 1, 0, 0, 3, 0, 0, 0};
  CHECK(counts.share(Work::kernel) == 0.25);
  CHECK(counts.share(Work::queues) == 0.75);
  CHECK(counts.share(Work::other) == 0.0);
}

TEST_CASE("a sampler starts from zero, and leaves no timer or handler behind") {
  std::signal(SIGPROF, other_handler);
  {
    const WorkSampler sampler;
    work_until(sampler, 3);
    CHECK(sampler.counts().total() >= 3);
  }
  itimerval timer{};
  getitimer(ITIMER_PROF, &timer);
  CHECK(timer.it_value.tv_sec + timer.it_value.tv_usec == 0);
  CHECK(handler() == other_handler);

  const WorkSampler slow{std::chrono::hours{1}};
  CHECK(slow.counts().total() == 0);
}

TEST_CASE("there is one sampler at a time, refused ones do no harm") {
  const WorkSampler sampler;
  CHECK_THROWS_AS(WorkSampler{}, std::logic_error);
  const std::uint64_t samples = sampler.counts().total();
  work_until(sampler, samples + 2);
  CHECK(sampler.counts().total() >= samples + 2);
}

TEST_CASE("an interval that the host refuses is an error, and leaves nothing behind") {
  std::signal(SIGPROF, other_handler);
  CHECK_THROWS_AS(WorkSampler{std::chrono::microseconds{-1}}, std::system_error);
  CHECK(handler() == other_handler);
  CHECK_NOTHROW(WorkSampler{});
}
