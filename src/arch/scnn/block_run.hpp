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
  std::uint64_t passes = 0;    ///< activation vectors, once per block they met
  std::uint64_t vectors = 0;   ///< weight vectors written to the FIFO
  std::uint64_t issues = 0;    ///< pairs of vectors
  std::uint64_t pairs = 0;     ///< pairs of values, placeholders and zeros included
  std::uint64_t products = 0;  ///< of two non-zeros
  std::uint64_t zeros = 0;     ///< of a non-zero and a zero that is not skipped
  std::uint64_t useful = 0;    ///< products inside the plane
  std::uint64_t sent = 0;      ///< products, of zeros that are not skipped too, sent to a bank

  void add_pairs(const Params& params, std::uint64_t a_elements, std::uint64_t a_nonzeros,
                 std::uint64_t w_elements, std::uint64_t w_nonzeros);
  void book(const Params& params, PeStats& stats, SlotCounts& slots) const;
};

/// Blocks that lie whole in the weight FIFO, one after the other, as one burst goes through them.
class BlockRun {
 public:
  explicit BlockRun(const Params& params)
      : params_{params}, skips_activations_{params.skips_activations()} {}

  /// A new run, of up to `entries` entries.
  void begin(std::size_t entries);
  bool empty() const { return visits_used_ == 0; }
  /// The next block. Its vectors are the next entries of the FIFO.
  void add(WeightBlock& block, const ActivationStore& activations);

  std::size_t entries() const { return counts_.vectors; }
  const BlockCounts& counts() const { return counts_; }

  /// What the kernel of the bank queues goes through, but for the entries; its results come back in
  /// it.
  VisitRun& timing(core::Edge start);
  /// The multiplications.
  const TileProduct* tiles() const { return tiles_.data(); }
  std::size_t tiles_used() const { return tiles_used_; }
  const VectorProduct* vectors() const { return vectors_.data(); }
  std::size_t vectors_used() const { return vectors_used_; }

 private:
  void hold(WeightBlock& block, const ActivationVector& held, std::uint32_t passes);

  const Params params_;
  const bool skips_activations_;
  // Memory that is kept from run to run, and how much of it this run uses: this is the innermost
  // loop.
  std::vector<Visit> visits_;
  std::vector<const std::uint8_t*> rows_;
  std::vector<std::uint8_t> lanes_;  // rows of each pass
  std::vector<TileProduct> tiles_;
  std::vector<VectorProduct> vectors_;
  std::size_t visits_used_ = 0;
  std::size_t rows_used_ = 0;
  std::size_t lanes_used_ = 0;
  std::size_t tiles_used_ = 0;
  std::size_t vectors_used_ = 0;
  BlockCounts counts_;
  VisitRun timing_;
};

}  // namespace gossamer::arch::scnn
