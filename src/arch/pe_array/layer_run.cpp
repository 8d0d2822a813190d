// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/layer_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "arch/pe_array/buffer_macros.hpp"
#include "arch/pe_array/chip_run.hpp"
#include "arch/pe_array/mapping.hpp"
#include "arch/record.hpp"
#include "core/work_share.hpp"
#include "numerics/reference/vsq_reference.hpp"
#include "workload/conv_form.hpp"
#include "workload/real_operands.hpp"
#include "workload/vsq_calibration.hpp"
#include "workload/vsq_layer.hpp"

namespace gossamer::arch::pe_array {

namespace {

using numerics::vsq::Vectors;
using tensor::quantize::Quantised;

tensor::quantize::Clipping clipping(ClippingRule rule, double percentile) {
  tensor::quantize::Clipping result;
  result.rule = rule;
  result.percentile = percentile;
  return result;
}

workload::VsqSettings settings_of(const Params& params, const LayerFormats& formats) {
  const QuantizationParams& how = params.quantization;
  workload::VsqSettings settings;
  settings.arithmetic = formats.arithmetic;
  settings.output = formats.output;
  settings.vector_length = params.pe.vector;
  settings.order = how.scale_order;
  settings.weight_granularity = how.weight_coarse_scale;
  settings.weight_clipping = clipping(how.weight_clipping, how.percentile);
  settings.activation_clipping = clipping(how.activation_clipping, how.percentile);
  return settings;
}

/// One layer on one machine.
class LayerRun {
 public:
  LayerRun(const Params& params, double clock_ghz, const workload::Layer& layer,
           const SimulationOptions& options)
      : params_{params},
        clock_ghz_{clock_ghz},
        layer_{layer},
        options_{options},
        shape_{workload::conv_shape(layer)},
        record_{blank_record(layer, options, params.multipliers())} {
    // Nothing in the machine depends on values but the gating of scale products that are zero.
    record_.timing = core::Timing::exact;
    role_ = {layer.first || layer.last, layer.last, false, layer.relu};
    mapping_ = *map_layer(shape_, params, layer_formats(params, role_),
                          params.dram.bandwidth_gb_per_s / clock_ghz);
  }

  core::LayerRecord run() {
    if (options_.values) {
      run_values();
    } else {
      run_masks();
    }
    complete();
    return std::move(record_);
  }

 private:
  void run_masks() {
    const Vectors weights = workload::vsq_weight_mask(layer_, options_.seed, params_.pe.vector);
    numerics::vsq::PostProcessing unit;
    unit.output = mapping_.formats.output;
    for (std::size_t n = 0; n < layer_.invocations(); ++n) {
      const Vectors activations =
          workload::vsq_activation_mask(layer_, n, options_.seed, params_.pe.vector);
      run_chip(mapping_, params_, clock_ghz_, {weights, activations, unit}, options_, record_);
    }
  }

  void run_values() {
    const auto real_weights = workload::real_weights(layer_, options_.seed);
    const Quantised weights =
        workload::vsq_weights(layer_, real_weights, settings_of(params_, mapping_.formats));
    losses_.weights = weights.losses;
    for (std::size_t n = 0; n < layer_.invocations(); ++n) {
      const auto real = workload::real_activations(layer_, n, options_.seed);
      role_.signed_inputs =
          std::any_of(real.data.begin(), real.data.end(), [](float x) { return x < 0; });
      mapping_.formats = layer_formats(params_, role_);
      const auto settings = settings_of(params_, mapping_.formats);
      const Quantised activations = workload::vsq_activations(layer_, real, settings);
      const workload::VsqCalibration calibration = workload::calibrate(
          layer_, {real_weights, real, weights, activations}, settings, n, options_.seed);
      const Vectors outputs =
          run_chip(mapping_, params_, clock_ghz_,
                   {weights.vectors, activations.vectors, calibration.post}, options_, record_);
      judge(weights.vectors, activations, calibration, outputs);
    }
  }

