// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_block.hpp"

#include <algorithm>
#include <numeric>

namespace gossamer::arch::scnn {

WeightBlock::WeightBlock(const Placement& placement, std::uint32_t channel,
                         const std::vector<tensor::RunLengthElement>& elements)
    : placement_{placement}, stride_{row_stride(placement.banks.banks())} {
  decode(channel, elements);
}

void WeightBlock::decode(std::uint32_t channel,
                         const std::vector<tensor::RunLengthElement>& elements) {
  channel_ = channel;
  const std::uint32_t lanes = placement_.lanes;
  const std::size_t vectors = (elements.size() + lanes - 1) / lanes;
  values_.assign(vectors * lanes, 0);
  taps_.assign(vectors * lanes, 0);
  offsets_.assign(vectors * lanes, 0);
  rows_.resize(vectors * lanes);
  cols_.resize(vectors * lanes);
  row_of_key_.clear();
  chunks_in_use_ = 0;
  chunk_used_ = chunk_bytes;
  elements_before_.assign(vectors + 1, 0);
  nonzeros_before_.assign(vectors + 1, 0);

  const std::uint32_t height = placement_.conv.filter_height;
  const std::uint32_t width = placement_.conv.filter_width;
  std::uint32_t position = 0;  // in k, r, s
  for (std::size_t e = 0; e < elements.size(); ++e) {
    position += elements[e].run;
    const std::uint32_t s = position % width;
    const std::uint32_t r = position / width % height;
    const std::uint32_t k = position / (width * height);
    values_[e] = elements[e].value;
    taps_[e] = position;
    offsets_[e] = (k * placement_.footprint_height + height - 1 - r) * placement_.footprint_width +
                  width - 1 - s;
    rows_[e] = static_cast<std::uint8_t>(r);
    cols_[e] = static_cast<std::uint8_t>(s);
    ++elements_before_[e / lanes + 1];
    nonzeros_before_[e / lanes + 1] += elements[e].value != 0 ? 1 : 0;
    ++position;
  }
  for (std::size_t v = 0; v < vectors; ++v) {
    elements_before_[v + 1] += elements_before_[v];
    nonzeros_before_[v + 1] += nonzeros_before_[v];
  }
}

void WeightBlock::make_row(std::uint32_t key) {
  row_of_key_.resize(placement_.keys.size());
  const std::size_t bytes = std::size_t{vectors()} * stride_;
  std::uint8_t* const room = room_for_row(bytes);
  std::fill_n(room, bytes, std::uint8_t{0});
  const FootKey& foot = placement_.keys.key(key);
  const std::uint8_t* const banks = placement_.banks.from(foot.offset);
  const std::uint32_t lanes = placement_.lanes;
  const bool all = covers_all_taps(foot);
  std::uint32_t useful = 0;
  std::uint8_t* products = room;
  for (std::size_t begin = 0; begin < values_.size(); begin += lanes, products += stride_) {
    for (std::size_t e = begin; e < begin + lanes; ++e) {
      const bool counts = values_[e] != 0 && (all || foot.inside(rows_[e], cols_[e]));
      products[banks[offsets_[e]]] =
          static_cast<std::uint8_t>(products[banks[offsets_[e]]] + (counts ? 1 : 0));
      useful += counts ? 1 : 0;
    }
  }
  row_of_key_[key] = {room, useful};
}

bool WeightBlock::covers_all_taps(const FootKey& foot) const {
  return !foot.none && foot.first_row == 0 && foot.first_col == 0 &&
         foot.last_row + 1U == placement_.conv.filter_height &&
         foot.last_col + 1U == placement_.conv.filter_width;
}

std::uint32_t WeightBlock::useful(std::uint32_t key, std::uint32_t first) {
  const ScatterRow from_first = row(key);
  const std::uint8_t* end = from_first.products + std::size_t{first} * stride_;
  return from_first.useful - std::accumulate(from_first.products, end, 0U);
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
  for (std::size_t e = 0; e < values_.size(); ++e) {
    if (values_[e] != 0 && !foot.inside(rows_[e], cols_[e])) return false;
  }
  return true;
}

}  // namespace gossamer::arch::scnn
