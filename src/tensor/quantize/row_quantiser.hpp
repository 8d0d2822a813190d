// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "numerics/vsq/format.hpp"
#include "tensor/quantize/noise.hpp"
#include "tensor/quantize/ordered_sum.hpp"
#include "tensor/quantize/vector_rows.hpp"

namespace gossamer::tensor::quantize {

/// The largest magnitude of a row, or its largest number if that is above 0.
inline float largest_of(const float* row, std::size_t width, bool is_signed) {
  const __m128 ignored = _mm_set1_ps(is_signed ? -0.0F : 0.0F);  // the sign, or nothing
  __m128 largest = _mm_setzero_ps();
  for (std::size_t i = 0; i < width; i += 4)
    largest = _mm_max_ps(largest, _mm_andnot_ps(ignored, _mm_loadu_ps(row + i)));
  largest = _mm_max_ps(largest, _mm_movehl_ps(largest, largest));
  return _mm_cvtss_f32(_mm_max_ss(largest, _mm_shuffle_ps(largest, largest, 1)));
}

/// A code is round(x factor / divisor). Both are exact, and so is x factor: with at most 16 bits of
/// code and 10 of scale, the double nearest to the quotient lies on the same side of every half as
/// the quotient itself, and so does the sum that is cut to a whole number.
struct Quotient {
  double factor = 0;
  double divisor = 1;
};

/// Quantises rows of row_width() elements and adds up what is lost. Written for pairs of doubles,
/// which every x86-64 host has: the compiler leaves half of this loop to single ones.
class RowQuantiser {
 public:
  RowQuantiser(const numerics::vsq::ElementFormat& format, std::size_t length)
      : lowest_{_mm_set1_pd(format.lowest())},
        highest_{_mm_set1_pd(format.highest())},
        length_{length},
        codes_(row_width(length)) {}

  /// Every element of the row stands for `scale` x its code.
  void quantise(const float* row, const Quotient& quotient, double scale, std::int16_t* codes) {
    std::int16_t* const to = codes_.size() == length_ ? codes : codes_.data();
    const __m128d factor = _mm_set1_pd(quotient.factor);
    const __m128d divisor = _mm_set1_pd(quotient.divisor);
    const __m128d scales = _mm_set1_pd(scale);
    for (std::size_t first = 0; first < codes_.size(); first += OrderedSum::lanes) {
      __m128i four[2];
      for (std::size_t half = 0; half < 2; ++half) {
        const __m128 values = _mm_loadu_ps(row + first + 4 * half);
        const __m128d low = _mm_cvtps_pd(values);
        const __m128d high = _mm_cvtps_pd(_mm_movehl_ps(values, values));
        four[half] = _mm_unpacklo_epi64(
            quantise_pair(low, _mm_div_pd(_mm_mul_pd(low, factor), divisor), scales, 2 * half),
            quantise_pair(high, _mm_div_pd(_mm_mul_pd(high, factor), divisor), scales,
                          2 * half + 1));
      }
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + first), _mm_packs_epi32(four[0], four[1]));
    }
    if (to != codes) std::copy_n(to, length_, codes);
  }

  /// A row whose codes are all 0.
  void drop(const float* row) {
    for (std::size_t i = 0; i < codes_.size(); i += 2) {
      const __m128d values = _mm_set_pd(row[i + 1], row[i]);
      add(values, values, i % OrderedSum::lanes / 2);
    }
  }

  std::uint64_t clipped() const {
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(clipped_) +
                                      _mm_cvtsi128_si64(_mm_unpackhi_epi64(clipped_, clipped_)));
  }
  Noise noise() const { return {total(signal_), total(noise_)}; }

 private:
  struct Lanes {
    __m128d of[OrderedSum::lanes / 2] = {};
  };

  /// Codes of two exact quotients, as two 32-bit numbers.
  __m128i quantise_pair(__m128d values, __m128d exact, __m128d scale, std::size_t lanes) {
    const __m128d sign = _mm_and_pd(exact, _mm_set1_pd(-0.0));
    const __m128d uncut = _mm_add_pd(exact, _mm_or_pd(sign, _mm_set1_pd(0.5)));
    const __m128d one = _mm_set1_pd(1);
    const __m128d outside = _mm_or_pd(_mm_cmpge_pd(uncut, _mm_add_pd(highest_, one)),
                                      _mm_cmple_pd(uncut, _mm_sub_pd(lowest_, one)));
    clipped_ = _mm_sub_epi64(clipped_, _mm_castpd_si128(outside));
    const __m128i codes = _mm_cvttpd_epi32(_mm_min_pd(_mm_max_pd(uncut, lowest_), highest_));
    add(values, _mm_sub_pd(values, _mm_mul_pd(scale, _mm_cvtepi32_pd(codes))), lanes);
    return codes;
  }

  void add(__m128d values, __m128d errors, std::size_t lanes) {
    signal_.of[lanes] = _mm_add_pd(signal_.of[lanes], _mm_mul_pd(values, values));
    noise_.of[lanes] = _mm_add_pd(noise_.of[lanes], _mm_mul_pd(errors, errors));
  }

  /// As an OrderedSum adds its partial sums.
  static double total(const Lanes& lanes) {
    OrderedSum sum;
    sum.add_eight([&](std::size_t lane) {
      std::array<double, 2> pair{};
      _mm_storeu_pd(pair.data(), lanes.of[lane / 2]);
      return pair[lane % 2];
    });
    return sum.total();
  }

  __m128d lowest_;
  __m128d highest_;
  std::size_t length_;
  std::vector<std::int16_t> codes_;
  __m128i clipped_ = _mm_setzero_si128();
  Lanes signal_;
  Lanes noise_;
};

}  // namespace gossamer::tensor::quantize