  void judge(const Vectors& weights, const Quantised& activations,
             const workload::VsqCalibration& calibration, const Vectors& outputs) {
    add(losses_.activations, activations.losses);
    const auto noise = workload::output_noise(calibration, outputs);
    losses_.outputs.signal += noise.signal;
    losses_.outputs.noise += noise.noise;
    const auto nonzero = outputs.codes.size() - static_cast<std::size_t>(std::count(
                                                    outputs.codes.begin(), outputs.codes.end(), 0));
    record_.metrics["output_density"] +=
        static_cast<double>(nonzero) / static_cast<double>(shape_.outputs() * layer_.invocations());
    if (options_.check) check(weights, activations.vectors, calibration.post, outputs);
  }

  void check(const Vectors& weights, const Vectors& activations,
             const numerics::vsq::PostProcessing& unit, const Vectors& outputs) {
    const core::WorkScope scope{core::Work::reference};
    const auto expected =
        numerics::reference::vsq_conv2d(shape_, weights, activations, mapping_.formats.arithmetic,
                                        mapping_.blocking.chunks_at_once);
    expected_effectual_ += expected.effectual_macs;
    if (record_.effectual_macs != expected_effectual_) {
      record_.mismatches.push_back(
          fmt::format("{} effectual MACs were counted; the tensors have {}", record_.effectual_macs,
                      expected_effectual_));
    }
    expected_saturations_ += static_cast<double>(expected.saturations);
    if (mapping_.formats.arithmetic.full_scale_product_bits() > 0) {
      expected_zero_scales_ += static_cast<double>(expected.zero_scale_products);
    }
    compare_count("saturated_additions", expected_saturations_);
    compare_count("zero_scale_products", expected_zero_scales_);
    compare(outputs,
            numerics::reference::vsq_post_process(shape_, expected.sums, unit, params_.pe.vector));
  }

  void compare_count(const std::string& metric, double expected) {
    const double got = record_.metrics.at(metric);
    if (got == expected) return;
    record_.mismatches.push_back(
        fmt::format("{}: {} were counted; the reference has {}", metric, got, expected));
  }

  void compare(const Vectors& got, const Vectors& expected) {
    std::size_t wrong = 0;
    std::size_t first = 0;
    const std::size_t vectors = expected.scales.size();
    for (std::size_t v = vectors; v-- > 0;) {
      if (got.scales[v] == expected.scales[v] &&
          std::equal(got.vector(v), got.vector(v) + got.length, expected.vector(v))) {
        continue;
      }
      ++wrong;
      first = v;
    }
    if (wrong == 0) return;
    record_.mismatches.push_back(fmt::format(
        "{} of {} output vectors differ; first at [{}][{}][{}] (image, vector of channels, "
        "position): scale {} instead of {}, first element {} instead of {}",
        wrong, vectors, first / (got.chunks * got.positions), first / got.positions % got.chunks,
        first % got.positions, got.scales[first], expected.scales[first], *got.vector(first),
        *expected.vector(first)));
  }

  static void add(tensor::quantize::Losses& to, const tensor::quantize::Losses& from) {
    to.dead_vectors += from.dead_vectors;
    to.clipped_elements += from.clipped_elements;
    to.noise.signal += from.noise.signal;
    to.noise.noise += from.noise.noise;
  }

  void complete() {
    auto& metrics = record_.metrics;
    const auto& arithmetic = mapping_.formats.arithmetic;
    metrics["dram_bound_cycles"] = dram_bound_cycles(record_, params_.dram, clock_ghz_);
    metrics["invocations"] = static_cast<double>(layer_.invocations());
    metrics["kernel_groups"] = mapping_.kernel_groups;
    metrics["pieces"] = static_cast<double>(mapping_.blocking.pieces.size());
    metrics["width_passes"] = mapping_.formats.width_passes;
    // Of stored vectors; the last of a group has as many elements as there are channels.
    const std::size_t channels = shape_.channels_per_group();
    const VectorBlock stored =
        vector_block(channels, params_.pe.vector, 0, mapping_.blocking.chunks, 1);
    const auto bits = [&](const numerics::vsq::OperandFormat& format) {
      return static_cast<double>(stored.full * format.vector_bits(stored.length) +
                                 stored.partial * format.vector_bits(stored.rest)) /
             static_cast<double>(channels);
    };
    metrics["effective_bits_weights"] = bits(arithmetic.weights);
    metrics["effective_bits_activations"] = bits(arithmetic.activations);
    add_buffer_bytes();
    const Blocking& blocking = mapping_.blocking;
    record_.choices["mapping"] = fmt::format(
        "{} x {} PEs (output channels x pixels), blocks of {} x {}, {} channels at once",
        mapping_.kernel_groups, mapping_.pixel_groups, blocking.blocks.front().rows,
        blocking.blocks.front().cols, blocking.chunks_at_once * blocking.vector);
    if (options_.values) {
      add_losses();
    } else {
      add_bounds();
    }
    record_.checked = options_.check && record_.mismatches.empty();
  }

