// SPDX-License-Identifier: Apache-2.0
#include "network.hpp"

#include "cli/data_directory.hpp"
#include "workload/reader.hpp"

namespace gossamer::bench {

namespace {

/// The tree that this program was built from.
std::filesystem::path data_directory() {
  const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  return (program / GOSSAMER_BENCH_DATA).lexically_normal();
}

}  // namespace

std::vector<Measured> simulate(const Subject& subject, const ProcessMeter& meter) {
  const std::filesystem::path data = data_directory();
  std::vector<core::Override> overrides;
  for (const std::string& text : subject.overrides) overrides.push_back(core::parse_override(text));
  const auto configuration = arch::read_configuration(
      cli::find_architecture(subject.architecture, data), overrides, arch::catalog(), data);
  const auto network = workload::read_network(cli::find_workload(subject.workload, data));
  const cli::RunPlan plan =
      cli::plan_run(*configuration.machine, network, subject.plan, subject.simulation);
  std::vector<Measured> measured;
  for (const workload::Layer& layer : plan.layers) {
    const ProcessCost before = meter.now();
    auto record = configuration.machine->simulate(layer, subject.simulation);
    measured.push_back({std::move(record), meter.now() - before});
  }
  return measured;
}

}  // namespace gossamer::bench
