// SPDX-License-Identifier: Apache-2.0
#include "workload/reader_operand.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/names.hpp"
#include "core/yaml.hpp"
#include "workload/reader_npy.hpp"

namespace gossamer::workload {
namespace {

using core::YamlEntry;
using tensor::PatternKind;
using Form = core::WrittenValue::Form;

constexpr std::uint32_t longest_vector = 1u << 20;

/// Entry `i` of a list, or the value itself where there is no list.
core::WrittenValue value_at(const YamlEntry& entry, std::size_t i, const ReaderContext& context) {
  if (entry.value.form != Form::list) return entry.value;
  return core::written_value(entry.node[i], core::position_of(entry.node[i], context.file));
}

std::size_t count_of(const YamlEntry& entry) {
  return entry.value.form == Form::list ? entry.node.size() : 1;
}

/// The largest share of non-zeros that a pattern can hold.
double most_dense(PatternKind kind) {
  const bool n_of_m = kind == PatternKind::two_of_four || kind == PatternKind::one_of_two ||
                      kind == PatternKind::four_of_eight_pairs;
  return n_of_m ? 0.5 : 1.0;
}

std::vector<std::string> patterns_of(Role role) {
  if (role == Role::weights) return tensor::pattern_names;
  // Kernels and filters are parts of weights.
  return {tensor::pattern_names.begin(),
          tensor::pattern_names.begin() + static_cast<std::ptrdiff_t>(PatternKind::kernel)};
}

tensor::Pattern read_pattern(ReaderBlock& block, Role role) {
  tensor::Pattern pattern;
  const YamlEntry* const length = block.find("length");
  if (const YamlEntry* entry = block.find("pattern")) {
    const auto choice = core::as_choice(entry->value, block.name_of("pattern"), patterns_of(role),
                                        block.context().faults);
    if (!choice) return pattern;
    pattern.kind = static_cast<PatternKind>(*choice);
  }
  if (pattern.kind == PatternKind::vector) {
    std::uint32_t elements = 0;
    block.read_required("length", elements, 1, longest_vector);
    pattern.vector_length = elements;
  } else if (length != nullptr) {
    block.fault(length->key_where, "length", "only goes with `pattern: vector`");
  }
  return pattern;
}

void read_density(ReaderBlock& block, const YamlEntry& entry, OperandSource& source,
                  const std::optional<OperandNeeds>& needs) {
  source.where = entry.value.where;
  const std::size_t count = count_of(entry);
  const bool list = entry.value.form == Form::list;
  if (list && (count == 0 || (needs && count != needs->groups))) {
    block.fault(source.where, "density",
                fmt::format("a list of {}; allowed: one number, or one for each of the {} groups",
                            count, needs ? fmt::to_string(needs->groups) : "layer's"));
  }
  const double most = most_dense(source.pattern.kind);
  for (std::size_t i = 0; i < count; ++i) {
    const core::WrittenValue value = value_at(entry, i, block.context());
    const auto density =
        core::as_number(value, block.name_of("density"), 0, 1, block.context().faults);
    if (!density) continue;
    source.density.push_back(*density);
    if (*density <= most) continue;
    const auto& pattern = tensor::pattern_names[static_cast<std::size_t>(source.pattern.kind)];
    block.fault(value.where, "density",
                fmt::format("{} is more than pattern {} can hold; allowed: 0 to {}", *density,
                            pattern, most));
  }
}

void read_files(ReaderBlock& block, const YamlEntry& entry, OperandSource& source,
                const std::optional<OperandNeeds>& needs) {
  ReaderContext& context = block.context();
  source.where = entry.value.where;
  if (entry.key == "files" && (entry.value.form != Form::list || count_of(entry) == 0)) {
    block.fault(source.where, entry.key, "must be a list of at least one file, [a.npy, ...]");
    return;
  }
  if (entry.key == "file" && entry.value.form == Form::list) {
    block.fault(source.where, entry.key, "must be one file name, not a list");
    return;
  }
  for (std::size_t i = 0; i < count_of(entry); ++i) {
    const core::WrittenValue value = value_at(entry, i, context);
    const auto name = core::as_text(value, block.name_of(entry.key), context.faults);
    if (!name) continue;
    const std::string path = (context.folder / *name).string();
    source.files.push_back(path);
    source.file_where.push_back(value.where);
    if (name->empty()) {
      block.fault(value.where, entry.key, "the name of a file must not be empty");
    } else if (needs) {
      check_npy(context, value.where, block.name_of(entry.key), path, needs->file_shape);
    }
  }
}

/// The keys of which an operand has exactly one.
std::vector<std::string> source_keys(Role role) {
  if (role == Role::weights) return {"density", "file"};
  return {"density", "file", "files"};
}

/// The one key that says where the elements come from; none after a fault.
const YamlEntry* find_source(ReaderBlock& block, Role role) {
  const YamlEntry* chosen = nullptr;
  for (const std::string& key : source_keys(role)) {
    const YamlEntry* entry = block.find(key);
    if (entry == nullptr) continue;
    if (chosen != nullptr) {
      block.fault(entry->key_where, key,
                  fmt::format("given beside '{}'; one excludes the other", chosen->key));
      return nullptr;
    }
    chosen = entry;
  }
  if (chosen == nullptr) {
    block.fault(fmt::format("one of the keys {} is needed", core::joined(source_keys(role))));
  }
  return chosen;
}

void read_source(ReaderBlock& block, Role role, OperandSource& source,
                 const std::optional<OperandNeeds>& needs) {
  if (role == Role::weights && block.has("files")) {
    block.fault(block.find("files")->key_where, "files",
                "weights come from one file; use `file: NAME.npy`");
    return;
  }
  const YamlEntry* chosen = find_source(block, role);
  if (chosen == nullptr) return;
  if (chosen->key == "density") return read_density(block, *chosen, source, needs);
  if (const YamlEntry* pattern = block.find("pattern")) {
    block.fault(pattern->key_where, "pattern", "only goes with a density, not with a file");
  }
  read_files(block, *chosen, source, needs);
}

}  // namespace

OperandSource read_operand(ReaderBlock& layer, Role role,
                           const std::optional<OperandNeeds>& needs) {
  OperandSource source;
  auto block = layer.inner(role == Role::weights ? "weights" : "activations", true);
  if (!block) return source;
  source.pattern = read_pattern(*block, role);
  read_source(*block, role, source, needs);
  block->finish();
  return source;
}

}  // namespace gossamer::workload
