// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "cli/program.hpp"

int main(int argc, char** argv) {
  // A file that grows over a limit then fails as a full disk does: with a message and a code.
  std::signal(SIGXFSZ, SIG_IGN);
  const gossamer::cli::Console console{std::cout, std::cerr, isatty(STDERR_FILENO) == 1};
  return static_cast<int>(gossamer::cli::run_program(argc, argv, console));
}
