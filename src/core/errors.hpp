// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace gossamer::core {

/// Where in a user's file something stands. Lines and columns count from 1; 0 means "the whole
/// file".
struct Position {
  std::string file;
  int line = 0;
  int column = 0;
};

/// `file:line:column`, without the parts that are 0.
std::string to_string(const Position& position);

/// One thing that is wrong with the user's input, with what is allowed instead.
struct Fault {
  Position where;
  std::string message;
};

/// The user's input is wrong (exit code 2). Carries every fault that was found.
class ConfigError : public std::runtime_error {
 public:
  explicit ConfigError(std::vector<Fault> faults);
  ConfigError(Position where, std::string message);

  const std::vector<Fault>& faults() const { return faults_; }

 private:
  std::vector<Fault> faults_;
};

/// A file could not be read or written (exit code 4).
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The simulated machine stopped making progress, or broke an invariant (exit code 1). The text
/// holds the dump.
class SimulationStuck : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The host has too little memory for a simulation (exit code 1): no fault of input or program.
class OutOfMemory : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Collects the faults of one input, so that a user sees all of them in one go.
class Faults {
 public:
  void add(Position where, std::string message) {
    faults_.push_back({std::move(where), std::move(message)});
  }
  bool empty() const { return faults_.empty(); }
  /// Lets a reader see whether the part it has just read was free of faults.
  std::size_t size() const { return faults_.size(); }
  /// Throws a ConfigError with everything collected, in the order of position; returns if there is
  /// nothing.
  void throw_if_any();

 private:
  std::vector<Fault> faults_;
};

/// What goes to stderr: one `file:line:column: message` per fault, the first twenty in full, then a
/// count.
std::string to_string(const ConfigError& error);

}  // namespace gossamer::core
