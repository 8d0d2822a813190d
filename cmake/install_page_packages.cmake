# SPDX-License-Identifier: Apache-2.0
# cmake -DNPM=... -DSOURCES=... -DBUILD=... -P install_page_packages.cmake
# Installs what package-lock.json pins into BUILD/node_modules, and leaves BUILD/installed as a mark.
file(MAKE_DIRECTORY ${BUILD})
file(REMOVE ${BUILD}/installed)
file(COPY ${SOURCES}/package.json ${SOURCES}/package-lock.json ${SOURCES}/.npmrc DESTINATION ${BUILD})
execute_process(
  COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
  WORKING_DIRECTORY ${BUILD}
  RESULT_VARIABLE status
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "npm could not install the charting library of report.html:\n${output}\n"
    "The first build needs a network, or npm's cache filled by an earlier one. Without either, "
    "configure with -DGOSSAMER_HTML=OFF: everything but report.html and compare.html is built.")
endif()
file(TOUCH ${BUILD}/installed)
