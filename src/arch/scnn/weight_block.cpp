// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_block.hpp"

#include <cassert>

namespace gossamer::arch::scnn {

WeightBlock::WeightBlock(const Placement& placement, std::uint32_t channel,
                         const std::vector<tensor::RunLengthElement>& elements)
    : placement_{placement}, channel_{channel}, stride_{row_stride(placement.banks.banks())} {
  const std::uint32_t lanes = placement.lanes;
  const std::size_t vectors = (elements.size() + lanes - 1) / lanes;
  values_.resize(vectors * lanes);
  offsets_.resize(vectors * lanes);
  rows_.resize(vectors * lanes);
  cols_.resize(vectors * lanes);
  elements_before_.assign(vectors + 1, 0);
  nonzeros_before_.assign(vectors + 1, 0);

  const std::uint32_t height = placement.conv.filter_height;
  const std::uint32_t width = placement.conv.filter_width;
  std::uint32_t position = 0;  // in k, r, s
  for (std::size_t e = 0; e < elements.size(); ++e) {
    position += elements[e].run;
    const std::uint32_t s = position % width;
    const std::uint32_t r = position / width % height;
    const std::uint32_t k = position / (width * height);
    values_[e] = elements[e].value;
    offsets_[e] = (k * placement.footprint_height + height - 1 - r) * placement.footprint_width +
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

ScatterRow WeightBlock::row(std::uint32_t key) {
  if (row_of_key_.empty()) row_of_key_.resize(placement_.keys.size());
  assert(key < row_of_key_.size() && "a key that was numbered after the first row was made");
  auto& row = row_of_key_[key];
  if (!row) row = make_row(key);
  return {row->products.data(), row->useful_before.data()};
}

std::unique_ptr<WeightBlock::Row> WeightBlock::make_row(std::uint32_t key) const {
  auto row = std::make_unique<Row>();
  row->products.resize(std::size_t{vectors()} * stride_);
  row->useful_before.resize(vectors() + 1);
  const FootKey& foot = placement_.keys.key(key);
  std::uint8_t* products = row->products.data();
  for (std::uint32_t v = 0; v < vectors(); ++v, products += stride_) {
    std::uint32_t useful = row->useful_before[v];
    for (std::uint32_t e = v * placement_.lanes; e < (v + 1) * placement_.lanes; ++e) {
      if (values_[e] == 0 || !foot.inside(rows_[e], cols_[e])) continue;
      ++products[placement_.banks.bank(foot.offset + offsets_[e])];
      ++useful;
    }
    row->useful_before[v + 1] = useful;
  }
  return row;
}

}  // namespace gossamer::arch::scnn
