// SPDX-License-Identifier: Apache-2.0
#include "sweep/worker.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <system_error>

namespace gossamer::sweep {

namespace {

/// False if nobody listens any more.
bool send_all(int descriptor, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  while (size > 0) {
    const ssize_t n = write(descriptor, bytes, size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

/// False at the end.
bool receive_all(int descriptor, void* data, std::size_t size) {
  auto* bytes = static_cast<std::uint8_t*>(data);
  while (size > 0) {
    const ssize_t n = read(descriptor, bytes, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

/// Address space of this process in bytes.
std::uint64_t address_space() {
  std::uint64_t pages = 0;
  std::ifstream{"/proc/self/statm"} >> pages;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

/// Lets an allocation beyond the limit fail, which is an exception; the host stays usable.
void limit_memory(std::uint64_t more) {
  rlimit limit{};
  getrlimit(RLIMIT_AS, &limit);
  const std::uint64_t most = address_space() + more;
  if (limit.rlim_max != RLIM_INFINITY && most > limit.rlim_max) return;
  limit.rlim_cur = most;
  setrlimit(RLIMIT_AS, &limit);
}

/// The signals of the terminal go to the whole group; the parent answers them for all.
void leave_signals_to_parent() {
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// The child's whole life. It leaves by _exit: destructors and buffers belong to the parent.
[[noreturn]] void live(pid_t parent, int tasks, int answers,
                       const std::function<Answer(std::uint32_t)>& work, std::uint64_t memory) {
  leave_signals_to_parent();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  limit_memory(memory);
  try {
    std::uint32_t task = 0;
    while (receive_all(tasks, &task, sizeof task)) {
      const Answer answer = work(task);
      const auto size = static_cast<std::uint32_t>(answer.bytes.size());
      if (!send_all(answers, &size, sizeof size)) _exit(0);
      if (!send_all(answers, answer.bytes.data(), answer.bytes.size())) _exit(0);
      if (answer.retire) _exit(0);
    }
  } catch (...) {
    // The exit status is the only message left.
    _exit(1);
  }
  _exit(0);
}

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error{errno, std::generic_category(), "cannot make a pipe for a worker"};
  }
  return ends;
}

}  // namespace

Worker::Worker(const std::function<Answer(std::uint32_t)>& work, std::uint64_t memory) {
  const std::array<int, 2> tasks = make_pipe();
  const std::array<int, 2> answers = make_pipe();
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) {
    close(tasks[1]);
    close(answers[0]);
    live(parent, tasks[0], answers[1], work, memory);
  }
  const int code = errno;
  close(tasks[0]);
  close(answers[1]);
  tasks_ = tasks[1];
  answers_ = answers[0];
  if (pid_ < 0) {
    close(tasks_);
    close(answers_);
    throw std::system_error{code, std::generic_category(), "cannot start a worker process"};
  }
}

Worker::~Worker() {
  close(tasks_);
  close(answers_);
  if (pid_ < 0) return;
  kill();
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

// NOLINTNEXTLINE(readability-make-member-function-const): the process changes
void Worker::send(std::uint32_t task) {
  send_all(tasks_, &task, sizeof task);
}

bool Worker::receive(std::vector<Bytes>& answers) {
  std::array<std::uint8_t, 65536> piece{};
  ssize_t n = 0;
  do {
    n = read(answers_, piece.data(), piece.size());
  } while (n < 0 && errno == EINTR);
  if (n <= 0) return false;
  buffer_.insert(buffer_.end(), piece.begin(), piece.begin() + n);
  std::uint32_t size = 0;
  while (buffer_.size() >= sizeof size) {
    std::memcpy(&size, buffer_.data(), sizeof size);
    if (buffer_.size() < sizeof size + size) break;
    const auto start = buffer_.begin() + sizeof size;
    answers.emplace_back(start, start + size);
    buffer_.erase(buffer_.begin(), start + size);
  }
  return true;
}

std::string Worker::finish() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return "was killed by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
  }
  if (WEXITSTATUS(status) != 0) return "ended with status " + std::to_string(WEXITSTATUS(status));
  return "";
}

// NOLINTNEXTLINE(readability-make-member-function-const): the process changes
void Worker::kill() {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

}  // namespace gossamer::sweep
