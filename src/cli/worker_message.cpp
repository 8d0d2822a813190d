// SPDX-License-Identifier: Apache-2.0
#include "cli/worker_message.hpp"

#include <exception>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "core/errors.hpp"
#include "report/record_codec.hpp"

namespace gossamer::cli {

namespace {

using nlohmann::json;

json pack_faults(const core::ConfigError& error) {
  json faults = json::array();
  for (const core::Fault& fault : error.faults()) {
    faults.push_back({{"file", fault.where.file},
                      {"line", fault.where.line},
                      {"column", fault.where.column},
                      {"message", fault.message}});
  }
  return faults;
}

std::vector<core::Fault> unpack_faults(const json& packed) {
  std::vector<core::Fault> faults;
  for (const json& fault : packed) {
    core::Position where{fault.at("file"), fault.at("line"), fault.at("column")};
    faults.push_back({std::move(where), fault.at("message")});
  }
  return faults;
}

json outcome_of(const std::function<core::LayerRecord()>& simulate) {
  try {
    return {{"record", report::encode(simulate())}};
  } catch (const core::ConfigError& error) {
    return {{"config", pack_faults(error)}};
  } catch (const core::FileError& error) {
    return {{"file", error.what()}};
  } catch (const core::SimulationStuck& error) {
    return {{"stuck", error.what()}};
  } catch (const core::OutOfMemory& error) {
    return {{"memory", error.what()}};
  } catch (const std::exception& error) {
    return {{"other", error.what()}};
  }
}

}  // namespace

std::vector<std::uint8_t> pack_outcome(const std::function<core::LayerRecord()>& simulate) {
  return json::to_cbor(outcome_of(simulate));
}

core::LayerRecord unpack_outcome(const std::vector<std::uint8_t>& bytes) {
  const json outcome = json::from_cbor(bytes);
  const auto text = [&outcome](const char* kind) { return outcome.at(kind).get<std::string>(); };
  if (outcome.contains("record")) return report::decode(outcome["record"]);
  if (outcome.contains("config")) throw core::ConfigError{unpack_faults(outcome["config"])};
  if (outcome.contains("file")) throw core::FileError{text("file")};
  if (outcome.contains("stuck")) throw core::SimulationStuck{text("stuck")};
  if (outcome.contains("memory")) throw core::OutOfMemory{text("memory")};
  throw std::runtime_error{text("other")};
}

}  // namespace gossamer::cli
