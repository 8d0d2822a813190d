// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gossamer::sweep {

using Bytes = std::vector<std::uint8_t>;

/// What a worker makes of a task.
struct Answer {
  Bytes bytes;
  bool retire = false;  ///< the process has done all it can, and ends after this
};

/// A forked child that is sent tasks, one number each, and answers them in their order. It dies
/// with its parent; destroying the object ends it.
class Worker {
 public:
  /// Forks; `work` runs in the child, whose memory may grow by `memory` bytes. Throws
  /// std::system_error if there is no room for a process.
  Worker(const std::function<Answer(std::uint32_t task)>& work, std::uint64_t memory);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  pid_t pid() const { return pid_; }

  /// Becomes readable when an answer waits or the child has ended.
  int descriptor() const { return answers_; }

  /// A task for a child that has gone is lost, which receive() will tell.
  void send(std::uint32_t task);

  /// Takes the answers that wait. False once the child has gone.
  bool receive(std::vector<Bytes>& answers);

  /// Waits for the child's end. "" if it retired, else how it died in words.
  std::string finish();

  void kill();

 private:
  pid_t pid_ = -1;
  int tasks_ = -1;
  int answers_ = -1;
  Bytes buffer_;
};

}  // namespace gossamer::sweep
