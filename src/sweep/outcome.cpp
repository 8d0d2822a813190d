// SPDX-License-Identifier: Apache-2.0
#include "sweep/outcome.hpp"

#include "core/errors.hpp"

namespace gossamer::sweep {

using nlohmann::json;

std::vector<std::uint8_t> to_bytes(const Outcome& outcome) {
  json layers = json::array();
  for (const LayerResult& layer : outcome.layers) {
    layers.push_back({layer.name, layer.kind, layer.values});
  }
  return json::to_cbor(json{{"status", static_cast<std::size_t>(outcome.status)},
                            {"error", outcome.error},
                            {"values", outcome.values},
                            {"layers", std::move(layers)},
                            {"seconds", outcome.seconds}});
}

Outcome outcome_from(const std::vector<std::uint8_t>& bytes) {
  try {
    const json packed = json::from_cbor(bytes);
    Outcome outcome;
    outcome.status = static_cast<Status>(packed.at("status").get<std::size_t>());
    packed.at("error").get_to(outcome.error);
    packed.at("values").get_to(outcome.values);
    for (const json& layer : packed.at("layers")) {
      outcome.layers.push_back({layer.at(0), layer.at(1), layer.at(2)});
    }
    packed.at("seconds").get_to(outcome.seconds);
    return outcome;
  } catch (const json::exception& error) {
    throw core::FileError(std::string{"the result of a point cannot be decoded: "} + error.what());
  }
}

}  // namespace gossamer::sweep
