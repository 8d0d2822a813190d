// SPDX-License-Identifier: Apache-2.0
#include "memory/foreign_memory.hpp"

#include <numeric>
#include <vector>

#include "core/errors.hpp"
#include "kernel/simulation.hpp"
#include "memory/dram_port.hpp"
#include "memory/requester.hpp"
#include "support/catch.hpp"

using gossamer::memory::Dram;
using gossamer::memory::DramPort;
using gossamer::memory::MemoryRequest;
using gossamer::memory::MemoryResponse;
using gossamer::test::ForeignMemory;
using gossamer::test::reads;
using gossamer::test::Requester;
using Seen = std::vector<Requester::Seen>;
namespace core = gossamer::core;
namespace kernel = gossamer::kernel;

namespace {

std::vector<std::uint8_t> pattern(std::size_t bytes) {
  std::vector<std::uint8_t> data(bytes);
  for (std::size_t i = 0; i < bytes; ++i) data[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
  return data;
}

/// How the requester takes its responses.
struct Pace {
  std::uint64_t from = 0;
  std::uint64_t every = 1;
};

/// The port with a foreign memory behind it, at 1 GHz: an edge is a nanosecond.
struct Bench {
  Bench(const kernel::Settings& settings, ForeignMemory::Params foreign, std::uint32_t outstanding,
        std::vector<MemoryRequest> wanted, std::size_t response_slots = 64, Pace pace = {})
      : simulation{settings},
        requests{simulation, "requests", wanted.size()},
        responses{simulation, "responses", response_slots},
        memory{"memory", std::move(foreign), pattern(8192)},
        port{"port", simulation, with_outstanding(outstanding)},
        requester{"requester", simulation, std::move(wanted), pace.from, pace.every} {
    requester.out.bind(requests);
    port.connect(requests, responses);
    requester.in.bind(responses);
    port.socket.bind(memory.socket);
  }

  static Dram::Params with_outstanding(std::uint32_t outstanding) {
    Dram::Params params;
    params.outstanding = outstanding;
    return params;
  }

  kernel::Simulation simulation;
  kernel::Channel<MemoryRequest> requests;
  kernel::Channel<MemoryResponse> responses;
  ForeignMemory memory;
  DramPort port;
  Requester requester;
};

kernel::Settings either_mode() {
  kernel::Settings settings;
  settings.single_step = GENERATE(false, true);
  settings.module_order = GENERATE(0, 1, 2);
  return settings;
}

ForeignMemory::Params fixed(double latency_ns, double accept_ns = 0) {
  return {[=](std::uint32_t) { return latency_ns; }, accept_ns};
}

ForeignMemory::Params at_once(std::function<double(std::uint32_t)> latency_ns) {
  ForeignMemory::Params params{std::move(latency_ns)};
  params.accepts_at_once = true;
  return params;
}

}  // namespace

TEST_CASE("a memory that calls back gives the data, at its own time") {
  std::vector<std::uint8_t> data;
  Bench bench{either_mode(), fixed(30), 8, reads(1, data)};
  bench.simulation.run();
  // Sent at edge 0, issued at 1, answered at 31, seen one edge after.
  CHECK(bench.requester.seen() == Seen{{0, 32}});
  CHECK(data == pattern(64));
}

TEST_CASE("a call between two edges counts from the later one") {
  std::vector<std::uint8_t> data;
  const auto [latency, edge] =
      GENERATE(table<double, std::uint64_t>({{29.5, 32}, {30.0, 32}, {30.000001, 33}, {30.5, 33}}));
  Bench bench{either_mode(), fixed(latency), 8, reads(1, data)};
  bench.simulation.run();
  CHECK(bench.requester.seen() == Seen{{0, edge}});
}

TEST_CASE("a memory that calls back stores what is written") {
  std::vector<std::uint8_t> line(64, 0xEE);
  Bench bench{{}, fixed(30), 8, {{128, 64, true, line.data(), 0}}};
  bench.simulation.run();
  auto expected = pattern(8192);
  std::fill_n(expected.begin() + 128, 64, std::uint8_t{0xEE});
  CHECK(bench.memory.storage() == expected);
  CHECK(bench.port.bytes_written() == 64);
}

TEST_CASE("no second request begins before the memory has ended the first") {
  std::vector<std::uint8_t> data;
  Bench bench{either_mode(), fixed(30, 4), 8, reads(3, data)};
  bench.simulation.run();
  CHECK(bench.memory.violations() == 0);
  // Ended at edge 5, which is heard at 6; and so on.
  CHECK(bench.requester.seen() == Seen{{0, 32}, {1, 37}, {2, 42}});
  CHECK(data == pattern(3 * 64));
}

TEST_CASE("a memory that ends requests in its answer gets as many in an edge as may be under way") {
  std::vector<std::uint8_t> data;
  Bench bench{either_mode(), at_once([](std::uint32_t) { return 30.0; }), 4, reads(4, data)};
  bench.simulation.run();
  CHECK(bench.requester.seen() == Seen{{0, 32}, {1, 32}, {2, 32}, {3, 32}});
}

TEST_CASE("a memory that ends a request with a delay gets the next one after it") {
  std::vector<std::uint8_t> data;
  auto params = at_once([](std::uint32_t) { return 30.0; });
  params.accept_ns = 6;
  Bench bench{either_mode(), params, 4, reads(3, data)};
  bench.simulation.run();
  CHECK(bench.requester.seen() == Seen{{0, 32}, {1, 38}, {2, 44}});
}

TEST_CASE("no more requests are under way than allowed, and a response frees its slot") {
  std::vector<std::uint8_t> data;
  const std::uint32_t outstanding = GENERATE(1, 3);
  Bench bench{either_mode(), at_once([](std::uint32_t) { return 30.0; }), outstanding,
              reads(9, data)};
  bench.simulation.run();
  CHECK(bench.memory.most_at_once() == outstanding);
  // Answered at an edge, heard at the next, when the next ones go.
  for (std::uint32_t n = 0; n < 9; ++n) {
    CHECK(bench.requester.seen().at(n) == Requester::Seen{n, 32 + n / outstanding * 31});
  }
  CHECK(data == pattern(std::size_t{9} * 64));
}

TEST_CASE("a payload is not used again while the memory holds on to it") {
  std::vector<std::uint8_t> data;
  auto params = at_once([](std::uint32_t) { return 5.0; });
  params.keeps_ns = 40;
  Bench bench{{}, params, 2, reads(20, data)};
  bench.simulation.run();
  CHECK(bench.memory.violations() == 0);
  CHECK(data == pattern(std::size_t{20} * 64));
}

TEST_CASE("a response that answers the request is taken at its time and ended by a call") {
  std::vector<std::uint8_t> data;
  auto params = at_once([](std::uint32_t n) { return 30.0 + n; });
  params.answers_at_once = true;
  Bench bench{either_mode(), params, 2, reads(3, data)};
  bench.simulation.run();
  CHECK(bench.requester.seen() == Seen{{0, 32}, {1, 33}, {2, 64}});
  CHECK(bench.memory.ended_responses() == 3);
  CHECK(data == pattern(std::size_t{3} * 64));
}

TEST_CASE("responses that overtake each other arrive in the order of the memory") {
  std::vector<std::uint8_t> data;
  Bench bench{either_mode(), at_once([](std::uint32_t n) { return 100.0 - 10.0 * n; }), 8,
              reads(5, data)};
  bench.simulation.run();
  CHECK(bench.requester.seen() == Seen{{4, 62}, {3, 72}, {2, 82}, {1, 92}, {0, 102}});
  CHECK(data == pattern(std::size_t{5} * 64));
}

TEST_CASE("responses never outnumber the slots for them, however slowly they are taken") {
  std::vector<std::uint8_t> data;
  Bench bench{either_mode(), at_once([](std::uint32_t) { return 5.0; }), 4, reads(20, data), 4,
              Pace{200, 16}};
  bench.simulation.run();
  CHECK(bench.requester.seen().size() == 20);
  CHECK(data == pattern(std::size_t{20} * 64));
}

TEST_CASE("an error that the memory reports ends the run with its name and address") {
  std::vector<std::uint8_t> data;
  auto params = fixed(30);
  params.status = tlm::TLM_ADDRESS_ERROR_RESPONSE;
  auto requests = reads(1, data);
  requests[0].address = 4096;
  Bench bench{{}, params, 8, requests};
  try {
    bench.simulation.run();
    FAIL("nothing was thrown");
  } catch (const core::SimulationStuck& stuck) {
    CHECK(std::string{stuck.what()} == "DRAM: TLM_ADDRESS_ERROR_RESPONSE at address 4096");
  }
}

TEST_CASE("the same machine gets the same data from either memory") {
  std::vector<std::uint8_t> foreign_data;
  Bench foreign{{}, fixed(77, 3), 8, reads(100, foreign_data)};
  foreign.simulation.run();
  CHECK(foreign_data == pattern(std::size_t{100} * 64));
  CHECK(foreign.port.bytes_read() == 6400);
  CHECK(foreign.port.activity().total() == foreign.simulation.cycles());
}
