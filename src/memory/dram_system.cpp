// SPDX-License-Identifier: Apache-2.0
#include "memory/dram_system.hpp"

#include <algorithm>

namespace gossamer::memory {

DramSystem::Lane::Lane(kernel::Simulation& simulation, const std::string& name,
                       std::size_t most_requests, std::size_t most_responses)
    : requests{simulation, name + " requests", most_requests},
      responses{simulation, name + " responses", most_responses} {}

DramSystem::DramSystem(kernel::Simulation& simulation, const Dram::Params& params)
    : simulation_{simulation},
      params_{params},
      dram_{"dram", params},
      port_{"dram_port", simulation, params} {
  port_.socket.bind(dram_.socket);
}

// A request is issued only if a slot for its response is free; a requester that reads late keeps
// slots, and must still be able to use all of `outstanding`.
DramSystem::Lane& DramSystem::add_lane(const std::string& name, std::size_t responses) {
  const std::size_t outstanding = params_.outstanding;
  lanes_.push_back(std::make_unique<Lane>(simulation_, name, outstanding,
                                          std::max(2 * outstanding, responses + outstanding)));
  lanes_.back()->responses.hide_level();  // a stream reader may come late for them
  port_.connect(lanes_.back()->requests, lanes_.back()->responses);
  return *lanes_.back();
}

}  // namespace gossamer::memory
