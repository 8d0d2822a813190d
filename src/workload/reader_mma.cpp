// SPDX-License-Identifier: Apache-2.0
#include "workload/reader_mma.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/names.hpp"
#include "core/yaml.hpp"

namespace gossamer::workload {
namespace {

constexpr std::uint32_t most_warps = 64;
constexpr std::uint32_t most_ilp = 64;
constexpr std::uint32_t most_iterations = 1000000;

/// Bits of a row of A that the instructions of PTX take, compressed if it is sparse.
constexpr std::array<std::uint32_t, 2> row_bits{128, 256};

constexpr std::uint32_t rows = 16;
constexpr std::uint32_t columns = 8;

std::string shape_name(std::uint32_t k) {
  return fmt::format("m{}n{}k{}", rows, columns, k);
}

/// Every k that the type has instructions for.
std::array<std::uint32_t, row_bits.size()> depths(const MmaBenchmark& mma) {
  std::array<std::uint32_t, row_bits.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = row_bits[i] / numerics::mma::element_bits(mma.type) * (mma.sparse ? 2 : 1);
  }
  return all;
}

void read_type(ReaderBlock& block, MmaBenchmark& mma) {
  const core::YamlEntry* entry = block.require("type");
  if (entry == nullptr) return;
  const auto choice = core::as_choice(entry->value, block.name_of("type"),
                                      numerics::mma::operand_type_names, block.context().faults);
  if (choice) mma.type = static_cast<numerics::mma::OperandType>(*choice);
}

void read_shape(ReaderBlock& block, MmaBenchmark& mma) {
  const core::YamlEntry* entry = block.require("shape");
  if (entry == nullptr) return;
  std::vector<std::string> names;
  for (const std::uint32_t k : depths(mma)) names.push_back(shape_name(k));
  using Form = core::WrittenValue::Form;
  const bool is_text = entry->value.form == Form::plain || entry->value.form == Form::quoted;
  if (is_text && std::find(names.begin(), names.end(), entry->value.text) == names.end()) {
    block.context().faults.add(
        entry->value.where,
        fmt::format("{}: {} is no shape of {} of {}; allowed: {}", block.name_of("shape"),
                    core::quoted(entry->value.text), mma.sparse ? "mma.sp" : "mma",
                    numerics::mma::name_of(mma.type), core::joined(names)));
    return;
  }
  const auto choice =
      core::as_choice(entry->value, block.name_of("shape"), names, block.context().faults);
  if (choice) mma.k = depths(mma)[*choice];
}

}  // namespace

void read_mma(ReaderBlock& block, Layer& layer) {
  MmaBenchmark mma;
  if (auto inner = block.inner("mma", true)) {
    const core::Faults& faults = block.context().faults;
    const std::size_t before = faults.size();
    read_type(*inner, mma);
    inner->read("sparse", mma.sparse);
    // Which shapes there are depends on both.
    if (faults.size() == before) {
      read_shape(*inner, mma);
    } else {
      inner->find("shape");
    }
    inner->read("warps", mma.warps, 1, most_warps);
    inner->read("ilp", mma.ilp, 1, most_ilp);
    inner->read("iterations", mma.iterations, 1, most_iterations);
    inner->finish();
  }
  layer.shape = Gemm{rows, columns, mma.k};
  layer.mma = mma;
}

}  // namespace gossamer::workload
