// SPDX-License-Identifier: Apache-2.0
#include "cli/prune_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>

#include "cli/interrupt.hpp"
#include "cli/npy_outputs.hpp"
#include "cli/partial_directory.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"
#include "core/yaml.hpp"
#include "tensor/npy.hpp"
#include "tensor/npy_header.hpp"
#include "tensor/prune/prune_tensor.hpp"

namespace gossamer::cli {

namespace {

namespace fs = std::filesystem;
using tensor::PatternKind;
using tensor::prune::PruneRequest;
using tensor::prune::PruneResult;

constexpr const char* examples =
    "  gossamer prune fc6_w.npy -o fc6_2to4.npy\n"
    "  gossamer prune conv2_w.npy conv3_w.npy -o pruned --pattern 4:8-pairs\n"
    "  gossamer prune fc6_w.npy -o fc6_sparse.npy --pattern unstructured --density 0.1\n"
    "  gossamer prune conv4_w.npy -o conv4_2to4.npy --permute --restarts 100\n"
    "\n"
    "The largest magnitudes are kept; of equal ones those at the lowest positions. Integers\n"
    "are written as <i2, floating-point numbers as <f4. Without --axis, patterns run along\n"
    "the reduction dimension of the layouts in docs/workloads.md: axis 0 of [k][n], the\n"
    "channels, axis 1, of [count][channels][height][width]; else along the last axis.\n"
    "--permute reorders the positions on the axis so that more is kept and writes the\n"
    "permutation beside the result: position p was permutation[p] before.\n";

const std::vector<std::string> patterns{"2:4", "1:2", "4:8-pairs", "unstructured"};

struct PruneOptions {
  std::vector<std::string> inputs;
  std::string output;
  std::string pattern = "2:4";
  std::string density;
  std::string axis;
  bool permute = false;
  std::string restarts;
  std::string seed;
};

std::int64_t whole(const std::string& text) {
  std::int64_t value = 0;
  core::parse_integer(text, value);
  return value;
}

[[noreturn]] void refuse(const std::string& option, const std::string& what) {
  throw core::ConfigError{{"gossamer prune"}, option + ": " + what};
}

PatternKind pattern_of(const std::string& name) {
  if (std::find(patterns.begin(), patterns.end(), name) == patterns.end())
    refuse("--pattern",
           core::quoted(name) + " is no pattern to prune to" + core::suggestion(name, patterns));
  const auto& names = tensor::pattern_names;
  return static_cast<PatternKind>(std::find(names.begin(), names.end(), name) - names.begin());
}

std::optional<double> density_of(const PruneOptions& options, PatternKind pattern) {
  const auto limit = tensor::prune::n_of_m(pattern);
  if (options.density.empty()) {
    if (!limit) refuse("--density", "is needed with --pattern unstructured; allowed: 0 to 1");
    return std::nullopt;
  }
  const double most = limit ? 0.5 : 1;
  double density = 0;
  if (!core::parse_number(options.density, density) || !(density >= 0 && density <= most))
    refuse("--density", fmt::format("{} is not allowed; allowed with --pattern {}: a number from 0 "
                                    "to {}",
                                    core::quoted(options.density), options.pattern, most));
  return density;
}

PruneRequest request_of(const PruneOptions& options) {
  PruneRequest request;
  request.pattern = pattern_of(options.pattern);
  request.density = density_of(options, request.pattern);
  if (!options.axis.empty()) request.axis = static_cast<std::size_t>(whole(options.axis));
  if (options.permute && !tensor::prune::n_of_m(request.pattern))
    refuse("--permute",
           "changes nothing with --pattern unstructured; allowed with: 2:4, 1:2, "
           "4:8-pairs");
  for (const auto& [name, value] :
       {std::pair{"--restarts", &options.restarts}, std::pair{"--seed", &options.seed}}) {
    if (!value->empty() && !options.permute) refuse(name, "is for --permute alone");
  }
  if (options.permute) {
    request.permute.emplace();
    if (!options.restarts.empty())
      request.permute->restarts = static_cast<std::size_t>(whole(options.restarts));
    if (!options.seed.empty())
      request.permute->seed = static_cast<std::uint64_t>(whole(options.seed));
  }
  return request;
}

std::string magnitude_line(const char* name, double value, double total) {
  return fmt::format("  {:<22}{:>14.6g}{:>8.2f} %\n", name, value,
                     total > 0 ? 100 * value / total : 0);
}

template <class T>
std::string result_text(const std::string& input, const tensor::Tensor<T>& tensor,
                        const PruneOptions& options, const PruneResult& result) {
  const double total = result.kept.total;
  std::string text = fmt::format("{}: ({}), {} along axis {}\n", input,
                                 fmt::join(tensor.shape, ", "), options.pattern, result.axis);
  text += magnitude_line("magnitude", total, total);
  if (options.pattern != "unstructured") {
    text += magnitude_line("largest of all", result.kept.unstructured, total);
    text += magnitude_line("largest of each row", result.kept.per_row, total);
    text += magnitude_line("pattern", result.kept.structured, total);
  }
  if (options.permute) text += magnitude_line("pattern, permuted", result.kept.permuted, total);
  text += magnitude_line("kept", result.result, total);
  text += fmt::format("  {:<22}{:>14}{:>8.2f} %\n", "non-zeros", result.nonzeros,
                      tensor.size() > 0 ? 100 * static_cast<double>(result.nonzeros) /
                                              static_cast<double>(tensor.size())
                                        : 0);
  if (options.permute)
    text += fmt::format("  {:<22}{:>14}{:>8.2f} %\n", "efficacy", "", 100 * result.kept.efficacy());
  return text;
}

/// Under another name first, so that no half-written file is left under this one.
template <class T>
void put(const std::string& path, const tensor::Tensor<T>& tensor) {
  const HoldInterrupts hold;
  const fs::path parent = fs::absolute(path).parent_path();
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) throw_file_error(parent, "cannot be made", error.value());
  const PartialDirectory fresh{parent, "gossamer", path};
  const fs::path partial = fresh.path() / fs::path{path}.filename();
  tensor::write_npy(partial.string(), tensor);
  fs::rename(partial, path, error);
  if (error) throw_file_error(path, "cannot be written", error.value());
}

template <class T>
std::string prune_file(const std::string& input, const std::string& output,
                       const PruneOptions& options, const PruneRequest& request,
                       tensor::Tensor<T> tensor) {
  const PruneResult result = tensor::prune::prune_tensor(tensor, request);
  std::string text = result_text(input, tensor, options, result);
  put(output, tensor);
  text += "  written: " + output;
  if (options.permute) {
    tensor::Tensor<std::int64_t> permutation({result.permutation.size()});
    std::copy(result.permutation.begin(), result.permutation.end(), permutation.data.begin());
    put(beside(output, "permutation"), permutation);
    text += ", " + beside(output, "permutation");
  }
  return text + "\n";
}

bool is_floating(const std::string& input) {
  return tensor::npy_element(tensor::read_npy_header(input).descr).is_floating;
}

/// Everything that can be wrong with the inputs, before anything is written.
void check_inputs(const std::vector<std::string>& inputs, const PruneRequest& request) {
  core::Faults faults;
  for (const std::string& input : inputs) {
    try {
      tensor::prune::check_request(tensor::read_npy_header(input).shape, request);
      is_floating(input) ? tensor::check_npy_float(input) : tensor::check_npy_int16(input);
    } catch (const tensor::prune::PruneFault& fault) {
      faults.add({input}, fault.what());
    } catch (const core::ConfigError& error) {
      for (const core::Fault& fault : error.faults()) faults.add(fault.where, fault.message);
    }
  }
  faults.throw_if_any();
}

/// A permutation's file must not replace a tensor of the same command.
void check_permutations(const std::vector<std::string>& inputs,
                        const std::vector<std::string>& outputs) {
  for (const std::string& output : outputs) {
    const std::string file = beside(output, "permutation");
    std::error_code error;
    const auto is_file = [&](const std::string& other) {
      return other == file || fs::equivalent(other, file, error);
    };
    if (std::any_of(inputs.begin(), inputs.end(), is_file) ||
        std::find(outputs.begin(), outputs.end(), file) != outputs.end())
      throw core::ConfigError{{file},
                              "would hold a permutation in the place of a tensor; allowed: "
                              "another name or directory behind -o"};
  }
}

ExitCode prune(const PruneOptions& options, const Console& console) {
  const PruneRequest request = request_of(options);
  check_inputs(options.inputs, request);
  const auto outputs = npy_outputs(options.inputs, options.output);
  if (options.permute) check_permutations(options.inputs, outputs);
  for (std::size_t i = 0; i < options.inputs.size(); ++i) {
    const std::string& input = options.inputs[i];
    console.out << (is_floating(input) ? prune_file(input, outputs[i], options, request,
                                                    tensor::read_npy_float(input))
                                       : prune_file(input, outputs[i], options, request,
                                                    tensor::read_npy_int16(input)));
    console.out.flush();
  }
  return ExitCode::done;
}

}  // namespace

