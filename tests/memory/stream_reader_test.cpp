// SPDX-License-Identifier: Apache-2.0
#include "memory/stream_reader.hpp"

#include <numeric>
#include <string>

#include "kernel/simulation.hpp"
#include "memory/dram_port.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using memory::Dram;
using memory::StreamReader;

namespace {

struct Segment {
  std::uint64_t address;
  std::uint64_t bytes;
};

/// Takes its segments out of DRAM in pieces of up to `piece` bytes and ends the run with the last.
class Consumer : public kernel::Module {
 public:
  kernel::ChannelOut<memory::MemoryRequest> out{*this};
  kernel::ChannelIn<memory::MemoryResponse> in{*this};

  Consumer(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
           std::uint64_t buffer_bytes, std::vector<Segment> segments, std::uint64_t piece)
      : Module{name, simulation},
        stream{buffer_bytes, 64},
        segments_{std::move(segments)},
        piece_{piece} {
    for (const Segment& segment : segments_) {
      positions.push_back(stream.add_segment(segment.address, segment.bytes));
    }
  }

  std::string state() const override { return "consuming"; }

  StreamReader stream;
  std::uint64_t limit = StreamReader::no_limit;
  std::vector<std::uint64_t> positions;
  std::vector<std::uint8_t> taken;

 private:
  core::Activity step() override {
    stream.take(in, now());
    std::vector<std::uint8_t> bytes;
    while (segment_ < segments_.size()) {
      const std::uint64_t wanted = std::min(piece_, segments_[segment_].bytes - offset_);
      if (!stream.has(wanted)) break;
      if (wanted > 0) stream.consume(wanted, bytes);
      if (wanted > 0) taken.insert(taken.end(), bytes.begin(), bytes.end());
      offset_ += wanted;
      if (offset_ < segments_[segment_].bytes) continue;
      stream.end_segment();
      ++segment_;
      offset_ = 0;
    }
    stream.request(out, now(), limit);
    if (segment_ == segments_.size() || now() == core::Edge{3000}) simulation().finish(now());
    sleep_until(core::Edge{3000});
    return core::Activity::wait_input;
  }

  std::vector<Segment> segments_;
  std::uint64_t piece_;
  std::size_t segment_ = 0;
  std::uint64_t offset_ = 0;
};

struct Bench {
  Bench(std::uint64_t buffer_bytes, std::vector<Segment> segments, std::uint64_t piece)
      : port{"port", simulation, {}},
        consumer{"consumer", simulation, buffer_bytes, std::move(segments), piece} {
    dram.storage().resize(4096);
    std::iota(dram.storage().begin(), dram.storage().end(), std::uint8_t{0});
    consumer.out.bind(requests);
    consumer.in.bind(responses);
    port.connect(requests, responses);
    port.socket.bind(dram.socket);
  }

  kernel::Simulation simulation{{}};
  kernel::Channel<memory::MemoryRequest> requests{simulation, "requests", 3};
  kernel::Channel<memory::MemoryResponse> responses{simulation, "responses", 64};
  Dram dram{"dram", {}};
  memory::DramPort port;
  Consumer consumer;
};

}  // namespace

TEST_CASE("segments come whole and in order through a buffer that is shorter than they are") {
  // Room for a piece and, as it may begin inside a burst, one burst more.
  const std::uint64_t buffer = GENERATE(128U, 200U, 1024U);
  const std::uint64_t piece = GENERATE(1U, 7U, 60U);
  const std::vector<Segment> segments{{10, 100}, {0, 1}, {640, 0}, {700, 64}, {129, 333}};
  Bench bench{buffer, segments, piece};
  bench.simulation.run();
  std::vector<std::uint8_t> expected;
  for (const Segment& segment : segments) {
    for (std::uint64_t n = 0; n < segment.bytes; ++n) {
      expected.push_back(static_cast<std::uint8_t>(segment.address + n));
    }
  }
  CAPTURE(buffer, piece);
  CHECK(bench.consumer.taken == expected);
  CHECK(bench.port.bytes_read() == expected.size());
}

TEST_CASE("segments begin at whole bursts, and empty ones take no place") {
  Bench bench{1024, {{0, 100}, {0, 0}, {0, 64}, {0, 5}}, 64};
  CHECK(bench.consumer.positions == std::vector<std::uint64_t>{0, 128, 128, 192});
}

TEST_CASE("no burst at or beyond the limit is asked for") {
  const std::uint64_t limit = GENERATE(0U, 1U, 64U, 65U, 129U);
  Bench bench{1024, {{0, 100}, {512, 200}}, 10};
  bench.consumer.limit = limit;
  bench.simulation.run();
  const std::uint64_t expected = limit == 0 ? 0 : limit <= 64 ? 64 : limit <= 128 ? 100 : 164;
  CHECK(bench.port.bytes_read() == expected);
}
