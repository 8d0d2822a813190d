// SPDX-License-Identifier: Apache-2.0
#include "memory/dram.hpp"

#include <tlm_utils/simple_initiator_socket.h>

#include <functional>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "core/parameter_writer.hpp"
#include "kernel/module.hpp"
#include "kernel/simulation.hpp"
#include "support/catch.hpp"

using gossamer::memory::Dram;
namespace core = gossamer::core;
namespace kernel = gossamer::kernel;

namespace {

/// Speaks to a DRAM directly: each call is one request, answered with its duration in nanoseconds.
class Initiator : public kernel::Module {
 public:
  tlm_utils::simple_initiator_socket<Initiator> socket{"socket"};

  Initiator(const sc_core::sc_module_name& name, kernel::Simulation& simulation, Dram& dram,
            std::function<void(Initiator&)> script)
      : Module{name, simulation}, script_{std::move(script)} {
    socket.bind(dram.socket);
  }
  std::string state() const override { return "initiating"; }

  double request(tlm::tlm_command command, std::uint64_t address, std::vector<std::uint8_t>& data,
                 double starts_in_ns = 0) {
    tlm::tlm_generic_payload payload;
    payload.set_command(command);
    payload.set_address(address);
    payload.set_data_ptr(data.data());
    payload.set_data_length(static_cast<unsigned>(data.size()));
    tlm::tlm_phase phase = tlm::BEGIN_REQ;
    sc_core::sc_time delay{starts_in_ns, sc_core::SC_NS};
    CHECK(socket->nb_transport_fw(payload, phase, delay) == tlm::TLM_COMPLETED);
    CHECK(payload.is_response_ok());
    return delay.to_seconds() * 1e9;
  }
  double read(std::uint64_t address, std::vector<std::uint8_t>& data, double starts_in_ns = 0) {
    return request(tlm::TLM_READ_COMMAND, address, data, starts_in_ns);
  }

 private:
  core::Activity step() override {
    script_(*this);
    simulation().finish(now());
    return core::Activity::busy;
  }
  std::function<void(Initiator&)> script_;
};

/// Runs `script` at edge 0 against a DRAM of 32 GB/s (64 bytes in 2 ns) and 100 ns.
void with_dram(
    const std::function<void(Initiator&)>& script,
    const std::function<void(Dram&)>& prepare = [](Dram&) {}) {
  kernel::Simulation simulation{{}};
  Dram::Params params;
  params.bandwidth_gb_per_s = 32.0;
  params.latency_ns = 100.0;
  Dram dram{"dram", params};
  prepare(dram);
  Initiator initiator{"initiator", simulation, dram, script};
  simulation.run();
}

}  // namespace

TEST_CASE("a lone transfer takes latency plus bytes / bandwidth") {
  with_dram([](Initiator& initiator) {
    std::vector<std::uint8_t> line(64);
    CHECK(initiator.read(0, line) == Approx(102.0).epsilon(1e-12));
  });
}

TEST_CASE("transfers share one bus: the n-th of a burst ends n transfers after the latency") {
  with_dram([](Initiator& initiator) {
    std::vector<std::uint8_t> line(64);
    for (int n = 1; n <= 50; ++n) {
      CHECK(initiator.read(0, line) == Approx(100.0 + 2.0 * n).epsilon(1e-12));
    }
  });
}

TEST_CASE("a transfer takes the bus for its own bytes") {
  with_dram([](Initiator& initiator) {
    std::vector<std::uint8_t> byte(1);
    std::vector<std::uint8_t> page(3200);
    CHECK(initiator.read(0, byte) == Approx(100.03125).epsilon(1e-12));
    CHECK(initiator.read(0, page) == Approx(200.03125).epsilon(1e-12));
  });
}

TEST_CASE("a request that begins later finds the bus free again, or not yet") {
  with_dram([](Initiator& initiator) {
    std::vector<std::uint8_t> line(64);
    CHECK(initiator.read(0, line) == Approx(102.0).epsilon(1e-12));
    CHECK(initiator.read(0, line, 1.0) == Approx(104.0).epsilon(1e-12));  // bus busy until 102
    CHECK(initiator.read(0, line, 5.0) == Approx(107.0).epsilon(1e-12));  // free since 104
  });
}

TEST_CASE("a transfer time that is no whole femtosecond is rounded up") {
  kernel::Simulation simulation{{}};
  Dram::Params params;
  params.bandwidth_gb_per_s = 3.0;  // 64 bytes in 21,333,333 1/3 fs
  params.latency_ns = 0.0;
  Dram dram{"dram", params};
  Initiator initiator{"initiator", simulation, dram, [](Initiator& i) {
                        std::vector<std::uint8_t> line(64);
                        CHECK(i.read(0, line) == Approx(21.333334).epsilon(1e-12));
                      }};
  simulation.run();
}

TEST_CASE("a read returns what was stored and what was written, and nothing beyond its bytes") {
  std::vector<std::uint8_t> image(256);
  std::iota(image.begin(), image.end(), std::uint8_t{0});
  with_dram(
      [&](Initiator& initiator) {
        std::vector<std::uint8_t> written{0xAA, 0xBB, 0xCC};
        initiator.request(tlm::TLM_WRITE_COMMAND, 100, written);
        std::vector<std::uint8_t> all(256);
        initiator.read(0, all);
        image[100] = 0xAA;
        image[101] = 0xBB;
        image[102] = 0xCC;
        CHECK(all == image);
        CHECK(written == std::vector<std::uint8_t>{0xAA, 0xBB, 0xCC});
      },
      [&](Dram& dram) { dram.storage() = image; });
}

TEST_CASE("storage grows to what is touched and reads as zero there") {
  with_dram([](Initiator& initiator) {
    std::vector<std::uint8_t> line(64, 0xFF);
    initiator.read(10'000, line);
    CHECK(line == std::vector<std::uint8_t>(64, 0));
  });
}

TEST_CASE("every parameter of the DRAM is described") {
  Dram::Params params;
  std::set<std::string> names;
  for (const auto& parameter :
       core::list_parameters([&](core::ParameterVisitor& v) { params.describe(v); })) {
    names.insert(parameter.path);
    CHECK_FALSE(parameter.meaning.empty());
    CHECK(parameter.unit.empty() == (parameter.path == "type"));
  }
  CHECK(names == std::set<std::string>{"type", "bandwidth_gb_per_s", "latency_ns", "outstanding",
                                       "burst_bytes"});
}