Command add_prune_command(CLI::App& app) {
  const auto options = std::make_shared<PruneOptions>();
  CLI::App* parser =
      add_subcommand(app, "prune", "Prune tensors by magnitude to a pattern or density.", examples);
  parser->add_option("TENSOR", options->inputs, "tensors (.npy), integers or floating-point")
      ->required()
      ->check(not_empty());
  parser
      ->add_option("-o,--output", options->output,
                   "for one tensor a name that ends in .npy, else a directory")
      ->required()
      ->check(not_empty());
  parser->add_option("--pattern", options->pattern, "2:4 (default), 1:2, 4:8-pairs, unstructured")
      ->check(not_empty());
  parser
      ->add_option("--density", options->density,
                   "share of elements that stay; needed with unstructured")
      ->check(not_empty());
  parser->add_option("--axis", options->axis, "axis that patterns run along, from 0")
      ->check(whole_number(0, 63));
  parser->add_flag("--permute", options->permute,
                   "search for an order of the axis under which more is kept");
  parser
      ->add_option("--restarts", options->restarts,
                   "further searches of --permute from random orders (default 0)")
      ->check(whole_number(0, 1000000));
  parser->add_option("--seed", options->seed, "of those orders (default 1)")
      ->check(whole_number(0, std::numeric_limits<std::int64_t>::max()));
  return {parser, [options](const Console& console) { return prune(*options, console); }};
}

}  // namespace gossamer::cli
