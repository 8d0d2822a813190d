// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/components.hpp"

#include <algorithm>
#include <set>

#include "arch/scnn/pe_stats.hpp"
#include "arch/scnn/ppu_stats.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;

namespace {

const core::Component& part(const core::Components& components, const std::string& path) {
  const auto found = std::find_if(components.begin(), components.end(),
                                  [&](const auto& component) { return component.path == path; });
  REQUIRE(found != components.end());
  return *found;
}

double attribute(const Params& params, const std::string& path, const std::string& name,
                 std::size_t index = 0) {
  const auto components = list_components(params);
  return part(components, path).parts.at(index).attributes.at(name);
}

}  // namespace

TEST_CASE("the default machine has the parts of the published one") {
  const auto components = list_components(Params{});
  CHECK(part(components, "pe/multipliers").instances == 1024);
  CHECK(part(components, "pe/accumulators").parts[0].count == 32 * 2);  // double buffered
  CHECK(part(components, "pe/iaram").instances == 64);
  CHECK(attribute(Params{}, "pe/iaram", "bits") == 10 * 8192);
  CHECK(attribute(Params{}, "pe/oaram", "width_bits") == 4 * 20);
  CHECK(attribute(Params{}, "pe/weight_fifo", "bits") == 4 * 20);
  CHECK(attribute(Params{}, "pe/weight_fifo", "words") == 50);  // 500 bytes
  CHECK(attribute(Params{}, "pe/scatter/crossbar", "inputs") == 16);
  CHECK(attribute(Params{}, "pe/scatter/crossbar", "outputs") == 32);
}

TEST_CASE("every counter of a PE belongs to a part of the same kind") {
  const auto components = list_components(Params{});
  const PeStats pe;
  const PpuStats ppu;
  for (const core::StatGroup* group : pe.groups()) {
    CHECK(part(components, std::string{group->path()}).kind == group->kind());
  }
  for (const core::StatGroup* group : ppu.groups()) {
    CHECK(part(components, std::string{group->path()}).kind == group->kind());
  }
}

TEST_CASE("no path is listed twice, and every part exists") {
  const auto components = list_components(Params{});
  std::set<std::string> paths;
  for (const auto& component : components) {
    CHECK(paths.insert(component.path).second);
    CHECK(component.instances > 0);
  }
}

TEST_CASE("products travel with a sum's width and the address of bank and entry") {
  Params params;
  CHECK(attribute(params, "pe/scatter/crossbar", "bits") == 24 + 5 + 5);
  CHECK(attribute(params, "pe/scatter/queues", "bits") == 24 + 5);
  params.accumulator.banks = 33;
  params.accumulator.entries = 65;
  CHECK(attribute(params, "pe/scatter/crossbar", "bits") == 24 + 7 + 6);
  params.accumulator.banks = params.accumulator.entries = 1;
  CHECK(attribute(params, "pe/scatter/crossbar", "bits") == 24 + 1 + 1);
}

TEST_CASE("parts follow the parameters") {
  Params params;
  params.pe.rows = 2;
  params.pe.cols = 3;
  params.pe.f = 8;
  params.run_bits = 8;
  params.ppu.link_values = 2;
  params.accumulator.queue_depth = 5;
  const auto components = list_components(params);
  CHECK(part(components, "pe/multipliers").instances == 2 * 3 * 8 * 4);
  CHECK(part(components, "pe/halo_links").parts[0].count == 8 * 2);
  CHECK(attribute(params, "pe/halo_links", "bits") == 24);
  CHECK(attribute(params, "broadcast", "bits") == 8 * 24);
  CHECK(attribute(params, "pe/scatter/queues", "depth") == 5);
  CHECK(part(components, "pe/coordinates").parts[2].count == 32);
}

TEST_CASE("a machine without queues has none to price, but still counts their passing") {
  Params params;
  params.accumulator.queue_depth = 0;
  const auto queues = part(list_components(params), "pe/scatter/queues");
  CHECK(queues.parts.empty());
  CHECK(queues.actions.at("push").empty());
}

TEST_CASE("the DRAM is of the type that the configuration names") {
  Params params;
  CHECK(part(list_components(params), "dram").parts[0].primitive == "dram_lpddr4");
  params.dram.type = memory::DramType::hbm2;
  CHECK(part(list_components(params), "dram").parts[0].primitive == "dram_hbm2");
  CHECK(part(list_components(params), "dram").actions.at("read_byte")[0].times == 8);
}
