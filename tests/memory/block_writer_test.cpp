// SPDX-License-Identifier: Apache-2.0
#include "memory/block_writer.hpp"

#include <numeric>

#include "kernel/simulation.hpp"
#include "memory/dram_system.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::memory;

namespace {

/// Hands over blocks as fast as the writer takes them; ends the run with the last acknowledgement.
class Producer : public kernel::Module {
 public:
  kernel::ChannelOut<WriteBlock> out{*this};
  kernel::ChannelIn<std::uint32_t> in_written{*this};

  Producer(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
           std::vector<WriteBlock> blocks)
      : Module{name, simulation}, blocks_{std::move(blocks)} {}

  std::string state() const override { return "producing"; }
  std::size_t most_open = 0;

 private:
  core::Activity step() override {
    while (in_written.can_pop()) {
      CHECK(in_written.pop() == written_);
      ++written_;
    }
    const bool hands_over = given_ < blocks_.size() && out.can_push();
    if (hands_over) out.push(blocks_[given_++]);
    most_open = std::max(most_open, given_ - written_);
    if (written_ == blocks_.size()) simulation().finish(now());
    if (hands_over) return core::Activity::busy;
    sleep();
    return core::Activity::wait_output;
  }

  std::vector<WriteBlock> blocks_;
  std::size_t given_ = 0;
  std::size_t written_ = 0;
};

struct Result {
  std::vector<std::uint8_t> bytes;
  std::uint64_t cycles = 0;
  std::size_t most_open = 0;
};

Result write(const std::vector<WriteBlock>& blocks, std::size_t most_blocks) {
  kernel::Simulation simulation{{}};
  Dram::Params params;
  params.burst_bytes = 32;
  DramSystem dram{simulation, params};
  dram.storage().resize(64);
  Producer producer{"producer", simulation, blocks};
  BlockWriter writer{"writer", simulation, 64, params.burst_bytes, most_blocks};
  kernel::Channel<WriteBlock> to_writer{simulation, "blocks", 1};
  kernel::Channel<std::uint32_t> written{simulation, "written", blocks.size()};
  dram.connect("writer", writer);
  producer.out.bind(to_writer);
  writer.in_blocks.bind(to_writer);
  writer.out_written.bind(written);
  producer.in_written.bind(written);
  simulation.run();
  return {dram.storage(), simulation.cycles().count(), producer.most_open};
}

std::vector<WriteBlock> some_blocks() {
  std::vector<WriteBlock> blocks;
  std::uint64_t address = 0;
  for (const std::size_t bytes : {100, 1, 32, 33, 64, 7, 90, 12}) {
    WriteBlock block{address, std::vector<std::uint8_t>(bytes)};
    std::iota(block.bytes.begin(), block.bytes.end(), static_cast<std::uint8_t>(address));
    blocks.push_back(block);
    address += (bytes + 31) / 32 * 32;
  }
  return blocks;
}

}  // namespace

TEST_CASE("every block is written to its address behind the base, and acknowledged in order") {
  const auto blocks = some_blocks();
  const Result result = write(blocks, 4);
  for (const WriteBlock& block : blocks) {
    for (std::size_t i = 0; i < block.bytes.size(); ++i) {
      CHECK(result.bytes[64 + block.address + i] == block.bytes[i]);
    }
  }
}

TEST_CASE("a writer holds so many blocks at once, and is faster the more it holds") {
  const Result one = write(some_blocks(), 1);
  const Result all = write(some_blocks(), 8);
  CHECK(one.most_open == 2);  // one in the writer, one on its way
  CHECK(all.most_open > 4);
  CHECK(all.cycles < one.cycles);
}
