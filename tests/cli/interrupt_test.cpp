// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "support/catch.hpp"

namespace gossamer::cli {

namespace {

/// Runs `work` in a child whose stderr is closed; its exit status, or minus the signal it died of.
int status_of(const std::function<void()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    close(STDERR_FILENO);
    // Not the handlers of the test framework, which the child inherits.
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    work();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

TEST_CASE("an interrupt ends the program with 130") {
  const int signal = GENERATE(SIGINT, SIGTERM);
  CAPTURE(signal);
  CHECK(status_of([signal] {
          const EndOnInterrupt end;
          raise(signal);
        }) == 130);
}

TEST_CASE("outside a run signals do what they did before") {
  CHECK(status_of([] {
          { const EndOnInterrupt end; }
          raise(SIGTERM);
        }) == -SIGTERM);
}

TEST_CASE("a held interrupt waits until it is released, and can be seen waiting") {
  CHECK(status_of([] {
          const EndOnInterrupt end;
          const HoldInterrupts hold;
          if (hold.pending()) _exit(1);
          raise(SIGINT);
          _exit(hold.pending() ? 7 : 2);
        }) == 7);
  CHECK(status_of([] {
          const EndOnInterrupt end;
          {
            const HoldInterrupts hold;
            raise(SIGINT);
          }
          _exit(3);
        }) == 130);
}

}  // namespace gossamer::cli
