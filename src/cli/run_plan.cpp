// SPDX-License-Identifier: Apache-2.0
#include "cli/run_plan.hpp"

#include <fmt/format.h>

#include <cctype>

#include "cli/layer_choice.hpp"
#include "core/byte_size.hpp"
#include "core/errors.hpp"
#include "tensor/tensor.hpp"

namespace gossamer::cli {

namespace {

/// Width in bits at the end of a format's name ("int8"); 16 where the layer leaves it to the
/// machine.
std::uint64_t bits_of(const std::string& format) {
  std::uint64_t bits = 0;
  for (const char c : format) {
    bits = std::isdigit(static_cast<unsigned char>(c)) != 0
               ? 10 * bits + static_cast<std::uint64_t>(c - '0')
               : 0;
  }
  return bits == 0 ? 16 : bits;
}

std::uint64_t operand_bytes(const workload::Layer& layer) {
  const auto bytes = [](const tensor::Shape& shape, const std::string& format) {
    return (tensor::elements(shape) * bits_of(format) + 7) / 8;
  };
  const std::uint64_t per_invocation =
      bytes(workload::activation_shape(layer), layer.precision.activations) +
      bytes(workload::output_shape(layer), layer.precision.outputs);
  return bytes(workload::weight_shape(layer), layer.precision.weights) +
         layer.invocations() * per_invocation;
}

/// Why the machine cannot run the layer, in words; "" if it can.
std::string refusal_of(const arch::Machine& machine, const workload::Layer& layer,
                       const arch::SimulationOptions& simulation) {
  if (!machine.runs_kind(layer.kind)) return "the machine has no hardware for this kind of layer";
  return machine.refusal(layer, simulation);
}

/// Whether another way to simulate would help; leaving the layer out is then no advice.
bool is_about_options(const arch::Machine& machine, const workload::Layer& layer) {
  return refusal_of(machine, layer, arch::SimulationOptions{}).empty();
}

[[noreturn]] void refuse_empty_plan(const workload::Network& network,
                                    const std::vector<core::Fault>& reasons) {
  std::vector<core::Fault> faults{
      {{network.name}, "the machine supports none of the chosen layers"}};
  faults.insert(faults.end(), reasons.begin(), reasons.end());
  throw core::ConfigError{std::move(faults)};
}

}  // namespace

RunPlan plan_run(const arch::Machine& machine, const workload::Network& network,
                 const PlanOptions& options, const arch::SimulationOptions& simulation) {
  RunPlan plan;
  core::Faults faults;
  std::vector<core::Fault> unsupported;
  for (auto& layer : choose_layers(network, options.layers)) {
    const std::string reason = refusal_of(machine, layer, simulation);
    if (!reason.empty()) {
      const std::string what = fmt::format("layer '{}' ({}): {}", layer.name, layer.kind, reason);
      if (is_about_options(machine, layer)) {
        faults.add(layer.where, what);
      } else if (options.skip_unsupported) {
        plan.skipped.push_back({layer.name, layer.kind, reason, operand_bytes(layer)});
        unsupported.push_back({layer.where, what});
      } else {
        faults.add(layer.where, what + "; --skip-unsupported leaves it out");
      }
      continue;
    }
    const std::uint64_t bytes = machine.memory_bytes(layer, simulation);
    if (bytes > options.max_memory) {
      faults.add(
          layer.where,
          fmt::format("layer '{}' needs about {} of memory; --max-memory allows {}", layer.name,
                      core::format_bytes(bytes), core::format_bytes(options.max_memory)));
      continue;
    }
    plan.layers.push_back(std::move(layer));
  }
  faults.throw_if_any();
  if (plan.layers.empty()) refuse_empty_plan(network, unsupported);
  return plan;
}

}  // namespace gossamer::cli
