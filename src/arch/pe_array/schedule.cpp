// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/schedule.hpp"

#include <algorithm>

namespace gossamer::arch::pe_array {

namespace {

/// Goes through the loop nest and notes what every PE needs that it does not have yet.
class Scheduler {
 public:
  Scheduler(const Mapping& mapping, const Params& params)
      : mapping_{mapping},
        blocking_{mapping.blocking},
        params_{params},
        retains_{mapping.retains_weights(params)},
        weights_of_(params.pe.count),
        inputs_of_(params.pe.count),
        loads_of_units_(blocking_.units.size()) {
    schedule_.steps.resize(params.pe.count);
  }

  Schedule run() {
    for (std::uint32_t i = 0; i < mapping_.unit_rounds(); ++i) {
      for (std::uint32_t j = 0; j < mapping_.block_rounds(); ++j) add_round(i, j);
    }
    for (auto& steps : schedule_.steps) mark_last_uses(steps);
    mark_last_packets();
    return std::move(schedule_);
  }

 private:
  const Unit* unit(std::uint32_t number) const {
    return number < blocking_.units.size() ? &blocking_.units[number] : nullptr;
  }
  std::uint32_t pe(std::uint32_t a, std::uint32_t b) const { return a * mapping_.pixel_groups + b; }

  void add_round(std::uint32_t i, std::uint32_t j) {
    std::size_t passes = 0;
    for (std::uint32_t a = 0; a < mapping_.kernel_groups; ++a) {
      const Unit* of = unit(i * mapping_.kernel_groups + a);
      if (of != nullptr) passes = std::max(passes, of->passes.size());
    }
    for (std::uint32_t pass = 0; pass < passes; ++pass) {
      for (std::uint32_t piece = 0; piece < blocking_.pieces.size(); ++piece) {
        add_weights(i, j, pass, piece);
        add_inputs(i, j, pass, piece);
      }
    }
  }

  void add_weights(std::uint32_t i, std::uint32_t j, std::uint32_t pass, std::uint32_t piece) {
    for (std::uint32_t a = 0; a < mapping_.kernel_groups; ++a) {
      const WeightTileId tile{i * mapping_.kernel_groups + a, pass, piece};
      const Unit* of = unit(tile.unit);
      if (of == nullptr || pass >= of->passes.size()) continue;
      Packet packet;
      packet.carries_weights = true;
      packet.weights = tile;
      for (std::uint32_t b = 0; b < mapping_.pixel_groups; ++b) {
        const std::uint32_t block = j * mapping_.pixel_groups + b;
        if (block >= blocking_.blocks.size()) break;
        schedule_.steps[pe(a, b)].push_back({tile, block});
        if (weights_of_[pe(a, b)] == tile) continue;
        weights_of_[pe(a, b)] = tile;
        packet.destinations.push_back(pe(a, b));
      }
      if (!packet.destinations.empty()) send_weights(std::move(packet), j);
    }
  }

  void send_weights(Packet packet, std::uint32_t block_round) {
    packet.transfer =
        weight_transfer(blocking_, blocking_.units[packet.weights.unit].passes[packet.weights.pass],
                        blocking_.pieces[packet.weights.piece], mapping_.formats, params_);
    auto& loads = schedule_.weight_loads;
    const bool again = retains_ && block_round > 0;
    std::uint32_t& load = load_of(packet.weights);
    if (!again) {
      load = static_cast<std::uint32_t>(loads.size());
      loads.push_back({packet.weights, packet.transfer.bytes});
    }
    packet.load = load;
    schedule_.packets.push_back(std::move(packet));
  }

  // The last one of the tile.
  std::uint32_t& load_of(const WeightTileId& tile) {
    auto& loads = loads_of_units_[tile.unit];
    loads.resize(blocking_.units[tile.unit].passes.size() * blocking_.pieces.size(), nothing);
    return loads[std::size_t{tile.pass} * blocking_.pieces.size() + tile.piece];
  }

  void add_inputs(std::uint32_t i, std::uint32_t j, std::uint32_t pass, std::uint32_t piece) {
    for (std::uint32_t b = 0; b < mapping_.pixel_groups; ++b) {
      const std::uint32_t block = j * mapping_.pixel_groups + b;
      if (block >= blocking_.blocks.size()) break;
      const std::size_t first = schedule_.packets.size();
      for (std::uint32_t a = 0; a < mapping_.kernel_groups; ++a) {
        const Unit* of = unit(i * mapping_.kernel_groups + a);
        if (of == nullptr || pass >= of->passes.size()) continue;
        const InputTileId tile{block, of->passes[pass].group, piece};
        if (inputs_of_[pe(a, b)] == tile) continue;
        inputs_of_[pe(a, b)] = tile;
        input_packet(tile, first).destinations.push_back(pe(a, b));
      }
    }
  }

  // The packet from number `first` on that carries the tile; a new one if there is none.
  Packet& input_packet(const InputTileId& tile, std::size_t first) {
    auto& packets = schedule_.packets;
    for (std::size_t n = first; n < packets.size(); ++n) {
      if (packets[n].inputs == tile) return packets[n];
    }
    Packet packet;
    packet.inputs = tile;
    packet.transfer = input_transfer(blocking_, tile.block, tile.piece, mapping_.formats, params_);
    if (mapping_.inputs_from_dram && packet.transfer.bytes > 0) {
      packet.load = static_cast<std::uint32_t>(schedule_.input_loads.size());
      schedule_.input_loads.push_back({tile, packet.transfer.bytes});
    }
    packets.push_back(std::move(packet));
    return packets.back();
  }

  InputTileId inputs(const PeStep& step) const {
    const Unit& of = blocking_.units[step.weights.unit];
    return {step.block, of.passes[step.weights.pass].group, step.weights.piece};
  }

  void mark_last_uses(std::vector<PeStep>& steps) const {
    for (std::size_t n = 0; n < steps.size(); ++n) {
      const bool last = n + 1 == steps.size();
      steps[n].last_use_of_weights = last || !(steps[n + 1].weights == steps[n].weights);
      steps[n].last_use_of_inputs = last || !(inputs(steps[n + 1]) == inputs(steps[n]));
    }
  }

  void mark_last_packets() {
    std::vector<bool> weights(schedule_.weight_loads.size());
    std::vector<bool> loaded_inputs(schedule_.input_loads.size());
    for (auto packet = schedule_.packets.rbegin(); packet != schedule_.packets.rend(); ++packet) {
      if (packet->load == nothing) continue;
      auto& seen = packet->carries_weights ? weights : loaded_inputs;
      packet->last_of_load = !seen[packet->load];
      seen[packet->load] = true;
    }
  }

  const Mapping& mapping_;
  const Blocking& blocking_;
  const Params& params_;
  const bool retains_;
  std::vector<WeightTileId> weights_of_;  // last sent to each PE
  std::vector<InputTileId> inputs_of_;
  std::vector<std::vector<std::uint32_t>> loads_of_units_;  // [unit][pass][piece]
  Schedule schedule_;
};

}  // namespace

Schedule make_schedule(const Mapping& mapping, const Params& params) {
  return Scheduler{mapping, params}.run();
}

std::uint64_t vectors(const Blocking& blocking, const WeightTileId& tile) {
  return blocking.units[tile.unit].passes[tile.pass].filters *
         blocking.words(blocking.pieces[tile.piece]);
}

std::uint64_t vectors(const Blocking& blocking, const InputTileId& tile) {
  return std::uint64_t{blocking.positions_of(tile.block, tile.piece)} *
         blocking.pieces[tile.piece].chunks;
}

}  // namespace gossamer::arch::pe_array
