// SPDX-License-Identifier: Apache-2.0
#include "cli/sweep.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>

#include "cli/data_directory.hpp"
#include "cli/interrupt.hpp"
#include "cli/partial_directory.hpp"
#include "cli/sweep_plan.hpp"
#include "cli/sweep_progress.hpp"
#include "cli/sweep_summary.hpp"
#include "core/errors.hpp"
#include "sweep/export.hpp"
#include "sweep/simulate.hpp"
#include "sweep/store.hpp"
#include "sweep/worker_pool.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

bool is_chosen(const SweepOptions& options, std::size_t point) {
  if (options.points && (point < options.points->begin || point >= options.points->end)) {
    return false;
  }
  return !options.shard || point % options.shard->count == options.shard->number - 1;
}

/// Places in the plan of points without a final result, one for each digest.
std::vector<std::uint32_t> open_points(const SweepOptions& options, const sweep::Plan& plan,
                                       const std::map<std::string, sweep::Status>& known) {
  std::vector<std::uint32_t> open;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < plan.points.size(); ++i) {
    const std::string& digest = plan.points[i].digest;
    const auto found = known.find(digest);
    const bool final = found != known.end() && !sweep::may_change(found->second) &&
                       (found->second == sweep::Status::done || !options.retry_failed);
    if (!final && seen.insert(digest).second) open.push_back(static_cast<std::uint32_t>(i));
  }
  return open;
}

fs::path directory_of(const SweepOptions& options) {
  if (!options.output.empty()) return options.output;
  return fs::path{"out"} / fs::path{options.file}.stem();
}

fs::path store_of(const SweepOptions& options) {
  const fs::path directory = directory_of(options);
  if (!options.shard) return directory / "results.sqlite";
  return directory /
         fmt::format("shard-{}-of-{}.sqlite", options.shard->number, options.shard->count);
}

void prepare_directory(const fs::path& directory, const fs::path& store) {
  std::error_code error;
  if (fs::exists(directory, error) && !fs::is_directory(directory, error)) {
    throw core::ConfigError{{directory.string()},
                            "is not a directory; -o takes one for the results"};
  }
  if (!fs::exists(store, error) && fs::exists(directory / "results.csv", error) &&
      !fs::exists(directory / "results.sqlite", error)) {
    throw core::ConfigError{{directory.string()},
                            "holds 'results.csv' of something else; allowed: a directory without "
                            "one, or with the results of a sweep"};
  }
  fs::create_directories(directory, error);
  if (error) throw_file_error(directory, "cannot be made", error.value());
}

/// Replaces the file in one step, so that nobody ever reads half of it.
void write_file(const fs::path& path, const std::string& content) {
  const fs::path partial = path.parent_path() / ("." + path.filename().string() + ".partial");
  std::ofstream file{partial, std::ios::binary};
  file << content;
  file.close();
  if (!file) throw_file_error(path, "cannot be written", errno);
  if (std::rename(partial.c_str(), path.c_str()) != 0) {
    throw_file_error(path, "cannot be replaced", errno);
  }
}

/// Simulates the open points. False if an interrupt ended that early.
bool simulate(const SweepOptions& options, const PlannedSweep& planned,
              const std::vector<std::uint32_t>& open, sweep::Prices& prices, sweep::Store& store,
              const HoldInterrupts& interrupts, const Console& console) {
  SweepProgress progress{console.err_is_terminal ? &console.err : nullptr, open.size()};
  const sweep::Limits& limits = planned.definition.limits;
  // Each worker has its own copy, as it was when the worker was forked.
  sweep::Simulator simulator{planned.definition, prices};
  sweep::WorkerPool pool{
      {options.jobs, limits.seconds, limits.memory}, [&](std::uint32_t point) {
        return simulator.simulate(planned.points.kept[planned.plan.points[point].number]);
      }};
  const auto take = [&](const std::vector<std::pair<std::uint32_t, sweep::Outcome>>& outcomes) {
    std::vector<sweep::StoredResult> results;
    std::size_t failed = 0;
    for (const auto& [point, outcome] : outcomes) {
      results.push_back({planned.plan.points[point].digest, outcome});
      failed += outcome.status == sweep::Status::done ? 0 : 1;
    }
    store.add(results);
    progress.add(results.size(), failed);
  };
  pool.run(open, take, [&interrupts] { return interrupts.pending(); });
  return !interrupts.pending();
}

