// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gossamer::numerics::lowbit {

/// Weights of a layer, [filter][reduction index]: the index runs as in a .npy file, over channels
/// of the group, filter rows, filter columns.
struct Weights {
  std::size_t filters = 0;
  std::size_t depth = 0;              ///< reduction indices of a filter
  std::vector<std::int16_t> codes;    ///< empty where weights are real numbers; dorefa8 goes to 255
  std::vector<float> full;            ///< those real numbers, already in their format
  std::vector<float> positive_scale;  ///< one, or one per filter; of `full` one 1
  std::vector<float>
      negative_scale;  ///< of ttq; magnitudes: a code of -1 stands for their negative

  std::size_t size() const { return filters * depth; }
  const std::int16_t* filter_codes(std::size_t filter) const {
    return codes.data() + filter * depth;
  }
  const float* filter_values(std::size_t filter) const { return full.data() + filter * depth; }
  /// Scale of a filter's positive codes, and of its negative ones too but for ttq.
  float scale(std::size_t filter) const { return of_filter(positive_scale, filter); }
  float scale_of_negatives(std::size_t filter) const {
    return of_filter(negative_scale.empty() ? positive_scale : negative_scale, filter);
  }
  /// Whether a weight takes part in the sum.
  bool nonzero(std::size_t filter, std::size_t index) const {
    const std::size_t at = filter * depth + index;
    return codes.empty() ? full[at] != 0 : codes[at] != 0;
  }
  /// The real number a weight stands for: code x scale, rounded to binary32.
  float value(std::size_t filter, std::size_t index) const {
    const std::size_t at = filter * depth + index;
    if (codes.empty()) return full[at];
    const std::int16_t code = codes[at];
    return static_cast<float>(code) * (code < 0 ? scale_of_negatives(filter) : scale(filter));
  }
  std::size_t nonzeros() const {
    std::size_t count = 0;
    for (const std::int16_t code : codes) count += code != 0 ? 1 : 0;
    for (const float value : full) count += value != 0 ? 1 : 0;
    return count;
  }

 private:
  static float of_filter(const std::vector<float>& scales, std::size_t filter) {
    return scales.size() == 1 ? scales.front() : scales[filter];
  }
};

}  // namespace gossamer::numerics::lowbit
