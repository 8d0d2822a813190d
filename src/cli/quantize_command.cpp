// SPDX-License-Identifier: Apache-2.0
#include "cli/quantize_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/interrupt.hpp"
#include "cli/npy_outputs.hpp"
#include "cli/partial_directory.hpp"
#include "cli/quantize_request.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "tensor/npy.hpp"
#include "tensor/quantize/lowbit_tensor.hpp"

namespace gossamer::cli {

namespace {

namespace fs = std::filesystem;
using tensor::quantize::LowbitRequest;
using tensor::quantize::LowbitTensor;

constexpr const char* examples =
    "  gossamer quantize conv2_w.npy -o conv2_ternary.npy --scheme ternary\n"
    "  gossamer quantize fc6_w.npy fc7_w.npy -o ttq --scheme ttq --density 0.3\n"
    "  gossamer quantize conv3_w.npy -o conv3_q.npy --scheme binary --scales channel\n"
    "  gossamer quantize conv3_w.npy -o conv3_q.npy --scheme wrpn --bits 4 --codes\n"
    "  gossamer quantize conv3_a.npy -o conv3_a4.npy --scheme wrpn --bits 4 --activations\n"
    "\n"
    "Writes the numbers that the codes stand for as <f4, which a layer's `weights: {file}`\n"
    "takes, scales and figures beside them in NAME_scales.json, and with --codes the codes\n"
    "as <i2 in NAME_codes.npy. docs/lowbit.md has the formulae. With --scales channel output\n"
    "channels are axis 1 of [k][n], axis 0 of [count][channels][height][width], else --axis.\n";

std::string format_name(const LowbitRequest& request) {
  return request.activations ? activations_name(request.format) : weights_name(request.format);
}

std::string scale_text(const std::vector<float>& scales) {
  if (scales.size() == 1) return fmt::format("{}", scales.front());
  const auto [least, most] = std::minmax_element(scales.begin(), scales.end());
  return fmt::format("{} to {} ({} output channels)", *least, *most, scales.size());
}

double density_of(const LowbitTensor& result) {
  return static_cast<double>(result.nonzeros) / static_cast<double>(result.codes.size());
}

std::string result_text(const std::string& input, const LowbitRequest& request,
                        const LowbitTensor& result) {
  std::string text = fmt::format("{}: ({}), {}\n", input, fmt::join(result.codes.shape, ", "),
                                 format_name(request));
  text += fmt::format("  {:<22}{:>14}{:>8.2f} %\n", "non-zeros", result.nonzeros,
                      100 * density_of(result));
  const double ratio = result.noise.decibels();
  text += std::isfinite(ratio) ? fmt::format("  {:<22}{:>14.2f} dB\n", "SQNR", ratio)
                               : fmt::format("  {:<22}{:>14}\n", "SQNR", "no noise");
  const bool two = !result.negative_scale.empty();
  text += fmt::format("  {:<22}{}\n", two ? "scale of positives" : "scale",
                      scale_text(result.positive_scale));
  if (two)
    text += fmt::format("  {:<22}{}\n", "scale of negatives", scale_text(result.negative_scale));
  return text;
}

/// Scales and figures of a tensor; an infinite ratio is null.
std::string sidecar(const LowbitRequest& request, const LowbitTensor& result) {
  nlohmann::ordered_json json;
  json["schema"] = "gossamer-scales/1";
  json["format"] = format_name(request);
  json["shape"] = result.codes.shape;
  json["positive_scale"] = result.positive_scale;
  if (!result.negative_scale.empty()) json["negative_scale"] = result.negative_scale;
  json["density"] = density_of(result);
  const double ratio = result.noise.decibels();
  json["sqnr_db"] = std::isfinite(ratio) ? nlohmann::ordered_json(ratio) : nullptr;
  return json.dump(2) + "\n";
}

std::string scales_file(const std::string& output) {
  return fs::path{beside(output, "scales")}.replace_extension(".json").string();
}

/// The files of one result.
std::vector<std::string> files_of(const std::string& output, bool codes) {
  std::vector<std::string> files{scales_file(output), output};
  if (codes) files.insert(files.begin(), beside(output, "codes"));
  return files;
}

void write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw_file_error(path, "cannot be written", errno);
}

/// All under other names first, so that no half-written file is left under these; the tensor last.
void put(const std::string& output, const LowbitRequest& request, const LowbitTensor& result,
         bool codes) {
  const HoldInterrupts hold;
  const fs::path parent = fs::absolute(output).parent_path();
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) throw_file_error(parent, "cannot be made", error.value());
  const PartialDirectory fresh{parent, "gossamer", output};
  const auto partial = [&](const std::string& file) {
    return (fresh.path() / fs::path{file}.filename()).string();
  };
  tensor::write_npy(partial(output), result.values);
  if (codes) tensor::write_npy(partial(beside(output, "codes")), result.codes);
  write_text(partial(scales_file(output)), sidecar(request, result));
  for (const std::string& file : files_of(output, codes)) {
    fs::rename(partial(file), file, error);
    if (error) throw_file_error(file, "cannot be written", error.value());
  }
}