/// A part of a sweep says nothing of the whole where all its points failed.
ExitCode exit_code_of(const sweep::Plan& plan,
                      const std::map<std::string, sweep::Outcome>& outcomes, bool whole) {
  std::array<std::size_t, sweep::status_names.size()> counts{};
  std::size_t all = 0;
  for (const sweep::PlannedPoint& point : plan.points) {
    const auto found = outcomes.find(point.digest);
    if (found == outcomes.end()) continue;
    ++counts[static_cast<std::size_t>(found->second.status)];
    ++all;
  }
  if (counts[static_cast<std::size_t>(sweep::Status::wrong)] > 0) return ExitCode::wrong_value;
  const bool some = all == 0 || counts[static_cast<std::size_t>(sweep::Status::done)] > 0;
  return some || !whole ? ExitCode::done : ExitCode::simulation_fault;
}

/// Exports the table and says what there is.
ExitCode conclude(const SweepOptions& options, const PlannedSweep& planned, sweep::Store& store,
                  std::size_t simulated, const Console& console) {
  const auto outcomes = store.outcomes();
  store.close();
  const sweep::Plan& plan = planned.plan;
  console.err << errors_text(plan, outcomes);
  console.out << fmt::format("{} of {} points simulated now; {}\n", simulated, plan.points.size(),
                             counts_text(plan, outcomes));
  const fs::path directory = directory_of(options);
  if (options.shard) {
    console.out << fmt::format(
        "Results of this part: {}\nWhen all parts are there: gossamer sweep "
        "{} -o {} --merge {}/shard-*.sqlite\n",
        store_of(options).string(), options.file, directory.string(), directory.string());
  } else {
    write_file(directory / "results.csv", sweep::results_csv(plan, outcomes));
    write_file(directory / "results.json", sweep::results_json(plan, outcomes));
    console.out << fmt::format("Results: {}, results.csv, results.json\n",
                               store_of(options).string());
  }
  const ExitCode code = exit_code_of(plan, outcomes, !options.shard && !options.points);
  if (code == ExitCode::simulation_fault) console.err << "gossamer: no point has a result\n";
  return code;
}

void refuse_contradictions(const SweepOptions& options) {
  const bool simulates = !options.export_only && options.merge.empty();
  if (!simulates && (options.shard || options.points || options.retry_failed || options.dry_run)) {
    throw core::ConfigError{{"gossamer sweep"},
                            "--merge and --export-only simulate nothing; leave out --shard, "
                            "--points, --retry-failed and --dry-run"};
  }
}

}  // namespace

ExitCode sweep(const SweepOptions& options, const Console& console) {
  refuse_contradictions(options);
  const fs::path data = data_directory();
  const std::string file = find_sweep(options.file, data);
  const EndOnInterrupt end_on_interrupt;
  sweep::Prices prices{data};
  const PlannedSweep planned = plan_sweep(
      file, prices, data, [&options](std::size_t point) { return is_chosen(options, point); });
  const std::string text = sweep_text(planned.definition, planned.points);
  if (options.dry_run) {
    console.out << text;
    return ExitCode::done;
  }

  const HoldInterrupts interrupts;
  prepare_directory(directory_of(options), store_of(options));
  sweep::Store store{store_of(options).string()};
  console.out << text << std::flush;
  store.set_plan(planned.plan);
  std::vector<std::uint32_t> open;
  if (!options.export_only && options.merge.empty()) {
    store.add(planned.refusals);
    open = open_points(options, planned.plan, store.statuses());
  }
  for (const std::string& other : options.merge) store.merge(other);
  if (!simulate(options, planned, open, prices, store, interrupts, console)) {
    store.close();
    console.err << "\nwhat is done is kept; the same command goes on with the rest\n";
    return ExitCode::interrupted;
  }
  return conclude(options, planned, store, open.size(), console);
}

}  // namespace gossamer::cli
