// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/memory_system.hpp"

#include <algorithm>

#include "core/work_share.hpp"

namespace gossamer::arch::planar {

MemorySystem::MemorySystem(kernel::Simulation& simulation, const Params& params,
                           const std::vector<std::uint8_t>& weights, const InputUnits* units,
                           std::uint32_t unwritten_steps)
    : simulation_{simulation},
      params_{params},
      units_{units},
      outputs_(params.pes, OutputStore{params.path.format}),
      drained_steps_{simulation, "drained steps", std::size_t{unwritten_steps} + 2},
      written_steps_{simulation, "written steps", std::size_t{unwritten_steps} + 2},
      dram_{simulation, params.dram} {
  load_dram(weights);
}

void MemorySystem::load_dram(const std::vector<std::uint8_t>& weights) {
  const core::WorkScope scope{core::Work::compression};
  auto& storage = dram_.storage();
  storage = weights;
  inputs_at_ = dram_.next_burst(storage.size());
  if (units_ != nullptr) {
    const auto packed = units_->packed();
    storage.resize(inputs_at_);
    storage.insert(storage.end(), packed.begin(), packed.end());
  }
  outputs_at_ = dram_.next_burst(storage.size());
}

void MemorySystem::load_inputs(InputSink& memories,
                               kernel::BroadcastChannel<InputUnit>& out_units) {
  input_loader_ = std::make_unique<InputLoader>("input_loader", simulation_, params_.path, *units_,
                                                inputs_at_, memories, out_units);
  connect("input", *input_loader_);
}

void MemorySystem::write_outputs(Sequencer& sequencer) {
  output_writer_ = std::make_unique<OutputWriter>("output_writer", simulation_, params_.path,
                                                  outputs_at_, outputs_);
  connect("output", *output_writer_);
  sequencer.out_drained.bind(drained_steps_);
  output_writer_->in_drained.bind(drained_steps_);
  output_writer_->out_written.bind(written_steps_);
  sequencer.in_written.bind(written_steps_);
}

std::uint64_t MemorySystem::most_stored_outputs() const {
  std::uint64_t most = 0;
  for (const OutputStore& store : outputs_) most = std::max(most, store.stored());
  return most;
}

std::vector<std::int16_t> MemorySystem::read_outputs(const workload::Conv2d& conv,
                                                     std::uint32_t steps) {
  if (output_writer_) {
    return outputs_in_dram(dram_.storage(), outputs_at_, params_.path.format, outputs_, steps,
                           conv);
  }
  std::vector<std::int16_t> image(std::size_t{conv.filters} * conv.out_height() * conv.out_width());
  for (const OutputStore& store : outputs_) {
    for (const OutputStore::Block& block : store.blocks()) {
      place_block(block, store.elements(block), conv, image);
    }
  }
  return image;
}

std::vector<const core::StatGroup*> MemorySystem::stats() const {
  std::vector<const core::StatGroup*> groups{&dram_.port().stats()};
  if (input_loader_) {
    groups.push_back(&input_loader_->stats().iaram);
    groups.push_back(&input_loader_->stats().buffer);
    groups.push_back(&input_loader_->stats().broadcast);
    if (params_.path.format.skips_zeros_in_dram) groups.push_back(&input_loader_->stats().coder);
  }
  if (output_writer_) {
    groups.push_back(&output_writer_->stats().oaram);
    groups.push_back(&output_writer_->stats().broadcast);
    if (params_.path.format.skips_zeros_in_dram) groups.push_back(&output_writer_->stats().coder);
  }
  return groups;
}

}  // namespace gossamer::arch::planar
