// SPDX-License-Identifier: Apache-2.0
#include "workload/operand_values.hpp"

#include <fmt/format.h>

#include <map>
#include <string>

#include "core/errors.hpp"
#include "tensor/npy.hpp"

namespace gossamer::workload {

namespace {

/// What is wrong with the values of files; layers may share one.
class CheckedFiles {
 public:
  explicit CheckedFiles(OperandValues values)
      : check_{values == OperandValues::real ? tensor::check_npy_float : tensor::check_npy_int16} {}

  /// "" if every value fits.
  const std::string& fault_of(const std::string& file) {
    const auto [entry, is_new] = faults_.emplace(file, "");
    if (!is_new) return entry->second;
    try {
      check_(file);
    } catch (const core::ConfigError& error) {
      entry->second = error.what();
    }
    return entry->second;
  }

 private:
  void (*check_)(const std::string&);
  std::map<std::string, std::string> faults_;
};

}  // namespace

void check_operand_values(const std::vector<Layer>& layers, OperandValues values) {
  CheckedFiles files(values);
  core::Faults faults;
  for (const Layer& layer : layers) {
    for (const OperandSource* operand : {&layer.weights, &layer.activations}) {
      for (std::size_t i = 0; i < operand->files.size(); ++i) {
        const std::string& fault = files.fault_of(operand->files[i]);
        if (fault.empty()) continue;
        faults.add(operand->file_where.at(i), fmt::format("{}: {}", layer.name, fault));
      }
    }
  }
  faults.throw_if_any();
}

}  // namespace gossamer::workload
