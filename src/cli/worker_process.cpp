// SPDX-License-Identifier: Apache-2.0
#include "cli/worker_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

namespace gossamer::cli {

namespace {

/// Sends everything; false if nobody listens any more.
bool send(int descriptor, const std::vector<std::uint8_t>& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t n = write(descriptor, bytes.data() + sent, bytes.size() - sent);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    sent += static_cast<std::size_t>(n);
  }
  return true;
}

/// The child's whole life. It leaves by _exit: destructors and buffers belong to the parent.
[[noreturn]] void live(pid_t parent, int write_end,
                       const std::function<std::vector<std::uint8_t>()>& work) {
  // The terminal sends SIGINT to the whole group; the parent answers it for all.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, SIG_DFL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  bool done = false;
  try {
    done = send(write_end, work());
  } catch (...) {
    // The exit status is the only message left, e.g. when memory has run out.
    done = false;
  }
  _exit(done ? 0 : 1);
}

}  // namespace

WorkerProcess::WorkerProcess(const std::function<std::vector<std::uint8_t>()>& work) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error{errno, std::generic_category(), "cannot make a pipe for a worker"};
  }
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) live(parent, ends[1], work);
  const int code = errno;
  close(ends[1]);
  read_end_ = ends[0];
  if (pid_ < 0) {
    close(read_end_);
    throw std::system_error{code, std::generic_category(), "cannot start a worker process"};
  }
}

WorkerProcess::~WorkerProcess() {
  close(read_end_);
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool WorkerProcess::receive() {
  std::array<std::uint8_t, 65536> buffer{};
  ssize_t n = 0;
  do {
    n = read(read_end_, buffer.data(), buffer.size());
  } while (n < 0 && errno == EINTR);
  if (n <= 0) return false;
  bytes_.insert(bytes_.end(), buffer.begin(), buffer.begin() + n);
  return true;
}

std::string WorkerProcess::finish() {
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

}  // namespace gossamer::cli
