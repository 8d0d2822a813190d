// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/output_collector.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/pe_array/pe_square.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::arch::pe_array {

using core::Activity;
using core::Cycles;
using core::Edge;
using numerics::vsq::Vectors;

OutputStore::OutputStore(const Mapping& mapping, std::uint32_t align)
    : mapping_{mapping}, held_(mapping.blocking.units.size() * mapping.blocking.blocks.size()) {
  const Blocking& blocking = mapping.blocking;
  for (const Unit& unit : blocking.units) {
    for (const PixelBlock& block : blocking.blocks) {
      addresses_.push_back(bytes_);
      bytes_ += stored_outputs(blocking, unit, block).bytes(mapping.formats.output);
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

// Of a block: [1][vector of the unit][pixel].
Vectors OutputStore::unpacked(std::uint32_t u, std::uint32_t b,
                              const std::vector<std::uint8_t>* dram, std::uint64_t base) const {
  const Blocking& blocking = mapping_.blocking;
  const Unit& unit = blocking.units[u];
  const PixelBlock& block = blocking.blocks[b];
  Vectors here{1, vectors_of(blocking, unit), block.pixels(), blocking.vector};
  const VectorBlock stored = stored_outputs(blocking, unit, block);
  std::vector<std::uint8_t> bytes = held_[number(u, b)];
  if (dram != nullptr) {
    const auto first = dram->begin() + static_cast<std::ptrdiff_t>(base + address(u, b));
    bytes.assign(first, first + static_cast<std::ptrdiff_t>(stored.bytes(mapping_.formats.output)));
  }
  if (!bytes.empty()) stored.unpack(bytes, mapping_.formats.output, here);
  return here;
}

Vectors OutputStore::read(const std::vector<std::uint8_t>* dram, std::uint64_t base) const {
  const Blocking& blocking = mapping_.blocking;
  const ConvShape& shape = blocking.shape;
  const std::size_t length = blocking.vector;
  Vectors outputs{shape.batch, (shape.filters + length - 1) / length,
                  shape.out_height * shape.out_width, length};
  for (std::uint32_t u = 0; u < blocking.units.size(); ++u) {
    const std::size_t first = blocking.units[u].first_filter / length;
    for (std::uint32_t b = 0; b < blocking.blocks.size(); ++b) {
      const PixelBlock& block = blocking.blocks[b];
      const Vectors here = unpacked(u, b, dram, base);
      for (std::size_t from = 0; from < here.scales.size(); ++from) {
        const std::size_t i = from % here.positions;
        const std::size_t row = block.first_row + i / block.cols;
        const std::size_t col = block.first_col + i % block.cols;
        const std::size_t to =
            outputs.index(block.image, first + from / here.positions, row * shape.out_width + col);
        std::copy_n(here.vector(from), length, outputs.vector(to));
        outputs.scales[to] = here.scales[from];
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
  note_written();
  if (collected_ == blocks_ && (!in_written.bound() || written_ == blocks_)) {
    simulation().finish(now());
    return Activity::idle;
  }
  if (from_ == nullptr) {
    from_ = next_block();
    if (from_ == nullptr || !fits_staging(from_->front())) {
      const bool has_block = from_ != nullptr;
      from_ = nullptr;
      sleep();
      return has_block ? Activity::wait_output : Activity::wait_input;
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

// The writer acknowledges blocks in the order in which it got them.
void OutputCollector::note_written() {
  while (in_written.bound() && in_written.can_pop()) {
    in_written.pop();
    ++written_;
    staged_bytes_ -= staged_.front();
    staged_.pop_front();
  }
}

bool OutputCollector::fits_staging(const OutputBlock& block) const {
  return !out_writer.bound() || staged_.empty() ||
         staged_bytes_ + block.bytes.size() <= staging_room(params_);
}

// Of the PEs that have one, the next in turn; it keeps its turn until its block is taken.
kernel::ChannelIn<OutputBlock>* OutputCollector::next_block() {
  for (std::size_t n = 0; n < in_outputs_.size(); ++n) {
    const std::size_t number = (turn_ + n) % in_outputs_.size();
    if (!in_outputs_[number].can_pop()) continue;
    turn_ = number;
    return &in_outputs_[number];
  }
  return nullptr;
}

void OutputCollector::begin(kernel::ChannelIn<OutputBlock>& from) {
  const std::uint64_t bytes = from.front().bytes.size();
  const std::uint64_t width = params_.output_network_bytes();
  const std::uint64_t words = (bytes + width - 1) / width;
  const std::uint64_t buffer_words =
      (bytes + params_.network_bytes() - 1) / params_.network_bytes();
  turn_ = (turn_ + 1) % in_outputs_.size();
  left_ = Cycles{words};
  stats_.buffer_write += buffer_words;
  if (out_writer.bound()) {
    stats_.buffer_read += buffer_words;
    staged_.push_back(bytes);
    staged_bytes_ += bytes;
  }
  stats_.hop +=
      words *
      square_side(params_.pe.count);  // half of the rows and half of the columns, on average
}

void OutputCollector::end(Edge at) {
  OutputBlock block = from_->pop_at(at);
  ++collected_;
  from_ = nullptr;
  if (out_writer.bound()) {
    out_writer.push_at({store_.address(block.unit, block.block), std::move(block.bytes)}, at);
  } else {
    store_.write(std::move(block));
  }
}

}  // namespace gossamer::arch::pe_array
