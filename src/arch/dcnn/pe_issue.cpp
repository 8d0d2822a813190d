// SPDX-License-Identifier: Apache-2.0
// How a PE goes through the chunks of a step, one pair of vectors per edge.
#include <algorithm>

#include "arch/dcnn/pe.hpp"

namespace gossamer::arch::dcnn {

using core::Activity;
using core::Cycles;
using core::Edge;

bool Pe::open_chunk(kernel::Burst& burst) {
  if (!see_entry(burst, entry_)) return false;
  weights_seen_ = true;
  if (!have_inputs(burst, image_.plan.layer.last_channel(chunk_))) return false;
  open_ = true;
  return true;
}

// Nothing to multiply: vectors leave the FIFO as they become visible.
void Pe::pass_by(kernel::Burst& burst) {
  while (edge_ < filters_) {
    if (!see_entry(burst, entry_ + edge_)) return;
    ++stats_.fifo_write;
    wiring_.weights.release(weights_reader_, entry_ + edge_++, burst.at());
  }
  close_chunk(burst.at());
}

// Each vector as soon as it is there; later positions find them all.
void Pe::first_position(kernel::Burst& burst) {
  const std::size_t entry = entry_ + edge_;
  if (!see_entry(burst, entry)) return;
  const auto most = std::min<std::uint64_t>(
      {filters_ - edge_, burst.room().count(), wiring_.weights.pushed() - entry});
  std::uint64_t edges = 1;
  while (edges < most &&
         wiring_.weights.visible_from(entry + edges) <= burst.at() + Cycles{edges}) {
    ++edges;
  }
  stats_.fifo_write += edges;
  issue(burst, edges);
}

void Pe::further_positions(kernel::Burst& burst) {
  issue(burst, std::min(edges_of_chunk() - edge_, burst.room().count()));
}

void Pe::issue(kernel::Burst& burst, std::uint64_t edges) {
  const bool edge_by_edge = burst_limit() == Cycles{0} || dot_product_.loses_products();
  for (std::uint64_t e = edge_; edge_by_edge && e < edge_ + edges; ++e) {
    dot_product_.multiply(chunk_, static_cast<std::uint32_t>(e / filters_),
                          static_cast<std::uint32_t>(e % filters_));
  }
  stats_.fifo_read += edges;
  stats_.held_read += edges;
  stats_.reduce += edges;
  stats_.accumulate += edges;
  release_weights(edge_, edges, burst.at());
  edge_ += edges;
  burst.add(Activity::busy, Cycles{edges});
  if (edge_ == edges_of_chunk()) close_chunk(burst.at());
}

// Those that the last position has used, each after its edge.
void Pe::release_weights(std::uint64_t first_edge, std::uint64_t edges, Edge at) {
  const std::uint64_t last_position = edges_of_chunk() - filters_;
  std::uint64_t edge = std::max(first_edge, last_position);
  const std::uint64_t end = first_edge + edges;
  while (edge < end) {
    const std::size_t entry = entry_ + (edge - last_position);
    const auto run = wiring_.weights.run_from(entry);
    const std::size_t count = std::min<std::size_t>(run.count, end - edge);
    const std::uint64_t free_from = at.number() + (edge - first_edge) + 1;
    for (std::size_t n = 0; n < count; ++n) {
      run.free_from[n] = std::max(run.free_from[n], free_from + n);
    }
    wiring_.weights.released_run(weights_reader_, entry, count);
    edge += count;
  }
}

void Pe::close_chunk(Edge at) {
  const DenseLayer& layer = image_.plan.layer;
  open_ = false;
  edge_ = 0;
  entry_ += filters_;
  ++chunk_;
  const bool last = chunk_ == layer.chunks();
  release_inputs(last ? layer.channels_of_group() : layer.first_channel(chunk_), at);
  if (last) end_step();
}

void Pe::end_step() {
  if (positions_ > 0) {
    if (burst_limit() > Cycles{0} && !dot_product_.loses_products()) dot_product_.multiply_step();
    book_products();
    book_reads();
    const Cycles computed{edges_of_chunk() * image_.plan.layer.chunks()};
    work_.busiest[step_] = std::max(work_.busiest[step_], computed);
  }
  flush_left_ = Cycles{params_.pe.pipeline_edges};
  state_ = State::flushing;
}

// What other PEs have is read in their memories, and booked here.
void Pe::book_reads() {
  const InputReads& reads = dot_product_.reads();
  stats_.iaram_read += reads.memories;
  stats_.transfer += reads.transfers;
  stats_.held_write += reads.vectors;
}

// Without gating, lanes without an input or a weight multiply what stands for it: zero.
void Pe::book_products() {
  const ProductCounts& counts = dot_product_.counts();
  slots_.add(Slot::useful, counts.useful);
  slots_.add(Slot::zero_operand, counts.zero_operand);
  slots_.add(Slot::padding, counts.padding);
  slots_.add(Slot::partial_chunk, counts.none);
  stats_.multiply += counts.useful;
  if (params_.zero_gating) {
    stats_.multiply_zero += counts.zero_operand;
  } else {
    stats_.multiply += counts.zero_operand + counts.padding + counts.none;
  }
}

}  // namespace gossamer::arch::dcnn
