// SPDX-License-Identifier: Apache-2.0
#include "cli/worker_message.hpp"

#include <stdexcept>

#include "cli/fake_machine.hpp"
#include "core/errors.hpp"
#include "support/catch.hpp"

namespace gossamer::cli {

TEST_CASE("a record arrives as it was sent") {
  const core::LayerRecord sent = test::FakeMachine::record_of(test::conv_layer("conv1", 9));
  const core::LayerRecord arrived = unpack_outcome(pack_outcome([&sent] { return sent; }));
  CHECK(arrived.name == "conv1");
  CHECK(arrived.cycles == 81);
  CHECK(arrived.multipliers == 4);
}

TEST_CASE("every fault of a ConfigError arrives with its position") {
  const auto bytes = pack_outcome([]() -> core::LayerRecord {
    throw core::ConfigError{{{{"a.npy", 0, 0}, "one"}, {{"b\xff.yaml", 3, 4}, "two"}}};
  });
  try {
    unpack_outcome(bytes);
    FAIL("no exception");
  } catch (const core::ConfigError& error) {
    CHECK(core::to_string(error) == "a.npy: one\nb\xff.yaml:3:4: two");
  }
}

TEST_CASE("other exceptions arrive with their type") {
  const auto send = [](const auto& exception) {
    return pack_outcome([&exception]() -> core::LayerRecord { throw exception; });
  };
  CHECK_THROWS_AS(unpack_outcome(send(core::FileError{"x"})), core::FileError);
  CHECK_THROWS_AS(unpack_outcome(send(core::SimulationStuck{"x"})), core::SimulationStuck);
  CHECK_THROWS_WITH(unpack_outcome(send(std::out_of_range{"x"})), "x");
}

}  // namespace gossamer::cli
