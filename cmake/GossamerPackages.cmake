# SPDX-License-Identifier: Apache-2.0
# What the project builds with, as Debian 12 packages it (tools/setup installs it).

find_package(PkgConfig REQUIRED)
pkg_check_modules(SYSTEMC REQUIRED IMPORTED_TARGET systemc)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.74 REQUIRED)
if(GOSSAMER_BENCH)
  find_package(benchmark REQUIRED)
endif()
if(GOSSAMER_TESTS)
  find_package(Catch2 2 REQUIRED)
  include(Catch)
endif()
