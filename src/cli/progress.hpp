// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>

namespace gossamer::cli {

/// One line that rewrites itself while layers are simulated: how many are done, which one is being
/// worked on, and simulated cycles per second. Silent without a terminal.
class Progress {
 public:
  /// `terminal` may be null: then nothing is shown. `label` stands before everything else.
  Progress(std::ostream* terminal, std::size_t layers, std::string label = "");
  /// Clears the line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void started(const std::string& layer);
  void finished(std::uint64_t cycles);

 private:
  void show() const;

  std::ostream* terminal_;
  std::size_t layers_;
  std::string label_;
  std::size_t done_ = 0;
  std::uint64_t cycles_ = 0;
  std::string current_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace gossamer::cli
