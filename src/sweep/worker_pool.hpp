// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <vector>

#include "sweep/outcome.hpp"
#include "sweep/worker.hpp"

namespace gossamer::sweep {

/// How a pool works.
struct PoolOptions {
  unsigned workers = 1;
  double seconds = 0.0;                           ///< that one task may take; 0 for any
  std::uint64_t memory = std::uint64_t{8} << 30;  ///< bytes that a worker may grow by
};

/// Hands tasks to worker processes, a few at a time, and their outcomes on as they come. A worker
/// that dies is replaced: the task it was at goes to another, and is crashed if that dies as well.
class WorkerPool {
 public:
  using Work = std::function<Outcome(std::uint32_t task)>;
  /// Called with what has come since the last time.
  using Take = std::function<void(const std::vector<std::pair<std::uint32_t, Outcome>>& outcomes)>;

  WorkerPool(PoolOptions options, Work work) : options_{options}, work_{std::move(work)} {}

  /// Does all tasks, or those until `stop` says true, which it is asked several times a second.
  void run(const std::vector<std::uint32_t>& tasks, const Take& take,
           const std::function<bool()>& stop);

 private:
  using Clock = std::chrono::steady_clock;

  struct Member {
    explicit Member(const std::function<Answer(std::uint32_t)>& work, std::uint64_t memory)
        : worker{work, memory} {}

    Worker worker;
    std::deque<std::uint32_t> tasks;  ///< sent; it is at the first
    Clock::time_point since;          ///< when it began with that
  };

  void hand_out();
  void receive(Clock::duration patience);
  void take_answers(Member& member, std::vector<Bytes>& answers);
  void bury(Member& member);
  void end_late_tasks();
  void put_back(Member& member);
  Clock::duration patience() const;

  const PoolOptions options_;
  const Work work_;
  std::deque<std::uint32_t> waiting_;
  std::list<Member> members_;
  std::map<std::uint32_t, unsigned> deaths_;  ///< workers that died at a task
  std::vector<std::pair<std::uint32_t, Outcome>> outcomes_;
};

}  // namespace gossamer::sweep
