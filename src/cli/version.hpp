// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gossamer::cli {

/// The release this program belongs to; CMakeLists.txt has the number.
extern const char* const version;

}  // namespace gossamer::cli
