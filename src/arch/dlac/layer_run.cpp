// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/layer_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "arch/dlac/chip.hpp"
#include "arch/dlac/layer_format.hpp"
#include "arch/dlac/operand_words.hpp"
#include "arch/dlac/record.hpp"
#include "arch/record.hpp"
#include "numerics/floating_point.hpp"
#include "numerics/lowbit/accumulate.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "workload/conv_form.hpp"
#include "workload/lowbit_layer.hpp"
#include "workload/lowbit_output_constant.hpp"

namespace gossamer::arch::dlac {

namespace {

using numerics::lowbit::Weights;
using workload::LowbitActivations;

/// One layer on one machine.
class LayerRun {
 public:
  LayerRun(const Params& params, double clock_ghz, const workload::Layer& layer,
           const SimulationOptions& options)
      : params_{params},
        clock_ghz_{clock_ghz},
        layer_{layer},
        options_{options},
        values_{options.values ? workload::Values::drawn : workload::Values::ones},
        record_{blank_record(layer, options, params.multipliers())} {
    // Nothing in the machine depends on values.
    record_.timing = core::Timing::exact;
    std::string refusal;
    const LayerFormat format = layer_format(layer, params, refusal);
    mapping_ = map_layer(workload::conv_shape(layer), params, format, refusal);
  }

  core::LayerRecord run() {
    const Format& format = mapping_.format.format;
    tensor::quantize::LowbitSettings settings;
    settings.threshold = params_.weights.threshold;
    const Weights weights =
        workload::lowbit_weights(layer_, options_.seed, format, settings, values_);
    for (std::size_t n = 0; n < layer_.invocations(); ++n) {
      const LowbitActivations activations =
          workload::lowbit_activations(layer_, n, options_.seed, format, values_);
      // Without values nothing depends on it.
      const float subtract = options_.values
                                 ? workload::lowbit_output_constant(layer_, weights, activations,
                                                                    format, n, options_.seed)
                                 : 0;
      const std::vector<std::uint32_t> outputs = run_chip(weights, activations, subtract);
      if (!options_.values) continue;
      add_density(outputs);
      if (options_.check) judge(weights, activations, outputs, subtract);
    }
    complete(weights);
    return std::move(record_);
  }

 private:
  std::vector<std::uint32_t> run_chip(const Weights& weights, const LowbitActivations& activations,
                                      float subtract) {
    std::vector<std::uint32_t> words(activations.size());
    std::transform(activations.real.begin(), activations.real.end(), words.begin(),
                   numerics::float_bits);
    std::transform(activations.integers.begin(), activations.integers.end(), words.begin(),
                   [](std::int32_t code) { return static_cast<std::uint32_t>(code); });
    kernel::Simulation simulation{kernel_settings(clock_ghz_, options_)};
    Chip chip{simulation,
              params_,
              {mapping_, weights, words, activations.scale, layer_.relu, subtract, options_.values,
               options_.cpu_level}};
    if (!options_.fault.empty()) chip.inject(options_.fault);
    simulation.run();
    if (!options_.fault.empty()) record_.run_info["faults_injected"] += chip.injected();
    add_to_record(simulation, chip, params_, mapping_, record_);
    return options_.values ? chip.read_outputs() : std::vector<std::uint32_t>{};
  }

  void add_density(const std::vector<std::uint32_t>& outputs) {
    const auto nonzero = std::count_if(outputs.begin(), outputs.end(),
                                       [&](auto word) { return value_of(word) != 0; });
    record_.metrics["output_density"] +=
        static_cast<double>(nonzero) / static_cast<double>(outputs.size() * layer_.invocations());
  }

  void judge(const Weights& weights, const LowbitActivations& activations,
             const std::vector<std::uint32_t>& outputs, float subtract) {
    const Format& format = mapping_.format.format;
    const auto expected = workload::lowbit_reference(layer_, weights, activations, format,
                                                     {mapping_.format.outputs, subtract});
    expected_pairs_ += expected.effectual_pairs;
    record_.metrics["sums_outside_32_bits"] += static_cast<double>(expected.sums_outside_32_bits);
    std::size_t wrong = 0;
    std::size_t first = 0;
    for (std::size_t i = outputs.size(); i-- > 0;) {
      if (numerics::float_bits(value_of(outputs[i])) == bits_of(expected, i)) {
        continue;
      }
      ++wrong;
      first = i;
    }
    if (wrong == 0) return;
    const std::size_t plane = mapping_.shape.out_height * mapping_.shape.out_width;
    record_.mismatches.push_back(fmt::format(
        "{} of {} outputs differ; first at [{}][{}] (image and output channel, position): {} "
        "instead of {}",
        wrong, outputs.size(), first / plane, first % plane, value_of(outputs[first]),
        numerics::bits_float(bits_of(expected, first))));
  }

