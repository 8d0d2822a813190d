// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/byte_size.hpp"

namespace gossamer::cli {

using core::format_bytes;
using core::parse_byte_size;

}  // namespace gossamer::cli
