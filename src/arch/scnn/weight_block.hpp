// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/bank_hash.hpp"
#include "arch/scnn/conv_layer.hpp"
#include "arch/scnn/foot_keys.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/run_state.hpp"
#include "tensor/run_length.hpp"

namespace gossamer::arch::scnn {

/// What the machine has to know of a layer to place a product.
struct Placement {
  const Phases& phases;
  const FootKeys& keys;
  const BankMap& banks;
  FootprintSize footprint;
  std::uint32_t lanes;  ///< weights in a vector (F)
  bool keeps_zeros;     ///< zero weights are multiplied and their products added
};

/// The compressed weights of one output-channel group and one slice, decoded into vectors of F. All
/// PEs work from the same block (it is broadcast), so what is derived from it is kept here and
/// derived once.
class WeightBlock {
 public:
  /// Decodes elements in the order k, r, s.
  WeightBlock(const Placement& placement, std::uint32_t slice,
              const std::vector<tensor::RunLengthElement>& elements);
  WeightBlock(const WeightBlock&) = delete;  // arrays() points into it
  WeightBlock& operator=(const WeightBlock&) = delete;

  /// The same for another block, in the memory of this one.
  void decode(std::uint32_t slice, const std::vector<tensor::RunLengthElement>& elements);

  /// Which inputs it meets: channel x phases + phase.
  std::uint32_t slice() const { return arrays_.slice; }
  std::uint32_t vectors() const { return arrays_.vectors; }
  /// Elements, placeholders included, and non-zeros of all vectors.
  std::uint32_t elements() const { return arrays_.elements; }
  std::uint32_t nonzeros() const { return arrays_.nonzeros; }

  /// All of it as plain data, there until the next decode().
  const BlockArrays& arrays() const { return arrays_; }

  /// Elements, placeholders included, in vectors first to last - 1.
  std::uint32_t elements(std::uint32_t first, std::uint32_t last) const {
    return elements_before_[last] - elements_before_[first];
  }
  std::uint32_t nonzeros(std::uint32_t first, std::uint32_t last) const {
    return nonzeros_before_[last] - nonzeros_before_[first];
  }

  /// Weights in a vector.
  std::uint32_t lanes() const { return placement_.lanes; }

  /// [vector][lane]: values, and which tap they are, as position in k, r, s; lanes that
  /// hold nothing have the value 0.
  const std::int16_t* values() const { return values_.data(); }
  const std::uint32_t* taps() const { return taps_.data(); }
  /// What a weight adds to the footprint address of an activation.
  const std::uint32_t* offsets() const { return offsets_.data(); }

  /// The row of activations with key number `key`; made when first asked for, there as long as the
  /// block.
  const ScatterRow& row(std::uint32_t key) {
    if (row_of_key_[key].products == nullptr) make_row(key);
    return row_of_key_[key];
  }

  /// Makes the row of a key that has none yet.
  void make_row(std::uint32_t key);

  /// The counts alone, of the vectors before `end`.
  ScatterRow row_until(std::uint32_t key, std::uint32_t end) const;

  /// Whether all products with activations of this key are inside the plane.
  bool all_inside(std::uint32_t key) const;

  /// Bytes between the rows' vectors: the banks, rounded up to whole 32-byte words.
  static std::uint32_t row_stride(std::uint32_t banks) { return (banks + 31U) & ~31U; }

 private:
  /// Rows are kept in chunks, so that they stay where they are while others are added. Not a power
  /// of two, so that those of many blocks do not compete for the same lines of a cache.
  static constexpr std::size_t chunk_bytes = 33 * std::size_t{64};

  void place_elements(const std::vector<tensor::RunLengthElement>& elements);
  void count_elements();
  std::uint8_t* room_for_row(std::size_t bytes);

  const Placement& placement_;
  BlockArrays arrays_;
  std::vector<ScatterRow> row_of_key_;
  std::vector<std::int16_t> values_;
  std::vector<std::uint32_t> taps_;
  std::vector<std::uint32_t> offsets_;
  std::uint32_t stride_;
  std::vector<std::uint32_t> tap_of_filter_;  // of each element, without its output channel
  std::vector<std::uint8_t> counts_;          // 0: a placeholder
  std::vector<std::uint32_t> elements_before_;
  std::vector<std::uint32_t> nonzeros_before_;
  std::vector<std::vector<std::uint8_t>> chunks_;
  std::size_t chunks_in_use_ = 0;
  std::size_t chunk_used_ = chunk_bytes;  // bytes of the last of them
};

}  // namespace gossamer::arch::scnn
