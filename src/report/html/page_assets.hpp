// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gossamer::report::html {

/// The bundled script of the pages (src/report/page), ready to stand inside an element; "" in a
/// program that was built with GOSSAMER_HTML=OFF.
std::string page_script();

/// Their style sheet, likewise.
std::string page_style();

}  // namespace gossamer::report::html
