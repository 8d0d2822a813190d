// SPDX-License-Identifier: Apache-2.0
#include "memory/dram_port.hpp"

#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "kernel/simulation.hpp"
#include "memory/requester.hpp"
#include "support/catch.hpp"

using gossamer::memory::Dram;
using gossamer::memory::DramPort;
using gossamer::memory::MemoryRequest;
using gossamer::memory::MemoryResponse;
using gossamer::test::reads;
using gossamer::test::Requester;
namespace core = gossamer::core;
namespace kernel = gossamer::kernel;

namespace {

/// A requester, the port and the default DRAM, at 1 GHz: an edge is a nanosecond.
struct Bench {
  Bench(const kernel::Settings& settings, const Dram::Params& params,
        std::vector<MemoryRequest> wanted, std::size_t response_slots, std::uint64_t takes_from = 0)
      : simulation{settings},
        requests{simulation, "requests", wanted.size()},
        responses{simulation, "responses", response_slots},
        dram{"dram", params},
        port{"port", simulation, params},
        requester{"requester", simulation, std::move(wanted), takes_from} {
    requester.out.bind(requests);
    port.connect(requests, responses);
    requester.in.bind(responses);
    port.socket.bind(dram.socket);
  }

  kernel::Simulation simulation;
  kernel::Channel<MemoryRequest> requests;
  kernel::Channel<MemoryResponse> responses;
  Dram dram;
  DramPort port;
  Requester requester;
};

Dram::Params params_of(double gb_per_s, double latency_ns, std::uint32_t outstanding) {
  Dram::Params params;
  params.bandwidth_gb_per_s = gb_per_s;
  params.latency_ns = latency_ns;
  params.outstanding = outstanding;
  return params;
}

kernel::Settings either_mode() {
  kernel::Settings settings;
  settings.single_step = GENERATE(false, true);
  settings.module_order = GENERATE(0, 1, 2);
  return settings;
}

/// Sent at edge 0, issued at 1, complete at 1 + latency + transfer, seen one edge after.
constexpr std::uint64_t issue_and_see = 2;

}  // namespace

TEST_CASE("a response is seen two edges after latency and transfer: one in, one out") {
  std::vector<std::uint8_t> data;
  Bench bench{either_mode(), params_of(64.0, 100.0, 8), reads(1, data), 8};
  bench.simulation.run();
  CHECK(bench.requester.seen() == std::vector<Requester::Seen>{{0, issue_and_see + 100 + 1}});
}

TEST_CASE("a transfer that ends between two edges is there at the later one") {
  std::vector<std::uint8_t> data;
  const auto [latency, edge] = GENERATE(table<double, std::uint64_t>(
      {{100.0, 103}, {100.000001, 104}, {100.5, 104}, {101.0, 104}, {101.000001, 105}}));
  Bench bench{{}, params_of(64.0, latency, 8), reads(1, data), 8};
  bench.simulation.run();
  CHECK(bench.requester.seen().at(0).edge == edge);
}

TEST_CASE("without a limit in the way, requests leave at the bandwidth of the bus") {
  std::vector<std::uint8_t> data;
  Bench bench{either_mode(), params_of(32.0, 100.0, 64), reads(40, data), 64};
  bench.simulation.run();
  for (std::uint32_t n = 0; n < 40; ++n) {
    CHECK(bench.requester.seen().at(n) == Requester::Seen{n, issue_and_see + 100 + 2 * (n + 1)});
  }
}

TEST_CASE("with n requests allowed at once, the next n go when the ones before are complete") {
  std::vector<std::uint8_t> data;
  const std::uint32_t outstanding = GENERATE(1, 2, 5);
  Bench bench{either_mode(), params_of(64.0, 100.0, outstanding), reads(20, data), 64};
  bench.simulation.run();
  // Each slot turns round in latency plus one transfer; slots follow each other on the bus.
  for (std::uint32_t n = 0; n < 20; ++n) {
    const std::uint64_t edge = issue_and_see + (n / outstanding + 1) * (100 + 1) + n % outstanding;
    CHECK(bench.requester.seen().at(n) == Requester::Seen{n, edge});
  }
}

TEST_CASE("no request is issued while its response would find no slot") {
  std::vector<std::uint8_t> data;
  Bench bench{either_mode(), params_of(64.0, 10.0, 8), reads(3, data), 1, 500};
  bench.simulation.run();
  // Taken at 500, its slot free at 501, issued then, complete at 512, seen at 513.
  CHECK(bench.requester.seen() == std::vector<Requester::Seen>{{0, 500}, {1, 513}, {2, 526}});
}

TEST_CASE("data go to the addresses asked for and come back, and bytes are counted") {
  std::vector<std::uint8_t> source(128);
  std::iota(source.begin(), source.end(), std::uint8_t{1});
  std::vector<std::uint8_t> target(100);
  Bench bench{either_mode(),
              params_of(64.0, 100.0, 8),
              {{1000, 64, true, source.data(), 0},
               {1064, 64, true, source.data() + 64, 1},
               {1000, 60, false, target.data(), 2},
               {1060, 40, false, target.data() + 60, 3}},
              8};
  bench.simulation.run();
  source.resize(100);
  CHECK(target == source);
  CHECK(bench.port.bytes_written() == 128);
  CHECK(bench.port.bytes_read() == 100);
  std::map<std::string, std::uint64_t> counters;
  for (const auto* counter : bench.port.stats().counters()) {
    counters[std::string{counter->name()}] = counter->value();
  }
  CHECK(counters == std::map<std::string, std::uint64_t>{{"read_byte", 100}, {"write_byte", 128}});
}

