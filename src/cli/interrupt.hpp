// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>

namespace gossamer::cli {

/// While alive, SIGINT and SIGTERM end the process with exit code 130. Worker processes die with
/// their parent. Nothing is on disk then, except inside a `HoldInterrupts`.
class EndOnInterrupt {
 public:
  EndOnInterrupt();
  ~EndOnInterrupt();
  EndOnInterrupt(const EndOnInterrupt&) = delete;
  EndOnInterrupt& operator=(const EndOnInterrupt&) = delete;

 private:
  struct sigaction old_int_ {};
  struct sigaction old_term_ {};
};

/// While alive, SIGINT and SIGTERM wait: for the moments in which there are files to clean up.
class HoldInterrupts {
 public:
  HoldInterrupts();
  ~HoldInterrupts();
  HoldInterrupts(const HoldInterrupts&) = delete;
  HoldInterrupts& operator=(const HoldInterrupts&) = delete;

  /// Whether an interrupt is waiting; it strikes when this object goes.
  bool pending() const;

 private:
  sigset_t old_mask_{};
};

}  // namespace gossamer::cli
