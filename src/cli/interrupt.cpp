// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.hpp"

#include <unistd.h>

#include <string_view>

#include "cli/exit_codes.hpp"

namespace gossamer::cli {

namespace {

// The one place besides main that ends the program: a simulation may be minutes inside the SystemC
// kernel, which cannot be unwound. Only async-signal-safe calls are allowed here.
void end_process(int) {
  constexpr std::string_view text = "\ngossamer: interrupted\n";
  const auto ignored = write(STDERR_FILENO, text.data(), text.size());
  static_cast<void>(ignored);
  _exit(static_cast<int>(ExitCode::interrupted));
}

sigset_t interrupts() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

EndOnInterrupt::EndOnInterrupt() {
  struct sigaction action {};
  action.sa_handler = end_process;
  action.sa_mask = interrupts();
  sigaction(SIGINT, &action, &old_int_);
  sigaction(SIGTERM, &action, &old_term_);
}

EndOnInterrupt::~EndOnInterrupt() {
  sigaction(SIGINT, &old_int_, nullptr);
  sigaction(SIGTERM, &old_term_, nullptr);
}

HoldInterrupts::HoldInterrupts() {
  const sigset_t set = interrupts();
  sigprocmask(SIG_BLOCK, &set, &old_mask_);
}

HoldInterrupts::~HoldInterrupts() {
  sigprocmask(SIG_SETMASK, &old_mask_, nullptr);
}

bool HoldInterrupts::pending() const {
  sigset_t set;
  sigpending(&set);
  return sigismember(&set, SIGINT) == 1 || sigismember(&set, SIGTERM) == 1;
}

}  // namespace gossamer::cli
