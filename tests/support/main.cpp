// SPDX-License-Identifier: Apache-2.0
#define CATCH_CONFIG_MAIN
#include "support/catch.hpp"

// Every test program links to SystemC, whose header is precompiled with Catch2's; those without our
// kernel, which defines it, still need the function that SystemC's library calls.
extern "C" __attribute__((weak)) int sc_main(int /*argc*/, char* /*argv*/[]) {
  return 0;
}
