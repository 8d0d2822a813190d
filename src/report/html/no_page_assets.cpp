// SPDX-License-Identifier: Apache-2.0
// Takes the place of the bundle in a build without report.html (GOSSAMER_HTML=OFF).
#include "report/html/page_assets.hpp"

namespace gossamer::report::html {

std::string page_script() {
  return "";
}

std::string page_style() {
  return "";
}

}  // namespace gossamer::report::html
