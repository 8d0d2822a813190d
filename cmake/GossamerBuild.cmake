# SPDX-License-Identifier: Apache-2.0
# Compiler settings every target shares, and the helpers that declare a library, kernels and a test.

set(CMAKE_CXX_STANDARD 17)  # Debian's SystemC is built with C++17 and refuses to link with any other
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

add_library(gossamer_options INTERFACE)
target_include_directories(gossamer_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
# No contraction: a fused multiply-add rounds once where the reference rounds twice.
target_compile_options(gossamer_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  -Wno-maybe-uninitialized  # GCC 12 reports it inside libstdc++ (regex, string) when it optimises
  -ffp-contract=off)
if(GOSSAMER_WERROR)
  target_compile_options(gossamer_options INTERFACE -Werror)
endif()
if(GOSSAMER_SANITIZE)
  # Checks of every pointer (null, alignment, object-size, vptr) double the time of compiling; AddressSanitizer
  # sees what follows of most of them. Code of tests goes without UBSan, for the same reason.
  set(gossamer_undefined -fsanitize=undefined -fno-sanitize=null,alignment,object-size,vptr)
  target_compile_options(gossamer_options INTERFACE
    -fsanitize=address
    "$<$<NOT:$<BOOL:$<TARGET_PROPERTY:GOSSAMER_IS_TEST>>>:${gossamer_undefined}>"
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(gossamer_options INTERFACE -fsanitize=address,undefined)
endif()
if(GOSSAMER_COVERAGE)
  target_compile_options(gossamer_options INTERFACE --coverage)
  target_link_options(gossamer_options INTERFACE --coverage)
endif()

# gossamer_library(NAME SOURCES file... DEPENDS target...): one folder of src/ as a static library.
function(gossamer_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(gossamer_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(gossamer_${name} PUBLIC gossamer_options ${ARG_DEPENDS})
  if(name MATCHES "^(kernel|memory|arch)")
    gossamer_precompiled(gossamer_${name} systemc)
  else()
    gossamer_precompiled(gossamer_${name} plain)
  endif()
endfunction()

# gossamer_kernels(VAR STEM): the files STEM_baseline.cpp, STEM_avx2.cpp and STEM_avx512.cpp, one for
# each core::CpuLevel, in VAR. Only they may use the instructions; they are chosen at run time
# (core::at_level).
function(gossamer_kernels variable stem)
  set_source_files_properties(${stem}_baseline.cpp PROPERTIES COMPILE_OPTIONS "-Wno-psabi")
  set_source_files_properties(${stem}_avx2.cpp PROPERTIES COMPILE_OPTIONS "-mavx2;-Wno-psabi")
  set_source_files_properties(${stem}_avx512.cpp PROPERTIES
    COMPILE_OPTIONS "-mavx512f;-mavx512bw;-mavx512vl;-mavx512dq;-mprefer-vector-width=512")
  set_source_files_properties(${stem}_baseline.cpp ${stem}_avx2.cpp ${stem}_avx512.cpp
    PROPERTIES SKIP_PRECOMPILE_HEADERS ON)  # their flags differ
  set(${variable} ${stem}_baseline.cpp ${stem}_avx2.cpp ${stem}_avx512.cpp PARENT_SCOPE)
endfunction()

# gossamer_as_test(TARGET): flags with which tests are sooner compiled.
function(gossamer_as_test target)
  set_target_properties(${target} PROPERTIES GOSSAMER_IS_TEST ON)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# gossamer_test(NAME SOURCES file... DEPENDS target...): one Catch2 program, its cases known to CTest.
function(gossamer_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(test_${name} ${ARG_SOURCES})
  target_link_libraries(test_${name} PRIVATE gossamer_test_support ${ARG_DEPENDS})
  gossamer_as_test(test_${name})
  gossamer_precompiled(test_${name} test)
  catch_discover_tests(test_${name} TEST_PREFIX "${name}: " PROPERTIES TIMEOUT 300)
endfunction()