  // What a run without values cannot know, as an upper bound of the run with values.
  void add_bounds() {
    for (const char* name : {"saturated_additions", "zero_scale_products"})
      record_.metrics.erase(name);
    record_.choices["upper_bounds"] = "effectual_macs, useful";
    if (mapping_.formats.arithmetic.full_scale_product_bits() == 0) return;
    record_.choices["upper_bounds"] +=
        ", scale of pe/scale_units, accumulate of pe/collector, their energies, "
        "collector_bytes_per_mac";
    record_.choices["gating"] =
        "not known without values: every scale product inside the plane priced as not zero";
  }

  // Bytes read and written per dense multiply-accumulate.
  void add_buffer_bytes() {
    const auto per_mac = [&](const std::string& buffer, double bits) {
      const auto& counts = record_.counters.at(buffer == "global_buffer" ? buffer : "pe/" + buffer);
      const auto words = static_cast<double>(counts.at("read") + counts.at("write"));
      record_.metrics[buffer + "_bytes_per_mac"] =
          words * bits / 8 / static_cast<double>(record_.macs);
    };
    per_mac("weight_buffer", vector_bits(params_.weights, params_.pe.vector));
    per_mac("input_buffer", vector_bits(params_.activations, params_.pe.vector));
    per_mac("accumulation_buffer", 1.0 * params_.pe.lanes * params_.accumulator_bits);
    per_mac("global_buffer", 8.0 * params_.network_bytes());
    // A sum is read and written each time it is added to; weight stationary, in the buffer.
    if (params_.dataflow == Dataflow::ws) return;
    const auto additions = record_.counters.at("pe/collector").at("accumulate");
    record_.metrics["collector_bytes_per_mac"] = 2.0 * static_cast<double>(additions) *
                                                 params_.accumulator_bits / 8 /
                                                 static_cast<double>(record_.macs);
  }

  void add_losses() {
    auto& metrics = record_.metrics;
    // Without noise, or without a signal, there is no ratio.
    const auto add_ratio = [&](const std::string& name, const tensor::quantize::Noise& noise) {
      if (noise.noise > 0 && noise.signal > 0) metrics[name] = noise.decibels();
    };
    add_ratio("sqnr_weights_db", losses_.weights.noise);
    add_ratio("sqnr_activations_db", losses_.activations.noise);
    add_ratio("sqnr_outputs_db", losses_.outputs);
    metrics["dead_vectors_weights"] = static_cast<double>(losses_.weights.dead_vectors);
    metrics["dead_vectors_activations"] = static_cast<double>(losses_.activations.dead_vectors);
    metrics["clipped_weights"] = static_cast<double>(losses_.weights.clipped_elements);
    metrics["clipped_activations"] = static_cast<double>(losses_.activations.clipped_elements);
  }

  struct Losses {
    tensor::quantize::Losses weights;
    tensor::quantize::Losses activations;
    tensor::quantize::Noise outputs;
  };

  const Params& params_;
  const double clock_ghz_;
  const workload::Layer& layer_;
  const SimulationOptions& options_;
  const ConvShape shape_;
  core::LayerRecord record_;
  LayerRole role_;
  Mapping mapping_;
  Losses losses_;
  std::uint64_t expected_effectual_ = 0;
  double expected_saturations_ = 0;
  double expected_zero_scales_ = 0;
};

}  // namespace

core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options) {
  return LayerRun{params, clock_ghz, layer, options}.run();
}

}  // namespace gossamer::arch::pe_array
