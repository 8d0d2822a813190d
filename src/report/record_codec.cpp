// SPDX-License-Identifier: Apache-2.0
#include "report/record_codec.hpp"

#include <memory>
#include <string>

#include "core/errors.hpp"
#include "report/timeline_codec.hpp"

namespace gossamer::report {
namespace {

using nlohmann::json;

json encode_activity(const core::LayerRecord& record) {
  json modules = json::array();
  for (const auto& [module, counts] : record.activity) {
    json cycles = json::array();
    for (std::size_t i = 0; i < core::activity_names.size(); ++i) {
      cycles.push_back(counts.of(static_cast<core::Activity>(i)).count());
    }
    modules.push_back({module, std::move(cycles)});
  }
  return modules;
}

void decode_activity(const json& modules, core::LayerRecord& record) {
  for (const auto& entry : modules) {
    core::ActivityCounts counts;
    for (std::size_t i = 0; i < core::activity_names.size(); ++i) {
      counts.add(static_cast<core::Activity>(i),
                 core::Cycles{entry.at(1).at(i).get<std::uint64_t>()});
    }
    record.activity.emplace_back(entry.at(0).get<std::string>(), counts);
  }
}

void decode_counts(const json& encoded, core::LayerRecord& record) {
  encoded.at("name").get_to(record.name);
  encoded.at("kind").get_to(record.kind);
  encoded.at("cycles").get_to(record.cycles);
  encoded.at("macs").get_to(record.macs);
  encoded.at("effectual_macs").get_to(record.effectual_macs);
  encoded.at("multipliers").get_to(record.multipliers);
  encoded.at("dram_read_bytes").get_to(record.dram_read_bytes);
  encoded.at("dram_write_bytes").get_to(record.dram_write_bytes);
  encoded.at("spilled").get_to(record.spilled);
  record.timing =
      encoded.at("statistical").get<bool>() ? core::Timing::statistical : core::Timing::exact;
}

}  // namespace

json encode(const core::LayerRecord& record) {
  json encoded{{"name", record.name},
               {"kind", record.kind},
               {"cycles", record.cycles},
               {"macs", record.macs},
               {"effectual_macs", record.effectual_macs},
               {"multipliers", record.multipliers},
               {"dram_read_bytes", record.dram_read_bytes},
               {"dram_write_bytes", record.dram_write_bytes},
               {"spilled", record.spilled},
               {"statistical", record.timing == core::Timing::statistical},
               {"slots", record.slots},
               {"activity", encode_activity(record)},
               {"represents", record.represents},
               {"counters", record.counters},
               {"metrics", record.metrics},
               {"choices", record.choices},
               {"checked", record.checked},
               {"mismatches", record.mismatches},
               {"run_info", record.run_info}};
  if (record.timeline != nullptr) encoded["timeline"] = encode(*record.timeline);
  return encoded;
}

core::LayerRecord decode(const json& encoded) {
  try {
    core::LayerRecord record;
    decode_counts(encoded, record);
    encoded.at("slots").get_to(record.slots);
    decode_activity(encoded.at("activity"), record);
    encoded.at("represents").get_to(record.represents);
    encoded.at("counters").get_to(record.counters);
    encoded.at("metrics").get_to(record.metrics);
    encoded.at("choices").get_to(record.choices);
    encoded.at("checked").get_to(record.checked);
    encoded.at("mismatches").get_to(record.mismatches);
    encoded.at("run_info").get_to(record.run_info);
    if (encoded.contains("timeline")) {
      record.timeline =
          std::make_shared<const core::Timeline>(decode_timeline(encoded.at("timeline")));
    }
    return record;
  } catch (const json::exception& error) {
    throw core::FileError(std::string{"a layer record cannot be decoded: "} + error.what());
  }
}

std::vector<std::uint8_t> to_bytes(const core::LayerRecord& record) {
  return json::to_cbor(encode(record));
}

core::LayerRecord from_bytes(const std::vector<std::uint8_t>& bytes) {
  try {
    return decode(json::from_cbor(bytes));
  } catch (const json::exception& error) {
    throw core::FileError(std::string{"a layer record cannot be decoded: "} + error.what());
  }
}

}  // namespace gossamer::report
