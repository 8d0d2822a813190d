// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/activation_store.hpp"
#include "arch/scnn/pe_stats.hpp"
#include "arch/scnn/scatter_kernels.hpp"
#include "arch/scnn/slots.hpp"
#include "arch/scnn/weight_block.hpp"
#include "core/cycles.hpp"

namespace gossamer::arch::scnn {

/// Products of weight blocks with the activations of their slices, counted: what the slots and
/// counters of a PE are made of.
struct BlockCounts {
  std::uint64_t passes = 0;      ///< activation vectors, once per block they met
  std::uint64_t vectors = 0;     ///< weight vectors written to the FIFO
  std::uint64_t issues = 0;      ///< pairs of vectors
  std::uint64_t pairs = 0;       ///< pairs of values, placeholders and zeros included
  std::uint64_t products = 0;    ///< of two non-zeros
  std::uint64_t zeros = 0;       ///< of a non-zero and a zero that is not skipped
  std::uint64_t useful = 0;      ///< products inside the plane
  std::uint64_t sent = 0;        ///< products, of zeros that are not skipped too, sent to a bank

  void add_pairs(const Params& params, std::uint64_t a_elements, std::uint64_t a_nonzeros,
                 std::uint64_t w_elements, std::uint64_t w_nonzeros);
  void book(const Params& params, PeStats& stats, SlotCounts& slots) const;
};

/// Blocks that lie whole in the weight FIFO, one after the other, as one burst goes through them.
class BlockRun {
 public:
  explicit BlockRun(const Params& params)
      : params_{params}, skips_activations_{params.skips_activations()} {}

  void clear();
  bool empty() const { return visits_.empty(); }
  /// The next block, whose vectors are the next entries of the FIFO.
  void add(WeightBlock& block, const ActivationStore& activations);
  /// An entry of the last block can be used from `edge` on.
  void add_entry(core::Edge edge) { visible_.push_back(edge.number()); }

  std::size_t entries() const { return visible_.size(); }
  const std::uint64_t* released() const { return released_.data(); }
  const BlockCounts& counts() const { return counts_; }

  /// What the kernel of the bank queues goes through; its results come back in it.
  VisitRun& timing(core::Edge start);
  /// The multiplications.
  const std::vector<TileProduct>& tiles() const { return tiles_; }
  const std::vector<VectorProduct>& vectors() const { return vectors_; }

 private:
  void hold(WeightBlock& block, const ActivationVector& held, std::uint32_t passes);

  const Params params_;
  const bool skips_activations_;
  std::vector<Visit> visits_;
  std::vector<const std::uint8_t*> rows_;  // the first rows_used_
  std::vector<std::uint8_t> lanes_;        // rows of each pass; the first lanes_used_
  std::size_t rows_used_ = 0;
  std::size_t lanes_used_ = 0;
  std::vector<std::uint64_t> visible_;
  std::vector<std::uint64_t> released_;
  std::vector<TileProduct> tiles_;
  std::vector<VectorProduct> vectors_;
  BlockCounts counts_;
  VisitRun timing_;
};

}  // namespace gossamer::arch::scnn
