// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <iostream>

#include "cli/program.hpp"

int main(int argc, char** argv) {
  const gossamer::cli::Console console{std::cout, std::cerr, isatty(STDERR_FILENO) == 1};
  return static_cast<int>(gossamer::cli::run_program(argc, argv, console));
}