  std::uint32_t bits_of(const workload::LowbitReference& expected, std::size_t index) const {
    return numerics::float_bits(
        expected.outputs.data[workload::lowbit_output_index(layer_, index)]);
  }

  float value_of(std::uint32_t stored) const {
    const Format& outputs = mapping_.format.outputs;
    const std::uint32_t word = loaded_activation(stored, outputs);
    return outputs.is_integer() ? static_cast<float>(static_cast<std::int32_t>(word)) *
                                      numerics::lowbit::activation_scale(outputs)
                                : numerics::bits_float(word);
  }

  void complete(const Weights& weights) {
    if (options_.check && options_.values && record_.effectual_macs != expected_pairs_) {
      record_.mismatches.push_back(
          fmt::format("{} effectual MACs were counted; the tensors have {}", record_.effectual_macs,
                      expected_pairs_));
    }
    record_.checked = options_.check && options_.values && record_.mismatches.empty();
    add_metrics(weights);
    const Format& format = mapping_.format.format;
    record_.choices["datapath"] = fmt::format(
        "{}: {} weights, {} activations",
        mapping_.format.full_precision ? "full precision" : "grid",
        numerics::lowbit::weights_name(format), numerics::lowbit::activations_name(format));
    if (mapping_.format.output_bits() != format.activation_bits) {
      record_.choices["outputs"] =
          "stored as " + numerics::lowbit::activations_name(mapping_.format.outputs);
    }
    record_.choices["mapping"] = fmt::format(
        "{} filter blocks x {} tiles, {} pieces of the reduction; inputs {}, outputs {}, weights "
        "{}",
        mapping_.blocks.size(), mapping_.all_tiles() / mapping_.blocks.size(),
        mapping_.pieces.size(), mapping_.inputs_from_dram ? "from DRAM" : "on chip",
        mapping_.outputs_to_dram ? "to DRAM" : "on chip",
        mapping_.weights_stay ? "loaded once" : "loaded for each use");
  }

  void add_metrics(const Weights& weights) {
    auto& metrics = record_.metrics;
    const auto cycles = static_cast<double>(record_.cycles);
    metrics["dram_bound_cycles"] = dram_bound_cycles(record_, params_.dram, clock_ghz_);
    metrics["invocations"] = static_cast<double>(layer_.invocations());
    // Two operations per multiply-accumulate: all of them, and those that were issued usefully.
    metrics["dense_equivalent_tflops"] =
        2e-3 * static_cast<double>(record_.macs) * clock_ghz_ / cycles;
    metrics["effectual_tflops"] =
        2e-3 * static_cast<double>(record_.effectual_macs) * clock_ghz_ / cycles;
    metrics["weight_density"] =
        static_cast<double>(weights.nonzeros()) / static_cast<double>(weights.size());
    const auto multiplies = record_.counters.at("drain").at("multiply");
    metrics["drain_multiplies_per_accumulation"] =
        record_.effectual_macs == 0
            ? 0
            : static_cast<double>(multiplies) / static_cast<double>(record_.effectual_macs);
  }

  const Params& params_;
  const double clock_ghz_;
  const workload::Layer& layer_;
  const SimulationOptions& options_;
  const workload::Values values_;
  core::LayerRecord record_;
  Mapping mapping_;
  std::uint64_t expected_pairs_ = 0;
};

}  // namespace

core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options) {
  return LayerRun{params, clock_ghz, layer, options}.run();
}

// Operands as real numbers, as the convolution has them, as words and packed (16 bytes an element
// with what is made of them); unpacked weights of what is on chip and list entries of inputs;
// outputs as words, packed, and for a check as the reference has them; tiles with their place in
// memory and in channels, loads with what their loader keeps of them.
std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params, bool checked) {
  std::string refusal;
  const LayerFormat format = layer_format(layer, params, refusal);
  const ConvShape shape = workload::conv_shape(layer);
  const Mapping mapping = map_layer(shape, params, format, refusal);
  const std::uint64_t weights = shape.filters * shape.filter_size();
  const std::uint64_t inputs = shape.batch * shape.channels * shape.height * shape.width;
  const std::uint64_t lanes = mapping.grid.lanes();
  const std::uint64_t on_chip =
      std::min<std::uint64_t>(mapping.blocks.size() * shape.filter_size(),
                              8192ULL * params.weight_buffer.kib / format.weight_bits());
  const std::uint64_t grid = mapping.grid.rows * lanes;
  const std::uint64_t tiles = mapping.all_tiles() * mapping.pieces.size();
  return weights * 20 + on_chip * lanes * 10 + inputs * 40 + shape.outputs() * (checked ? 32 : 16) +
         tiles * 250 + grid * 4 * (10 + params.pe.fifo_depth) +
         std::uint64_t{mapping.windows()} * mapping.grid.rows * 8 + (std::uint64_t{4} << 20U);
}

}  // namespace gossamer::arch::dlac
