// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/output_collector.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/pe_array/pe_square.hpp"
#include "kernel/simulation.hpp"
#include "numerics/vsq/packing.hpp"

namespace gossamer::arch::pe_array {

using core::Activity;
using core::Cycles;
using core::Edge;
using numerics::vsq::Vectors;

OutputStore::OutputStore(const Mapping& mapping, std::uint32_t align)
    : mapping_{mapping}, held_(mapping.blocking.units.size() * mapping.blocking.blocks.size()) {
  const Blocking& blocking = mapping.blocking;
  for (std::size_t unit = 0; unit < blocking.units.size(); ++unit) {
    for (const PixelBlock& block : blocking.blocks) {
      addresses_.push_back(bytes_);
      bytes_ +=
          numerics::vsq::packed_bytes(block.pixels(), blocking.vector, mapping.formats.output);
      bytes_ = (bytes_ + align - 1) / align * align;
    }
  }
}

std::size_t OutputStore::number(std::uint32_t unit, std::uint32_t block) const {
  return std::size_t{unit} * mapping_.blocking.blocks.size() + block;
}

std::uint64_t OutputStore::address(std::uint32_t unit, std::uint32_t block) const {
  return addresses_[number(unit, block)];
}

Vectors OutputStore::read(const std::vector<std::uint8_t>* dram, std::uint64_t base) const {
  const Blocking& blocking = mapping_.blocking;
  const ConvShape& shape = blocking.shape;
  Vectors outputs{shape.batch, blocking.units.size(), shape.out_height * shape.out_width,
                  blocking.vector};
  std::vector<std::uint8_t> bytes;
  for (std::uint32_t u = 0; u < blocking.units.size(); ++u) {
    for (std::uint32_t b = 0; b < blocking.blocks.size(); ++b) {
      const PixelBlock& block = blocking.blocks[b];
      Vectors here{1, 1, block.pixels(), blocking.vector};
      bytes = held_[number(u, b)];
      if (dram != nullptr) {
        const auto first = dram->begin() + static_cast<std::ptrdiff_t>(base + address(u, b));
        bytes.assign(first, first + static_cast<std::ptrdiff_t>(numerics::vsq::packed_bytes(
                                        block.pixels(), blocking.vector, mapping_.formats.output)));
      }
      if (!bytes.empty()) {
        numerics::vsq::unpack(bytes, 0, here.positions, mapping_.formats.output, here);
      }
      for (std::uint32_t i = 0; i < block.pixels(); ++i) {
        const std::size_t row = block.first_row + i / block.cols;
        const std::size_t col = block.first_col + i % block.cols;
        const std::size_t to = outputs.index(block.image, u, row * shape.out_width + col);
        std::copy_n(here.vector(i), blocking.vector, outputs.vector(to));
        outputs.scales[to] = here.scales[i];
      }
    }
  }
  return outputs;
}

OutputCollector::OutputCollector(const sc_core::sc_module_name& name,
                                 kernel::Simulation& simulation, const Params& params,
                                 std::uint64_t blocks, OutputStore& store)
    : Module{name, simulation}, params_{params}, blocks_{blocks}, store_{store} {}

void OutputCollector::connect(kernel::Channel<OutputBlock>& from_ppu) {
  in_outputs_.emplace_back(*this).bind(from_ppu);
}

std::string OutputCollector::state() const {
  return fmt::format("{} of {} blocks collected, {} written to DRAM", collected_, blocks_,
                     written_);
}

Activity OutputCollector::step() {
  while (in_written.bound() && in_written.can_pop()) {
    in_written.pop();
    ++written_;
  }
  if (collected_ == blocks_ && (!in_written.bound() || written_ == blocks_)) {
    simulation().finish(now());
    return Activity::idle;
  }
  if (from_ == nullptr) {
    const bool room = !out_writer.bound() || out_writer.can_push();
    if (room) from_ = next_block();
    if (from_ == nullptr) {
      sleep();
      return room ? Activity::wait_input : Activity::wait_output;
    }
    begin(*from_);
  }
  kernel::Burst burst{*this};
  const Cycles edges = std::min(left_, burst.room());
  burst.add(Activity::busy, edges);
  left_ = left_ - edges;
  if (left_ == Cycles{0}) end(burst.at() - Cycles{1});
  return burst.end();
}

// Of the PEs that have one, the next in turn.
kernel::ChannelIn<OutputBlock>* OutputCollector::next_block() {
  for (std::size_t n = 0; n < in_outputs_.size(); ++n) {
    const std::size_t number = (turn_ + n) % in_outputs_.size();
    if (!in_outputs_[number].can_pop()) continue;
    turn_ = number + 1;
    return &in_outputs_[number];
  }
  return nullptr;
}

void OutputCollector::begin(kernel::ChannelIn<OutputBlock>& from) {
  const std::uint64_t bytes = from.front().bytes;
  const std::uint64_t width = params_.network.output_bytes_per_edge;
  const std::uint64_t words = (bytes + width - 1) / width;
  const std::uint64_t buffer_words =
      (bytes + params_.network.bytes_per_edge - 1) / params_.network.bytes_per_edge;
  left_ = Cycles{words};
  stats_.buffer_write += buffer_words;
  if (out_writer.bound()) stats_.buffer_read += buffer_words;
  stats_.hop +=
      words *
      square_side(params_.pe.count);  // half of the rows and half of the columns, on average
}

void OutputCollector::end(Edge at) {
  OutputBlock block = from_->pop_at(at);
  ++collected_;
  from_ = nullptr;
  if (out_writer.bound()) {
    out_writer.push_at(std::move(block), at);
  } else {
    store_.write(block);
  }
}

}  // namespace gossamer::arch::pe_array
