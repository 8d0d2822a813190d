# SPDX-License-Identifier: Apache-2.0
# Headers of other people's libraries, compiled once for all that include them: a third of the time
# that a build takes. Three sets, since the layers differ in what they may see (tools/check_layers) and
# tests in their flags. Nothing of src/ is among them: a change there rebuilds what includes it.

set(gossamer_plain_headers <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <string>
    <string_view> <utility> <vector> <fmt/format.h> <nlohmann/json.hpp>)

# gossamer_precompile_set(NAME LIBRARIES target... HEADERS header...)
function(gossamer_precompile_set name)
  cmake_parse_arguments(ARG "" "" "LIBRARIES;HEADERS" ${ARGN})
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${name}.cpp CONTENT "// nothing but its headers\n")
  add_library(${name} STATIC ${CMAKE_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${name} PRIVATE gossamer_options fmt::fmt nlohmann_json::nlohmann_json
    Boost::headers ${ARG_LIBRARIES})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

if(GOSSAMER_PCH)
  # ccache takes precompiled headers only so, and GCC must say which one was used.
  target_compile_options(gossamer_options INTERFACE -fpch-preprocess)
  gossamer_precompile_set(gossamer_plain_pch HEADERS ${gossamer_plain_headers})
  gossamer_precompile_set(gossamer_systemc_pch LIBRARIES PkgConfig::SYSTEMC
    HEADERS ${gossamer_plain_headers} <systemc>)
  if(GOSSAMER_TESTS)
    gossamer_precompile_set(gossamer_test_pch LIBRARIES PkgConfig::SYSTEMC Catch2::Catch2
      HEADERS ${gossamer_plain_headers} <systemc> <catch2/catch.hpp>)
    gossamer_as_test(gossamer_test_pch)
  endif()
endif()

# gossamer_precompiled(TARGET SET): TARGET takes the headers of a set, if headers are precompiled. What links to
# RE2 is compiled with -pthread, and GCC refuses headers that were not: such targets are left out.
function(gossamer_precompiled target set)
  if(GOSSAMER_PCH AND NOT target MATCHES "_cli$")
    target_link_libraries(${target} PRIVATE fmt::fmt nlohmann_json::nlohmann_json Boost::headers)
    if(set STREQUAL test)
      target_link_libraries(${target} PRIVATE PkgConfig::SYSTEMC)  # whose header checks its version when linked
    endif()
    target_precompile_headers(${target} REUSE_FROM gossamer_${set}_pch)
  elseif(GOSSAMER_SANITIZE)
    target_compile_options(${target} PRIVATE -O0)  # two thirds of the time; no loop of theirs is long
  endif()
endfunction()
