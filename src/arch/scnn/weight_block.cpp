// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_block.hpp"

#include <algorithm>

namespace gossamer::arch::scnn {

WeightBlock::WeightBlock(const Placement& placement, std::uint32_t slice,
                         const std::vector<tensor::RunLengthElement>& elements)
    : placement_{placement}, stride_{row_stride(placement.banks.banks())} {
  decode(slice, elements);
}

void WeightBlock::decode(std::uint32_t slice,
                         const std::vector<tensor::RunLengthElement>& elements) {
  const std::uint32_t lanes = placement_.lanes;
  const auto count = static_cast<std::uint32_t>(elements.size());
  const std::uint32_t vectors = (count + lanes - 1) / lanes;
  values_.resize(std::size_t{vectors} * lanes);
  taps_.resize(std::size_t{vectors} * lanes);
  std::fill(values_.begin() + count, values_.end(), std::int16_t{0});
  offsets_.resize(std::size_t{vectors} * lanes);
  std::fill(offsets_.begin() + count, offsets_.end(), 0U);
  tap_of_filter_.resize(count);
  counts_.resize(count);
  row_of_key_.assign(placement_.keys.size(), {});
  chunks_in_use_ = 0;
  chunk_used_ = chunk_bytes;
  arrays_ = {slice, vectors, true, count, 0, values_.data(), taps_.data(), row_of_key_.data(),
             this};
  place_elements(elements);
  // The product of a lane that holds nothing is 0 and may be added anywhere: rather not where the
  // lane before it has just added.
  for (std::uint32_t e = count; e < taps_.size(); ++e) taps_[e] = taps_[e - count];
  count_elements();
}

void WeightBlock::place_elements(const std::vector<tensor::RunLengthElement>& elements) {
  const Phases& phases = placement_.phases;
  const auto& taps = phases[slice() % phases.size()].taps;
  const auto size = static_cast<std::uint32_t>(taps.size());
  const std::uint32_t last_row = phases.vertical().last_shifted_tap();
  const std::uint32_t last_col = phases.horizontal().last_shifted_tap();
  std::uint32_t k = 0;
  std::uint32_t position = 0;  // in the taps of filter k
  for (std::size_t e = 0; e < elements.size(); ++e, ++position) {
    position += elements[e].run;
    if (position >= size) {
      k += position / size;
      position %= size;
    }
    const Tap& tap = taps[position];
    values_[e] = elements[e].value;
    taps_[e] = k * phases.taps() + tap.index;
    offsets_[e] =
        (k * placement_.footprint.height + last_row - tap.row) * placement_.footprint.width +
        last_col - tap.col;
    tap_of_filter_[e] = tap.index;
    counts_[e] = elements[e].value != 0 || placement_.keeps_zeros ? 1 : 0;
  }
}

void WeightBlock::count_elements() {
  const std::uint32_t lanes = placement_.lanes;
  const std::uint32_t vectors = arrays_.vectors;
  elements_before_.resize(vectors + 1);
  nonzeros_before_.resize(vectors + 1);
  std::uint32_t nonzeros = 0;
  for (std::uint32_t v = 0; v < vectors; ++v) {
    elements_before_[v] = v * lanes;
    nonzeros_before_[v] = nonzeros;
    for (std::uint32_t lane = 0; lane < lanes; ++lane) {
      nonzeros += values_[v * lanes + lane] != 0 ? 1 : 0;
    }
  }
  elements_before_[vectors] = arrays_.elements;
  nonzeros_before_[vectors] = nonzeros;
  arrays_.nonzeros = nonzeros;
}

void WeightBlock::make_row(std::uint32_t key) {
  const std::size_t bytes = std::size_t{vectors()} * stride_;
  std::uint8_t* products = room_for_row(bytes);
  // Most rows are one word, for which a call would cost more than the zeros.
  for (std::size_t at = 0; at < bytes; at += 32) std::fill_n(products + at, 32, std::uint8_t{0});
  const FootKey& foot = placement_.keys.key(key);
  ScatterRow& row = row_of_key_[key];
  row.products = products;
  const auto* const banks = placement_.banks.from(foot.offset);
  const std::uint8_t* const inside = foot.inside.data();
  const std::uint32_t lanes = placement_.lanes;
  std::uint32_t sent = 0;
  for (std::uint32_t begin = 0; begin < arrays_.elements; begin += lanes, products += stride_) {
    const std::uint32_t end = std::min(begin + lanes, arrays_.elements);
    for (std::uint32_t e = begin; e < end; ++e) {
      const std::uint8_t one = inside[tap_of_filter_[e]] & counts_[e];
      std::uint8_t& to = products[banks[offsets_[e]]];
      to = static_cast<std::uint8_t>(to + one);
      sent += one;
    }
  }
  row.sent = sent;
  row.useful = placement_.keeps_zeros ? row_until(key, vectors()).useful : sent;
}

ScatterRow WeightBlock::row_until(std::uint32_t key, std::uint32_t end) const {
  const FootKey& foot = placement_.keys.key(key);
  ScatterRow row;
  for (std::size_t e = 0; e < elements_before_[end]; ++e) {
    const std::uint8_t one = foot.inside[tap_of_filter_[e]] & counts_[e];
    row.sent += one;
    row.useful += values_[e] != 0 ? one : 0;
  }
  return row;
}

std::uint8_t* WeightBlock::room_for_row(std::size_t bytes) {
  bytes = (bytes + 31U) & ~std::size_t{31};  // rows begin at whole words
  if (chunks_in_use_ == 0 || chunk_used_ + bytes > chunk_bytes) {
    if (chunks_in_use_ == chunks_.size()) chunks_.emplace_back();
    auto& chunk = chunks_[chunks_in_use_++];
    chunk.resize(std::max({chunk.size(), chunk_bytes, bytes}));
    chunk_used_ = 0;
  }
  std::uint8_t* room = chunks_[chunks_in_use_ - 1].data() + chunk_used_;
  chunk_used_ += bytes;
  return room;
}

bool WeightBlock::all_inside(std::uint32_t key) const {
  const FootKey& foot = placement_.keys.key(key);
  for (std::uint32_t e = 0; e < arrays_.elements; ++e) {
    if (values_[e] != 0 && foot.inside[tap_of_filter_[e]] == 0) return false;
  }
  return true;
}

}  // namespace gossamer::arch::scnn