TEST_CASE("the port is busy from its first issue up to the last completion, and else idle") {
  std::vector<std::uint8_t> data;
  Bench bench{either_mode(), params_of(64.0, 100.0, 2), reads(3, data), 8};
  bench.simulation.run();
  // Issued at 1; two complete at 102 and 103, the third, issued at 102, at 203.
  const auto& activity = bench.port.activity();
  CHECK(bench.simulation.cycles().count() == 205);
  CHECK(activity.of(core::Activity::busy).count() == 203 - 1);
  CHECK(activity.of(core::Activity::idle).count() == 205 - 202);
}

TEST_CASE("a slow DRAM is no deadlock, though nobody takes a step for longer than the watchdog") {
  std::vector<std::uint8_t> data;
  kernel::Settings settings = either_mode();
  settings.watchdog = core::Cycles{100};
  Bench bench{settings, params_of(64.0, 1000.0, 1), reads(3, data), 8};
  bench.simulation.run();
  CHECK(bench.requester.seen().back().edge == issue_and_see + 3 * 1001);
}

TEST_CASE("random stalls delay responses and lose none") {
  kernel::Settings settings;
  settings.stall_seed = GENERATE(1, 2, 3);
  std::vector<std::uint8_t> data;
  Bench bench{settings, params_of(64.0, 10.0, 4), reads(50, data), 4};
  bench.dram.storage().assign(50 * 64, 7);
  bench.simulation.run();
  CHECK(bench.requester.seen().size() == 50);
  CHECK(data == std::vector<std::uint8_t>(50 * 64, 7));
}

TEST_CASE("the port's state says how much is under way") {
  std::vector<std::uint8_t> data;
  const Bench bench{{}, params_of(64.0, 100.0, 2), reads(1, data), 8};
  CHECK(bench.port.state() == "0 requests under way");
}

namespace {

/// Several requesters at one port; the first one that has all its responses ends the run.
struct SharedBench {
  SharedBench(const kernel::Settings& settings, const std::vector<std::uint32_t>& counts,
              std::size_t first_slots, std::uint64_t first_takes_from)
      : simulation{settings}, port{"port", simulation, params_of(64.0, 100.0, 64)} {
    port.socket.bind(dram.socket);
    data.resize(counts.size());
    for (std::size_t n = 0; n < counts.size(); ++n) {
      const std::string number = std::to_string(n);
      requests.push_back(std::make_unique<kernel::Channel<MemoryRequest>>(
          simulation, "requests " + number, counts[n]));
      responses.push_back(std::make_unique<kernel::Channel<MemoryResponse>>(
          simulation, "responses " + number, n == 0 ? first_slots : 64));
      requesters.push_back(std::make_unique<Requester>(("requester_" + number).c_str(), simulation,
                                                       reads(counts[n], data[n]),
                                                       n == 0 ? first_takes_from : 0));
      requesters[n]->out.bind(*requests[n]);
      port.connect(*requests[n], *responses[n]);
      requesters[n]->in.bind(*responses[n]);
    }
  }

  kernel::Simulation simulation;
  Dram dram{"dram", params_of(64.0, 100.0, 64)};
  DramPort port;
  std::vector<std::vector<std::uint8_t>> data;
  std::vector<std::unique_ptr<kernel::Channel<MemoryRequest>>> requests;
  std::vector<std::unique_ptr<kernel::Channel<MemoryResponse>>> responses;
  std::vector<std::unique_ptr<Requester>> requesters;
};

}  // namespace

TEST_CASE("two or three requesters are served one request of each in turn") {
  const std::uint32_t requesters = GENERATE(2U, 3U);
  std::vector<std::uint32_t> counts(requesters, 20);
  counts[0] = 10;
  SharedBench bench{either_mode(), counts, 64, 0};
  bench.simulation.run();
  for (std::uint32_t r = 0; r < requesters; ++r) {
    for (std::uint32_t n = 0; n < 9; ++n) {
      const std::uint64_t edge = issue_and_see + 100 + (requesters * n + r + 1);
      CHECK(bench.requesters[r]->seen().at(n) == Requester::Seen{n, edge});
    }
  }
}

TEST_CASE("a requester without room for responses does not hold up the others") {
  SharedBench bench{either_mode(), {3, 12}, 1, 5000};
  bench.simulation.run();
  // One request of the first goes, in its turn; then the second has the bus for itself.
  for (std::uint32_t n = 0; n < 12; ++n) {
    CHECK(bench.requesters[1]->seen().at(n) == Requester::Seen{n, issue_and_see + 100 + n + 2});
  }
  CHECK(bench.requesters[0]->seen().empty());
}