/// Everything that can be wrong with the inputs, before anything is written.
void check_inputs(const std::vector<std::string>& inputs, const LowbitRequest& request) {
  core::Faults faults;
  for (const std::string& input : inputs) {
    try {
      check_request(tensor::read_npy_header(input).shape, request);
      tensor::check_npy_float(input);
    } catch (const tensor::quantize::LowbitFault& fault) {
      faults.add({input}, fault.what());
    } catch (const core::ConfigError& error) {
      for (const core::Fault& fault : error.faults()) faults.add(fault.where, fault.message);
    }
  }
  faults.throw_if_any();
}

/// What is written beside a result must not replace a tensor of the same command.
void check_beside(const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
                  bool codes) {
  for (const std::string& output : outputs)
    for (const std::string& file : files_of(output, codes)) {
      if (file == output) continue;
      std::error_code error;
      const auto is_file = [&](const std::string& other) {
        return other == file || fs::equivalent(other, file, error);
      };
      if (fs::is_directory(file, error))
        throw core::ConfigError{{file}, "is a directory, and a file of this name is to be written"};
      if (std::any_of(inputs.begin(), inputs.end(), is_file) ||
          std::find(outputs.begin(), outputs.end(), file) != outputs.end())
        throw core::ConfigError{{file},
                                "would be written in the place of a tensor; allowed: another name "
                                "or directory behind -o"};
    }
}

ExitCode quantize(const QuantizeOptions& options, const Console& console) {
  const LowbitRequest request = request_of(options);
  check_inputs(options.inputs, request);
  const auto outputs = npy_outputs(options.inputs, options.output);
  check_beside(options.inputs, outputs, options.codes);
  for (std::size_t i = 0; i < options.inputs.size(); ++i) {
    const LowbitTensor result = quantise_tensor(tensor::read_npy_float(options.inputs[i]), request);
    put(outputs[i], request, result, options.codes);
    std::vector<std::string> files = files_of(outputs[i], options.codes);
    std::reverse(files.begin(), files.end());
    console.out << result_text(options.inputs[i], request, result)
                << "  written: " << core::joined(files) << "\n";
    console.out.flush();
  }
  return ExitCode::done;
}

void add_scheme_options(CLI::App& parser, QuantizeOptions& options) {
  parser.add_option("--scheme", options.scheme, "ternary, ttq, binary, wrpn or dorefa")
      ->required()
      ->check(not_empty());
  parser.add_option("--bits", options.bits, "of wrpn and dorefa: 2 to 8, activations 1 to 8")
      ->check(not_empty());
  parser
      .add_option("--threshold", options.threshold,
                  "ternary, ttq: what is not above this share of the largest magnitude becomes 0 "
                  "(default 0.05)")
      ->check(not_empty());
  parser
      .add_option("--density", options.density,
                  "ternary, ttq: share of weights that stay, the largest, instead of a threshold")
      ->check(not_empty());
  parser
      .add_option("--scales", options.scales,
                  "ternary, ttq, binary: one for the layer (default), or one for each channel")
      ->check(not_empty());
}

}  // namespace

Command add_quantize_command(CLI::App& app) {
  const auto options = std::make_shared<QuantizeOptions>();
  CLI::App* parser = add_subcommand(
      app, "quantize", "Quantise tensors to weights or activations of few bits.", examples);
  parser->add_option("TENSOR", options->inputs, "tensors (.npy), floating-point or integers")
      ->required()
      ->check(not_empty());
  parser
      ->add_option("-o,--output", options->output,
                   "for one tensor a name that ends in .npy, else a directory")
      ->required()
      ->check(not_empty());
  add_scheme_options(*parser, *options);
  parser->add_option("--axis", options->axis, "of output channels, from 0, for --scales channel")
      ->check(whole_number(0, 63));
  parser->add_flag("--activations", options->activations,
                   "wrpn, dorefa: quantise as activations, clipped to [0, 1]");
  parser->add_flag("--codes", options->codes, "write the codes as well");
  return {parser, [options](const Console& console) { return quantize(*options, console); }};
}

}  // namespace gossamer::cli
