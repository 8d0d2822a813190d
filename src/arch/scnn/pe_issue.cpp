// SPDX-License-Identifier: Apache-2.0
// How a PE issues the vectors of a weight block: one per edge, each as soon as all products of the
// one before have entered the bank queues.
#include <algorithm>

#include "arch/scnn/pe.hpp"
#include "core/work_share.hpp"

namespace gossamer::arch::scnn {

using core::Activity;
using core::Cycles;
using core::Edge;

Cycles Pe::activation_read_edges() const {
  const std::uint32_t port = params_.pe.iaram_read_values;
  return Cycles{(params_.pe.i + port - 1) / port};
}

// A vector that is on its way counts as seen if it will be there by the time those before it have
// been issued.
void Pe::see_vectors(Edge at) {
  const auto& weights = wiring_.weights;
  const std::uint32_t vectors = pass_.block().vectors();
  const std::size_t last = entry_of(vectors - 1);
  if (last < weights.pushed() && weights.visible_from(last) <= at) {
    seen_ = vectors;
    return;
  }
  while (seen_ < vectors && entry_of(seen_) < weights.pushed() &&
         weights.visible_from(entry_of(seen_)) <= at + Cycles{seen_ - vector_}) {
    ++seen_;
  }
}

void Pe::issue(kernel::Burst& burst) {
  const bool begins = vector_ == pass_.first_vector();
  if (begins && burst.at() < activation_ready_) {
    wait(burst, activation_ready_, Slot::activation_starvation);
    return;
  }
  see_vectors(burst.at());
  if (vector_ == seen_) {
    wait_for_entry(burst, entry_of(vector_));
    return;
  }
  const std::uint32_t vectors = pass_.block().vectors();
  if (begins) {  // its successor is read while it is held
    activation_ready_ = burst.at() + activation_read_edges();
  }
  if (burst.room() == Cycles{1}) {
    issue_one(burst);
  } else {
    issue_run(burst);
  }
  if (vector_ < vectors) return;
  vector_ = pass_.first_vector();
  if (!pass_.next_activation()) finish_block();
}

void Pe::issue_one(kernel::Burst& burst) {
  queues_.arrive(pass_.rows(), vector_);
  at_crossbar_ = queues_.edge();
  if (work_.values) multipliers_.multiply_vectors(pass_, vector_);
  if (pass_.last_activation())
    wiring_.weights.release(weights_reader_, entry_of(vector_), burst.at());
  ++vector_;
  burst.add(Activity::busy, Cycles{1});
  computed_ += Cycles{1};
}

void Pe::issue_run(kernel::Burst& burst) {
  const bool last_pass = pass_.last_activation();
  const std::uint32_t issues = seen_ - vector_;
  if (last_pass) issued_at_.resize(std::max<std::size_t>(issued_at_.size(), issues));
  const Edge begin = burst.at();
  const Cycles edges =
      queues_.pass(pass_.rows(), vector_, seen_, last_pass ? issued_at_.data() : nullptr);
  spend_slots(Slot::bank_queue_stall, edges - Cycles{issues});
  burst.add(Activity::busy, Cycles{issues});
  burst.add(Activity::wait_output, edges - Cycles{issues});
  computed_ += edges;
  if (last_pass) {
    for (std::uint32_t n = 0; n < issues; ++n) {
      wiring_.weights.release(weights_reader_, entry_of(vector_ + n),
                              begin + Cycles{issued_at_[n]});
    }
  }
  vector_ = seen_;
}

// Blocks that are whole in the FIFO, or will be, and whose inputs are there: all of them in one go.
// False if there is none, or if they have to be looked at edge by edge.
bool Pe::run_blocks(kernel::Burst& burst) {
  if (!goes_in_runs_ || burst.room() == Cycles{1} || !weights_seen_ ||
      multipliers_.loses_product()) {
    return false;
  }
  const auto entries = wiring_.weights.run_from(entry_);
  if (entries.count == 0 || entries.values[0].vector != 0) return false;
  RunState& run = run_.begin(*activations_, work_.values ? multipliers_.sums() : Sums{});
  run.blocks = wiring_.weights.blocks();
  run.block_mask = wiring_.weights.block_mask();
  run.first_block = entries.values[0].number;
  run.room = entries.count;
  run.visible = entries.visible_from;
  run.free_from = entries.free_from;
  run.slice_end = slices_there(burst.at());
  run.at = burst.at().number();
  {
    const core::WorkScope scope{core::Work::queues};
    queues_.run(run);
  }
  if (run.vectors == 0) return false;
  const Cycles stalls{run.stalls};
  const Cycles waits{run.waits};
  const Cycles issues{run.counts.issues};
  spend_slots(Slot::bank_queue_stall, stalls);
  spend_slots(Slot::weight_starvation, waits);
  burst.add(Activity::wait_input, waits);
  burst.add(Activity::wait_output, stalls);
  burst.add(Activity::busy, issues);
  computed_ += issues + stalls;
  wiring_.weights.released_run(weights_reader_, entry_, run.vectors);
  entry_ += run.vectors;
  run_.counts().book(params_, stats_, slots_);
  return true;
}

// Slices of this step before the first whose inputs are not there. None in a step that gives up
// inputs, since a run does not say when it is done with which.
std::uint32_t Pe::slices_there(Edge at) {
  if (!inputs_.loads()) return ~0U;
  if (inputs_.gives_up(step_)) return 0;
  return inputs_.slices_there(step_, work_.image.group(step_).first_slice, at);
}

// Every activation vector of the slice has met every weight vector of the block.
void Pe::finish_block() {
  pass_.counts().book(params_, stats_, slots_);
  // Under --single-step every issue has added its own products.
  const bool in_bursts = burst_limit() > Cycles{0};
  if (work_.values && in_bursts) multipliers_.multiply_block(pass_);
  entry_ = entry_of(pass_.block().vectors());
  in_block_ = false;
}

}  // namespace gossamer::arch::scnn
