// SPDX-License-Identifier: Apache-2.0
#include "cli/sweep_command.hpp"

#include <fmt/format.h>

#include <limits>
#include <memory>
#include <thread>

#include "cli/sweep.hpp"
#include "core/yaml.hpp"

namespace gossamer::cli {

namespace {

constexpr const char* examples =
    "  gossamer sweep scnn_banks -o out/banks\n"
    "  gossamer sweep my_sweep.yaml --dry-run\n"
    "  gossamer sweep my_sweep.yaml -o out/mine --shard 3/8      one of eight parts\n"
    "  gossamer sweep my_sweep.yaml -o out/mine --merge out/mine/shard-*.sqlite\n"
    "\n"
    "SWEEP is a file (docs/sweep.md) or the bare name of a shipped one. Results go to\n"
    "results.sqlite in the output directory as they come, and at the end also to results.csv\n"
    "and results.json. Points that have a result there are not simulated again: a sweep that\n"
    "was stopped goes on with the same command.\n";

unsigned cores() {
  return std::max(1u, std::thread::hardware_concurrency());
}

/// `A<separator>B` with whole numbers that `is_good` likes.
std::optional<std::pair<std::size_t, std::size_t>> parse_pair(const std::string& text,
                                                              char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string::npos) return std::nullopt;
  std::int64_t first = 0;
  std::int64_t second = 0;
  if (!core::parse_integer(text.substr(0, at), first) || first < 0) return std::nullopt;
  if (!core::parse_integer(text.substr(at + 1), second) || second < 0) return std::nullopt;
  return std::pair{static_cast<std::size_t>(first), static_cast<std::size_t>(second)};
}

std::optional<Shard> parse_shard(const std::string& text) {
  const auto pair = parse_pair(text, '/');
  if (!pair || pair->first < 1 || pair->first > pair->second) return std::nullopt;
  return Shard{pair->first, pair->second};
}

std::optional<PointRange> parse_range(const std::string& text) {
  const auto pair = parse_pair(text, ':');
  if (!pair || pair->first >= pair->second) return std::nullopt;
  return PointRange{pair->first, pair->second};
}

template <class Parse>
CLI::Validator parsed_by(Parse parse, const std::string& allowed) {
  const auto check = [parse, allowed](const std::string& text) {
    return parse(text) ? std::string{}
                       : fmt::format("'{}' is not allowed; allowed: {}", text, allowed);
  };
  return CLI::Validator{check, ""};
}

void add_which_points(CLI::App& parser, SweepOptions& options) {
  parser
      .add_option_function<std::string>(
          "--shard", [&options](const std::string& text) { options.shard = parse_shard(text); },
          "only every N-th point, from the I-th: I/N, into shard-I-of-N.sqlite")
      ->check(parsed_by(parse_shard, "I/N with I from 1 to N, such as 3/8"));
  parser
      .add_option_function<std::string>(
          "--points", [&options](const std::string& text) { options.points = parse_range(text); },
          "only points A to B-1 of the sweep: A:B")
      ->check(parsed_by(parse_range, "A:B with A less than B, such as 0:100"));
  parser.add_flag(
      "--retry-failed", options.retry_failed,
      "simulate failed points again, which would fail again unless the program changed");
  parser.add_flag("--dry-run", options.dry_run, "count the points and simulate nothing");
  parser.add_flag("--export-only", options.export_only,
                  "simulate nothing; write results.csv and results.json of what there is");
  parser
      .add_option("--merge", options.merge,
                  "take results over from these stores, such as those of shards; simulates nothing")
      ->check(not_empty());
}

}  // namespace

Command add_sweep_command(CLI::App& app) {
  const auto options = std::make_shared<SweepOptions>();
  options->jobs = cores();
  CLI::App* parser = add_subcommand(
      app, "sweep", "Simulate many variants of accelerators, and collect a table of results.",
      examples);
  parser->add_option("SWEEP", options->file, "what to vary (YAML)")->required()->check(not_empty());
  parser->add_option("-o,--output", options->output, "directory for the results [out/SWEEP]")
      ->check(not_empty());
  parser->add_option("-j,--jobs", options->jobs, "points simulated at the same time [all cores]")
      ->check(whole_number(1, 1024));
  add_which_points(*parser, *options);
  return {parser, [options](const Console& console) { return sweep(*options, console); }};
}

}  // namespace gossamer::cli
