# SPDX-License-Identifier: Apache-2.0
# The scripts of report.html, bundled with the charting library while building. npm fetches the library
# once per build directory; afterwards no network is needed until package-lock.json changes.

# gossamer_page_assets(VAR): the C++ source with script and style sheet of the pages, in VAR.
function(gossamer_page_assets variable)
  if(NOT GOSSAMER_HTML)
    set(${variable} html/no_page_assets.cpp PARENT_SCOPE)
    return()
  endif()
  find_program(GOSSAMER_NODE NAMES node nodejs)
  find_program(GOSSAMER_NPM npm)
  if(NOT GOSSAMER_NODE OR NOT GOSSAMER_NPM)
    message(FATAL_ERROR "report.html needs Node.js (18 or later) and npm to be built, and they are not "
      "installed. Run tools/setup, or configure with -DGOSSAMER_HTML=OFF to leave report.html out.")
  endif()

  execute_process(COMMAND ${GOSSAMER_NODE} --version OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REGEX REPLACE "^v" "" version "${version}")
  if(version VERSION_LESS 18)
    message(FATAL_ERROR "report.html needs Node.js 18 or later to be built; ${GOSSAMER_NODE} is ${version}. "
      "Configure with -DGOSSAMER_HTML=OFF to leave report.html out.")
  endif()

  set(sources ${PROJECT_SOURCE_DIR}/src/report/page)
  set(build ${PROJECT_BINARY_DIR}/page)
  file(GLOB_RECURSE pages CONFIGURE_DEPENDS ${sources}/*.js ${sources}/*.css)
  add_custom_command(
    OUTPUT ${build}/installed
    COMMAND ${CMAKE_COMMAND} -DNPM=${GOSSAMER_NPM} -DSOURCES=${sources} -DBUILD=${build}
            -P ${PROJECT_SOURCE_DIR}/cmake/install_page_packages.cmake
    DEPENDS ${sources}/package.json ${sources}/package-lock.json ${sources}/.npmrc
            ${PROJECT_SOURCE_DIR}/cmake/install_page_packages.cmake
    COMMENT "Fetching the packages of report.html"
    VERBATIM)
  add_custom_command(
    OUTPUT ${build}/page_assets.cpp
    COMMAND ${GOSSAMER_NODE} ${sources}/build.mjs ${build} ${build}/page_assets.cpp
    DEPENDS ${build}/installed ${sources}/build.mjs ${pages}
    COMMENT "Bundling report.html"
    VERBATIM)
  set(${variable} ${build}/page_assets.cpp PARENT_SCOPE)
endfunction()
