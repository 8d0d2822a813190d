// SPDX-License-Identifier: Apache-2.0
#include "memory/dram_system.hpp"

#include "kernel/simulation.hpp"
#include "memory/requester.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using memory::Dram;
using memory::DramSystem;
using test::Requester;

namespace {

/// A requester under the names that a machine's modules have.
struct Reader : Requester {
  Reader(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
         std::vector<memory::MemoryRequest> requests, std::uint64_t takes_from, std::size_t unread)
      : Requester{name, simulation, std::move(requests), takes_from}, unread_{unread} {}
  kernel::ChannelOut<memory::MemoryRequest>& out_requests = out;
  kernel::ChannelIn<memory::MemoryResponse>& in_responses = in;
  std::size_t responses() const { return unread_; }

 private:
  std::size_t unread_;
};

Dram::Params four_at_once() {
  Dram::Params params;
  params.outstanding = 4;
  return params;
}

}  // namespace

TEST_CASE("a requester of a DRAM system reads what its storage holds") {
  kernel::Simulation simulation{{}};
  DramSystem system{simulation, four_at_once()};
  for (std::uint32_t n = 0; n < 3 * 64; ++n) {
    system.storage().push_back(static_cast<std::uint8_t>(n));
  }
  std::vector<std::uint8_t> data;
  Reader reader{"reader", simulation, test::reads(3, data), 0, 3};
  system.connect("reader", reader);
  simulation.run();
  CHECK(data == system.storage());
  CHECK(system.port().bytes_read() == 3 * 64);
}

TEST_CASE("a requester that reads late finds as many responses as it says may be unread") {
  kernel::Simulation simulation{{}};
  DramSystem system{simulation, four_at_once()};
  system.storage().resize(40 * 64);
  std::vector<std::uint8_t> data;
  Reader reader{"reader", simulation, test::reads(40, data), 5000, 40};
  system.connect("reader", reader);
  simulation.run();
  for (std::uint32_t n = 0; n < 40; ++n) {
    CHECK(reader.seen().at(n) == Requester::Seen{n, 5000});
  }
}

TEST_CASE("addresses are rounded up to whole bursts") {
  kernel::Simulation simulation{{}};
  Dram::Params params;
  params.burst_bytes = 32;
  const DramSystem system{simulation, params};
  CHECK(system.next_burst(0) == 0);
  CHECK(system.next_burst(1) == 32);
  CHECK(system.next_burst(32) == 32);
  CHECK(system.next_burst(33) == 64);
}
