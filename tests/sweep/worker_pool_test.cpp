// SPDX-License-Identifier: Apache-2.0
#include "sweep/worker_pool.hpp"

#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <new>
#include <set>
#include <thread>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::sweep {

namespace {

Outcome answer(std::uint64_t number) {
  Outcome outcome;
  outcome.values = {number};
  return outcome;
}

/// What became of tasks 0 to `count` - 1.
std::map<std::uint32_t, Outcome> run(
    std::uint32_t count, const PoolOptions& options, const WorkerPool::Work& work,
    const std::function<bool()>& stop = [] { return false; }) {
  std::vector<std::uint32_t> tasks;
  for (std::uint32_t i = 0; i < count; ++i) tasks.push_back(i);
  std::map<std::uint32_t, Outcome> all;
  WorkerPool pool{options, work};
  pool.run(
      tasks,
      [&all](const auto& outcomes) {
        for (const auto& [task, outcome] : outcomes) {
          REQUIRE(all.emplace(task, outcome).second);
        }
      },
      stop);
  return all;
}

/// True in one process alone, the first to ask.
bool first_to_touch(const std::filesystem::path& file) {
  if (std::filesystem::exists(file)) return false;
  std::ofstream{file} << "here";
  return true;
}

}  // namespace

TEST_CASE("every task is answered once, whatever the number of workers") {
  const unsigned workers = GENERATE(1u, 2u, 5u);
  const auto all = run(100, {workers}, [](std::uint32_t task) { return answer(task * task); });
  REQUIRE(all.size() == 100);
  for (const auto& [task, outcome] : all) CHECK(outcome.values.at(0) == task * task);
}

TEST_CASE("a worker lives for many tasks, and more workers share them") {
  const auto all = run(200, {2}, [](std::uint32_t) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
    return answer(static_cast<std::uint64_t>(getpid()));
  });
  std::set<std::uint64_t> processes;
  for (const auto& [task, outcome] : all)
    processes.insert(outcome.values.at(0).get<std::uint64_t>());
  CHECK(processes.size() == 2);
  CHECK(processes.count(static_cast<std::uint64_t>(getpid())) == 0);
}

TEST_CASE("the task of a worker that is killed goes to another, and none is lost") {
  const gossamer::test::TemporaryDirectory home;
  const auto all = run(40, {2}, [&home](std::uint32_t task) {
    if (task % 10 == 3 && first_to_touch(home.path() / std::to_string(task))) raise(SIGKILL);
    return answer(task);
  });
  REQUIRE(all.size() == 40);
  for (const auto& [task, outcome] : all) {
    CHECK(outcome.status == Status::done);
    CHECK(outcome.values.at(0) == task);
  }
}

TEST_CASE("a worker that is killed while the last tasks run is replaced at once") {
  const gossamer::test::TemporaryDirectory home;
  const auto touch = [&home](std::string_view name) {
    return first_to_touch(home.path() / std::string{name});
  };
  const auto is_there = [&home](std::string_view name) {
    return std::filesystem::exists(home.path() / std::string{name});
  };
  // Task 0 waits for the second attempt at task 1: which only a worker of its own can begin.
  const auto all = run(2, {2}, [&](std::uint32_t task) {
    if (task == 1) {
      if (touch("first")) raise(SIGKILL);
      touch("second");
    }
    for (int i = 0; i < 1000 && !is_there("second"); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return answer(is_there("second") ? static_cast<std::uint64_t>(getpid()) : 0);
  });
  REQUIRE(all.size() == 2);
  CHECK(all.at(0).values.at(0) != 0);
  CHECK(all.at(1).values.at(0) != 0);
  CHECK(all.at(0).values != all.at(1).values);
}

TEST_CASE("a task at which workers die twice is crashed, and the others go on") {
  const auto all = run(20, {2}, [](std::uint32_t task) {
    if (task == 7) raise(SIGTERM);
    if (task == 8) _exit(3);
    return answer(task);
  });
  REQUIRE(all.size() == 20);
  for (const auto& [task, outcome] : all) {
    CHECK(outcome.status == (task == 7 || task == 8 ? Status::crashed : Status::done));
  }
  CHECK(all.at(7).error.find("its worker process was killed by signal 15") == 0);
  CHECK(all.at(8).error == "its worker process ended with status 3, twice");
}

TEST_CASE("a task that takes longer than the limit is a timeout, and the others go on") {
  PoolOptions options;
  options.workers = 2;
  options.seconds = 0.3;
  const auto all = run(12, options, [](std::uint32_t task) {
    if (task == 2) std::this_thread::sleep_for(std::chrono::seconds{30});
    std::this_thread::sleep_for(std::chrono::milliseconds{task == 3 ? 20 : 1});
    return answer(task);
  });
  REQUIRE(all.size() == 12);
  for (const auto& [task, outcome] : all) {
    CHECK(outcome.status == (task == 2 ? Status::timeout : Status::done));
  }
  CHECK(all.at(2).error == "took longer than limits.seconds_per_point, 0.3 s");
  CHECK(all.at(2).seconds >= 0.3);
  CHECK(all.at(2).seconds < 5.0);
}

#ifndef __SANITIZE_ADDRESS__  // which ends the process instead of failing an allocation
TEST_CASE("a worker that ran out of memory is replaced, and an allocation beyond the limit fails") {
  PoolOptions options;
  options.memory = std::uint64_t{256} << 20;
  const auto all = run(8, options, [](std::uint32_t task) {
    try {
      if (task == 3) {
        const std::vector<char> much(std::size_t{2} << 30, 'x');
        return answer(static_cast<std::uint64_t>(much[task]));
      }
      return answer(static_cast<std::uint64_t>(getpid()));
    } catch (const std::bad_alloc&) {
      Outcome outcome;
      outcome.status = Status::memory;
      return outcome;
    }
  });
  REQUIRE(all.size() == 8);
  CHECK(all.at(3).status == Status::memory);
  CHECK(all.at(2).values != all.at(4).values);
  CHECK(all.at(4).values == all.at(5).values);
}
#endif

TEST_CASE("a pool that is stopped ends its workers and keeps what came") {
  const auto start = std::chrono::steady_clock::now();
  std::size_t asked = 0;
  const auto all = run(
      1000, {2},
      [](std::uint32_t task) {
        if (task >= 10) std::this_thread::sleep_for(std::chrono::seconds{60});
        return answer(task);
      },
      [&asked, start] {
        ++asked;
        return std::chrono::steady_clock::now() - start > std::chrono::milliseconds{700};
      });
  CHECK(all.size() == 10);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{10});
}

TEST_CASE("a worker dies with its parent in the middle of a task") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t parent = fork();
  if (parent == 0) {
    const auto sleep = [&ends](std::uint32_t) {
      const char begun = 'b';
      static_cast<void>(!write(ends[1], &begun, sizeof begun));
      std::this_thread::sleep_for(std::chrono::seconds{30});
      return Answer{};
    };
    Worker worker{sleep, std::uint64_t{1} << 30};
    worker.send(1);
    pause();
  }
  char begun = 0;
  REQUIRE(read(ends[0], &begun, sizeof begun) == 1);
  const auto start = std::chrono::steady_clock::now();
  kill(parent, SIGKILL);
  // The write end is open in the child and the worker: its end shows theirs.
  close(ends[1]);
  CHECK(read(ends[0], &begun, sizeof begun) == 0);
  close(ends[0]);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{15});
}

}  // namespace gossamer::sweep
