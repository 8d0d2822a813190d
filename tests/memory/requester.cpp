// SPDX-License-Identifier: Apache-2.0
#include "memory/requester.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include "kernel/simulation.hpp"

namespace gossamer::test {

using core::Activity;
using core::Cycles;

Requester::Requester(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                     std::vector<memory::MemoryRequest> requests, std::uint64_t takes_from,
                     std::uint64_t takes_every)
    : Module{name, simulation},
      requests_{std::move(requests)},
      takes_from_{takes_from},
      takes_every_{takes_every} {}

Activity Requester::step() {
  const std::uint64_t edge = now().number();
  while (sent_ < requests_.size() && out.can_push()) out.push(requests_[sent_++]);
  if (edge >= takes_from_ && edge % takes_every_ == 0) {
    while (in.can_pop()) {
      seen_.push_back({in.pop().tag, edge});
      if (takes_every_ > 1) break;
    }
  }
  if (seen_.size() == requests_.size()) simulation().finish(now());
  // Responses that are not taken at once are looked for later.
  if (takes_from_ > 0 || takes_every_ > 1) sleep_until(std::max(core::Edge{takes_from_}, now()));
  sleep();
  return Activity::wait_input;
}

std::ostream& operator<<(std::ostream& out, const Requester::Seen& seen) {
  return out << seen.tag << '@' << seen.edge;
}

std::vector<memory::MemoryRequest> reads(std::uint32_t count, std::vector<std::uint8_t>& data) {
  data.assign(std::size_t{count} * 64, 0);
  std::vector<memory::MemoryRequest> requests;
  for (std::uint32_t i = 0; i < count; ++i) {
    requests.push_back({std::uint64_t{i} * 64, 64, false, data.data() + std::size_t{i} * 64, i});
  }
  return requests;
}

}  // namespace gossamer::test
