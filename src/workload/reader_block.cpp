// SPDX-License-Identifier: Apache-2.0
#include "workload/reader_block.hpp"

#include <fmt/format.h>

#include "core/yaml.hpp"

namespace gossamer::workload {

ReaderBlock::ReaderBlock(const YAML::Node& node, std::string layer, ReaderContext& context)
    : map_{node, context.file}, layer_{std::move(layer)}, context_{context} {}

ReaderBlock::ReaderBlock(const core::YamlEntry& entry, const ReaderBlock& outer)
    : map_{entry.node, outer.context_.file},
      layer_{outer.layer_},
      key_{entry.key},
      context_{outer.context_} {}

std::string ReaderBlock::name_of(std::string_view key) const {
  return key_.empty() ? fmt::format("{}: {}", layer_, key)
                      : fmt::format("{}: {}.{}", layer_, key_, key);
}

void ReaderBlock::fault(const core::Position& where, std::string_view key,
                        std::string_view message) {
  context_.faults.add(where, fmt::format("{}: {}", name_of(key), message));
}

void ReaderBlock::fault(std::string_view message) {
  const std::string heading = key_.empty() ? layer_ : layer_ + ": " + key_;
  context_.faults.add(where(), fmt::format("{}: {}", heading, message));
}

const core::YamlEntry* ReaderBlock::require(std::string_view key) {
  const core::YamlEntry* entry = find(key);
  if (entry == nullptr) fault(fmt::format("missing key '{}'", key));
  return entry;
}

std::optional<ReaderBlock> ReaderBlock::inner(std::string_view key, bool required) {
  const core::YamlEntry* entry = required ? require(key) : find(key);
  if (entry == nullptr) return std::nullopt;
  if (entry->value.form != core::WrittenValue::Form::mapping) {
    fault(entry->value.where, key, "must be a mapping of the form {key: value, ...}");
    return std::nullopt;
  }
  return ReaderBlock{*entry, *this};
}

void ReaderBlock::read(std::string_view key, std::uint32_t& value, std::uint32_t min,
                       std::uint32_t max) {
  const core::YamlEntry* entry = find(key);
  if (entry == nullptr) return;
  const auto number = core::as_integer(entry->value, name_of(key), min, max, context_.faults);
  if (number) value = static_cast<std::uint32_t>(*number);
}

void ReaderBlock::read_required(std::string_view key, std::uint32_t& value, std::uint32_t min,
                                std::uint32_t max) {
  if (require(key) != nullptr) read(key, value, min, max);
}

void ReaderBlock::read_each(std::string_view key, const std::vector<std::uint32_t*>& values,
                            std::string_view order, std::uint32_t min, std::uint32_t max) {
  const core::YamlEntry* entry = find(key);
  if (entry == nullptr) return;
  const bool list = entry->value.form == core::WrittenValue::Form::list;
  if (list && entry->node.size() != values.size()) {
    fault(entry->value.where, key,
          fmt::format("a list of {} values; allowed: one number, or [{}]", entry->node.size(),
                      order));
    return;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const YAML::Node node = list ? entry->node[i] : entry->node;
    const core::Position where = list ? core::position_of(node, context_.file) : entry->value.where;
    const auto number =
        core::as_integer(core::written_value(node, where), name_of(key), min, max, context_.faults);
    if (number) *values[i] = static_cast<std::uint32_t>(*number);
    if (!list && !number) return;  // the same fault again for each of them
  }
}

void ReaderBlock::read(std::string_view key, bool& value) {
  const core::YamlEntry* entry = find(key);
  if (entry == nullptr) return;
  value = core::as_boolean(entry->value, name_of(key), context_.faults).value_or(value);
}

void ReaderBlock::read(std::string_view key, std::string& value) {
  const core::YamlEntry* entry = find(key);
  if (entry == nullptr) return;
  value = core::as_text(entry->value, name_of(key), context_.faults).value_or(value);
  const bool scalar = entry->node.IsScalar();
  if (scalar && entry->value.text.empty()) fault(entry->value.where, key, "must not be empty");
}

void ReaderBlock::finish() {
  const std::string place =
      key_.empty() ? " in " + layer_ : fmt::format(" in {} of {}", key_, layer_);
  core::add_unknown_keys(map_, place, context_.faults);
}

}  // namespace gossamer::workload
