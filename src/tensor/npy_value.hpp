// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "tensor/npy_header.hpp"

namespace gossamer::tensor {

/// The bits of the element that starts at `bytes`, sign-extended if it is a whole number with a
/// sign.
std::uint64_t npy_bits(const NpyElement& element, const char* bytes);

/// Element `flat` (in C order) of a file, from its bits, as std::int16_t or float. Throws NpyFault
/// with value and index if T cannot hold it; binary64 is rounded to a float.
template <class T>
T npy_value(const NpyHeader& header, const NpyElement& element, std::uint64_t bits,
            std::size_t flat);

}  // namespace gossamer::tensor
