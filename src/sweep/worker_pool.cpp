// SPDX-License-Identifier: Apache-2.0
#include "sweep/worker_pool.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <csignal>

namespace gossamer::sweep {

namespace {

/// Enough that a worker never waits for its next task.
constexpr std::size_t tasks_ahead = 4;

/// How long the answer to an interrupt may take.
constexpr std::chrono::milliseconds longest_wait{100};

/// While alive, writing to a worker that has gone is an error instead of the end of this process.
class IgnorePipeSignal {
 public:
  IgnorePipeSignal() { old_ = std::signal(SIGPIPE, SIG_IGN); }
  ~IgnorePipeSignal() { std::signal(SIGPIPE, old_); }
  IgnorePipeSignal(const IgnorePipeSignal&) = delete;
  IgnorePipeSignal& operator=(const IgnorePipeSignal&) = delete;

 private:
  void (*old_)(int);
};

Outcome ended(Status status, std::string error, double seconds) {
  Outcome outcome;
  outcome.status = status;
  outcome.error = std::move(error);
  outcome.seconds = seconds;
  return outcome;
}

}  // namespace

void WorkerPool::run(const std::vector<std::uint32_t>& tasks, const Take& take,
                     const std::function<bool()>& stop) {
  const IgnorePipeSignal ignore;
  waiting_.assign(tasks.begin(), tasks.end());
  while (!stop()) {
    hand_out();
    if (members_.empty()) break;
    receive(patience());
    end_late_tasks();
    if (outcomes_.empty()) continue;
    take(outcomes_);
    outcomes_.clear();
  }
  members_.clear();
}

void WorkerPool::hand_out() {
  auto idle = static_cast<std::size_t>(std::count_if(
      members_.begin(), members_.end(), [](const Member& member) { return member.tasks.empty(); }));
  for (; members_.size() < options_.workers && idle < waiting_.size(); ++idle) {
    const auto answer = [this](std::uint32_t task) {
      const Outcome outcome = work_(task);
      // After a failed allocation a library may hold on to whatever it was doing.
      return Answer{to_bytes(outcome), outcome.status == Status::memory};
    };
    members_.emplace_back(answer, options_.memory);
  }
  // The last tasks one by one, so that none waits behind a long one.
  const std::size_t share = waiting_.size() / (2 * std::max<std::size_t>(1, members_.size()));
  const std::size_t ahead = std::clamp<std::size_t>(share, 1, tasks_ahead);
  for (Member& member : members_) {
    while (member.tasks.size() < ahead && !waiting_.empty()) {
      if (member.tasks.empty()) member.since = Clock::now();
      member.tasks.push_back(waiting_.front());
      waiting_.pop_front();
      member.worker.send(member.tasks.back());
    }
  }
  members_.remove_if([](const Member& member) { return member.tasks.empty(); });
}

WorkerPool::Clock::duration WorkerPool::patience() const {
  return options_.seconds > 0
             ? std::min<Clock::duration>(longest_wait, std::chrono::milliseconds{10})
             : longest_wait;
}

void WorkerPool::receive(Clock::duration patience) {
  std::vector<pollfd> descriptors;
  for (const Member& member : members_) {
    descriptors.push_back({member.worker.descriptor(), POLLIN, 0});
  }
  const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(patience);
  if (poll(descriptors.data(), descriptors.size(), static_cast<int>(wait.count())) <= 0) return;
  auto member = members_.begin();
  for (const pollfd& descriptor : descriptors) {
    const auto here = member++;
    if (descriptor.revents == 0) continue;
    std::vector<Bytes> answers;
    const bool alive = here->worker.receive(answers);
    take_answers(*here, answers);
    if (alive) continue;
    bury(*here);
    members_.erase(here);
  }
}

void WorkerPool::take_answers(Member& member, std::vector<Bytes>& answers) {
  for (const Bytes& bytes : answers) {
    outcomes_.emplace_back(member.tasks.front(), outcome_from(bytes));
    member.tasks.pop_front();
    member.since = Clock::now();
  }
}

void WorkerPool::put_back(Member& member) {
  waiting_.insert(waiting_.begin(), member.tasks.begin(), member.tasks.end());
  member.tasks.clear();
}

void WorkerPool::bury(Member& member) {
  const std::string death = member.worker.finish();
  if (death.empty() || member.tasks.empty()) return put_back(member);
  const std::uint32_t at = member.tasks.front();
  if (++deaths_[at] == 2) {
    const std::chrono::duration<double> elapsed = Clock::now() - member.since;
    outcomes_.emplace_back(
        at, ended(Status::crashed, "its worker process " + death + ", twice", elapsed.count()));
    member.tasks.pop_front();
  }
  put_back(member);
}

void WorkerPool::end_late_tasks() {
  if (options_.seconds <= 0) return;
  for (auto member = members_.begin(); member != members_.end();) {
    const auto here = member++;
    const std::chrono::duration<double> elapsed = Clock::now() - here->since;
    if (here->tasks.empty() || elapsed.count() < options_.seconds) continue;
    outcomes_.emplace_back(
        here->tasks.front(),
        ended(Status::timeout,
              fmt::format("took longer than limits.seconds_per_point, {} s", options_.seconds),
              elapsed.count()));
    here->tasks.pop_front();
    put_back(*here);
    members_.erase(here);
  }
}

}  // namespace gossamer::sweep
