// SPDX-License-Identifier: Apache-2.0
#include "cli/worker_process.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "support/catch.hpp"

namespace gossamer::cli {

namespace {

using Bytes = std::vector<std::uint8_t>;

std::string run_to_end(WorkerProcess& worker) {
  while (worker.receive()) {
  }
  return worker.finish();
}

/// A process that has ended but that nobody has waited for is still listed, as a zombie.
bool has_ended(pid_t pid) {
  std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"};
  std::string number, name, state;
  return !(file >> number >> name >> state) || state == "Z";
}

/// Whether a process ends within five seconds.
bool ends(pid_t pid) {
  for (int i = 0; i < 500 && !has_ended(pid); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return has_ended(pid);
}

}  // namespace

TEST_CASE("all bytes of a worker come home, more than a pipe holds") {
  const std::size_t size = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{1} << 20);
  const auto make = [size] {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7);
    return bytes;
  };
  WorkerProcess worker{make};
  CHECK(run_to_end(worker) == "");
  CHECK(worker.bytes() == make());
}

TEST_CASE("how a worker died is said in words") {
  WorkerProcess killed{[]() -> Bytes {
    raise(SIGKILL);
    return {};
  }};
  CHECK(run_to_end(killed) == "was killed by signal 9 (Killed)");
  WorkerProcess threw{[]() -> Bytes { throw std::runtime_error{"no message can be made"}; }};
  CHECK(run_to_end(threw) == "ended with status 1");
}

TEST_CASE("an interrupt from the terminal is the parent's business") {
  WorkerProcess worker{[]() -> Bytes {
    raise(SIGINT);
    return {42};
  }};
  CHECK(run_to_end(worker) == "");
  CHECK(worker.bytes() == Bytes{42});
}

TEST_CASE("destroying a worker ends its process") {
  pid_t pid = 0;
  {
    WorkerProcess worker{[]() -> Bytes {
      pause();
      return {};
    }};
    pid = worker.pid();
    CHECK_FALSE(has_ended(pid));
  }
  CHECK(ends(pid));
}

TEST_CASE("a worker does not outlive its parent") {
  std::array<int, 2> channel{};
  REQUIRE(pipe(channel.data()) == 0);
  const pid_t parent = fork();
  if (parent == 0) {
    const WorkerProcess worker{[&channel]() -> Bytes {
      const pid_t self = getpid();
      if (write(channel[1], &self, sizeof self) == sizeof self) pause();
      return {};
    }};
    pause();
    _exit(0);
  }
  pid_t orphan = 0;
  REQUIRE(read(channel[0], &orphan, sizeof orphan) == sizeof orphan);
  CHECK_FALSE(has_ended(orphan));
  kill(parent, SIGKILL);
  waitpid(parent, nullptr, 0);
  CHECK(ends(orphan));
  close(channel[0]);
  close(channel[1]);
}

}  // namespace gossamer::cli
