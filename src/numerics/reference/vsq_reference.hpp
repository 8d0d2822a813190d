// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "numerics/reference/int16_reference.hpp"
#include "numerics/vsq/arithmetic.hpp"
#include "numerics/vsq/post_processing.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::numerics::reference {

/// Sums of a convolution of vectors with scales, and what happened on the way.
struct VsqSums {
  std::vector<std::int64_t> sums;         ///< [batch][filters][out_height][out_width]
  std::uint64_t saturations = 0;          ///< additions that the accumulator had to cut
  std::uint64_t zero_scale_products = 0;  ///< products of two vectors whose scale product is 0
  std::uint64_t effectual_macs = 0;       ///< with both codes non-zero, scales not considered
};

/// The normative result. A saturating sum depends on its order: for each output the products of
/// vectors are added block by block of `chunks_at_once` chunks of channels (at least 1; the last
/// block may have fewer), within a block filter row by filter row, column by column, and chunk by
/// chunk. Products outside of the input plane are neither added nor counted. Weights are [filters][
/// chunks][filter_height * filter_width], activations [batch * groups][chunks][height * width],
/// with chunks = ceil(channels / groups / V) and vectors of the same length V.
VsqSums vsq_conv2d(const ConvShape& shape, const vsq::Vectors& weights,
                   const vsq::Vectors& activations, const vsq::Arithmetic& arithmetic,
                   std::size_t chunks_at_once);

/// Sums, laid out as above, to the vectors of the outputs: [batch][ceil(filters / vector_length)][
/// out_height * out_width]. Vectors run along all filters, whatever their groups.
vsq::Vectors vsq_post_process(const ConvShape& shape, const std::vector<std::int64_t>& sums,
                              const vsq::PostProcessing& unit, std::size_t vector_length);

}  // namespace gossamer::numerics::reference
