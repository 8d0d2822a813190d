// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gossamer::cli {

/// A forked child that computes some bytes and sends them home through a pipe. It dies with its
/// parent; destroying the object ends it.
class WorkerProcess {
 public:
  /// Forks; `work` runs in the child. Throws std::system_error if there is no room for a process.
  explicit WorkerProcess(const std::function<std::vector<std::uint8_t>()>& work);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  pid_t pid() const { return pid_; }

  /// Becomes readable when bytes wait or the child has ended.
  int descriptor() const { return read_end_; }

  /// Takes the bytes that wait. False once the child has sent everything.
  bool receive();

  /// Waits for the child's end. "" if it did its work, else how it died in words.
  std::string finish();

  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

 private:
  pid_t pid_ = -1;
  int read_end_ = -1;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace gossamer::cli
