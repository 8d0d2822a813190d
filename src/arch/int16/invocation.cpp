// SPDX-License-Identifier: Apache-2.0
#include "arch/int16/invocation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tensor/compare.hpp"
#include "workload/operands.hpp"

namespace gossamer::arch::int16 {

Invocation::Invocation(const workload::Layer& layer, const SimulationOptions& options,
                       const Values16& weights, std::size_t number)
    : layer_{layer},
      options_{options},
      weights_{weights},
      activations_{workload::int16_activations(
          layer, number, options.seed,
          options.values ? workload::Values::drawn : workload::Values::ones)} {
  if (options.values) {
    arithmetic_ = workload::int16_arithmetic(layer, weights, activations_, number, options.seed);
    return;
  }
  arithmetic_ = workload::int16_arithmetic_of_masks(layer, weights);
  const auto mask = workload::output_mask(layer, number, options.seed);
  mask_ = Values16{mask.shape};
  std::copy(mask.data.begin(), mask.data.end(), mask_.data.begin());
}

void Invocation::judge(const Values16& outputs, std::uint64_t effectual_macs,
                       core::LayerRecord& record) {
  const auto nonzero = outputs.size() - static_cast<std::size_t>(std::count(outputs.data.begin(),
                                                                            outputs.data.end(), 0));
  record.metrics["output_density"] +=
      static_cast<double>(nonzero) / static_cast<double>(outputs.size() * layer_.invocations());
  if (options_.check) check(outputs, effectual_macs, record);
}

const Invocation::Expected& Invocation::expected() {
  if (!expected_) {
    expected_ = {workload::effectual_macs(layer_, weights_, activations_),
                 workload::int16_reference(layer_, weights_, activations_, arithmetic_)};
  }
  return *expected_;
}

void Invocation::check(const Values16& outputs, std::uint64_t effectual_macs,
                       core::LayerRecord& record) {
  if (effectual_macs != expected().effectual_macs) {
    record.mismatches.push_back(fmt::format("{} effectual MACs were counted; the tensors have {}",
                                            effectual_macs, expected().effectual_macs));
  }
  const auto differences = tensor::describe_differences(outputs, expected().results.outputs);
  record.mismatches.insert(record.mismatches.end(), differences.begin(), differences.end());
  record.metrics["sums_outside_24_bits"] +=
      static_cast<double>(expected().results.sums_outside_24_bits);
}

}  // namespace gossamer::arch::int16
