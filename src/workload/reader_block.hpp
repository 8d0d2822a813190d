// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors.hpp"
#include "core/yaml_map.hpp"

namespace gossamer::workload {

/// What the parts of one reading share.
struct ReaderContext {
  std::string file;
  std::filesystem::path folder;  ///< paths in the file are relative to it
  core::Faults faults;
  std::vector<core::Fault>
      unreadable;  ///< operand files that cannot be opened: a fault of another kind
};

/// One mapping of a layer trace, read key by key. Its heading ("conv2", "conv2: filter") starts
/// every message.
class ReaderBlock {
 public:
  /// The mapping of a whole layer.
  ReaderBlock(const YAML::Node& node, std::string layer, ReaderContext& context);

  bool has(std::string_view key) const { return map_.has(key); }
  const core::YamlEntry* find(std::string_view key) { return map_.find(key); }
  /// The same, but adds a fault if the key is missing.
  const core::YamlEntry* require(std::string_view key);

  /// A mapping within this one; none if the key is missing (a fault if `required`) or no mapping
  /// (always a fault).
  std::optional<ReaderBlock> inner(std::string_view key, bool required);

  /// A whole number in [min, max]; an absent key leaves the value.
  void read(std::string_view key, std::uint32_t& value, std::uint32_t min, std::uint32_t max);
  /// The same for a key that must be there.
  void read_required(std::string_view key, std::uint32_t& value, std::uint32_t min,
                     std::uint32_t max);
  /// One number for all of `values`, or a list with one for each; `order` names them ("vertical,
  /// horizontal").
  void read_each(std::string_view key, const std::vector<std::uint32_t*>& values,
                 std::string_view order, std::uint32_t min, std::uint32_t max);
  void read(std::string_view key, bool& value);
  /// A text that is not empty.
  void read(std::string_view key, std::string& value);

  /// Adds a fault that starts with the name of `key`.
  void fault(const core::Position& where, std::string_view key, std::string_view message);

  /// Adds a fault of the mapping as a whole.
  void fault(std::string_view message);

  /// Adds the keys nobody asked for. Call once, after the last key.
  void finish();

  std::string name_of(std::string_view key) const;
  const core::Position& where() const { return map_.where(); }
  ReaderContext& context() { return context_; }

 private:
  ReaderBlock(const core::YamlEntry& entry, const ReaderBlock& outer);

  core::YamlMap map_;
  std::string layer_;
  std::string key_;  ///< "" for the layer itself
  ReaderContext& context_;
};

}  // namespace gossamer::workload
