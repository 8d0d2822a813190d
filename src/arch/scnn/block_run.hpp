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
  explicit BlockRun(const Params& params);

  /// A new run over these inputs. What is left to be filled in are the blocks and the edges; the
  /// results come back in it.
  RunState& begin(const ActivationStore& activations, const Sums& sums);
  /// What was multiplied, afterwards.
  BlockCounts counts() const;

 private:
  const Params params_;
  RunState state_;
};

}  // namespace gossamer::arch::scnn
