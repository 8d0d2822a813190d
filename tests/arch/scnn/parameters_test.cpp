// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/parameters.hpp"

#include <set>

#include "core/parameter_reader.hpp"
#include "core/parameter_writer.hpp"
#include "core/yaml.hpp"
#include "support/catch.hpp"
#include "support/messages.hpp"

using namespace gossamer;
using arch::scnn::HashKind;
using arch::scnn::Mapping;
using arch::scnn::Params;
using arch::scnn::Skip;

namespace {

struct Outcome {
  Params params;
  std::string message;
};

Outcome read(const std::string& text) {
  Outcome outcome;
  core::Faults faults;
  core::ParameterReader reader{core::parse_yaml(text, "f"), "f", {}, faults};
  outcome.params.describe(reader);
  reader.finish();
  outcome.message = test::message_of(faults);
  return outcome;
}

std::vector<core::ParameterInfo> listed() {
  Params params;
  return core::list_parameters([&](core::ParameterVisitor& v) { params.describe(v); });
}

}  // namespace

TEST_CASE("the defaults are the published design") {
  const Params params;
  CHECK(params.pes() == 64);
  CHECK(params.multipliers() == 1024);
  CHECK(params.accumulator.banks * params.accumulator.entries == 1024);
  CHECK(params.accumulator.banks == 2 * params.pe.multipliers());
  CHECK(params.weights.fifo_entries == 50);
  CHECK(params.dram.bandwidth_gb_per_s == 50.0);
  CHECK(params.max_run() == 15);
  CHECK(params.mapping == Mapping::planar);
  CHECK(params.skip == Skip::both);
}

TEST_CASE("the operand whose zeros are not skipped is stored without run indices") {
  Params params;
  CHECK(params.weight_run_bits() == 4);
  CHECK(params.activation_run_bits() == 4);
  params.skip = Skip::weights;
  CHECK(params.weight_run_bits() == 4);
  CHECK(params.activation_run_bits() == 0);
  params.skip = Skip::activations;
  CHECK(params.weight_run_bits() == 0);
  CHECK(params.activation_run_bits() == 4);
}

TEST_CASE("an activation memory of 10 KiB holds 4096 values with their indices") {
  Params params;
  CHECK(params.capacity(params.iaram_kib) == 4096);
  params.run_bits = 8;
  CHECK(params.capacity(10) == 81920 / 24);
  params.run_bits = 1;
  CHECK(params.max_run() == 1);
  CHECK(params.capacity(1U << 20U) == (std::uint64_t{1} << 33U) / 17);
}

TEST_CASE("what is under way fills the latency of the memory at the default parameters") {
  const Params params;
  const double latency_bytes = params.dram.latency_ns * params.dram.bandwidth_gb_per_s;
  CHECK(params.dram.outstanding * params.dram.burst_bytes > latency_bytes);
  CHECK(params.weights.buffer_kib * 1024 > 2 * latency_bytes);
}

TEST_CASE("every parameter can be set by its path") {
  const Params params = read(
                            "pe: {rows: 2, cols: 3, f: 5, i: 6, pipeline_edges: 7, "
                            "iaram_read_values: 1}\n"
                            "accumulator: {banks: 8, entries: 9, queue_depth: 0, "
                            "enqueue_width: 1, hash: parity}\n"
                            "ppu: {width: 10, link_values: 11}\n"
                            "weights: {fifo_entries: 12, broadcast_vectors: 13, buffer_kib: 14, "
                            "block_queue: 15}\n"
                            "dma: {buffer_kib: 19}\n"
                            "dram: {latency_ns: 0}\n"
                            "mapping: auto\ngemm_mapping: planar\nskip: weights\n"
                            "kc: 16\nrun_bits: 3\niaram_kib: 17\noaram_kib: 18\n")
                            .params;
  CHECK(params.multipliers() == 2 * 3 * 5 * 6);
  CHECK(params.pe.pipeline_edges == 7);
  CHECK(params.pe.iaram_read_values == 1);
  CHECK(params.accumulator.banks == 8);
  CHECK(params.accumulator.entries == 9);
  CHECK(params.accumulator.queue_depth == 0);
  CHECK(params.accumulator.enqueue_width == 1);
  CHECK(params.accumulator.hash == HashKind::parity);
  CHECK(params.ppu.width == 10);
  CHECK(params.ppu.link_values == 11);
  CHECK(params.weights.fifo_entries == 12);
  CHECK(params.weights.broadcast_vectors == 13);
  CHECK(params.weights.buffer_kib == 14);
  CHECK(params.weights.block_queue == 15);
  CHECK(params.dma.buffer_kib == 19);
  CHECK(params.dram.latency_ns == 0.0);
  CHECK(params.mapping == Mapping::automatic);
  CHECK(params.gemm_mapping == Mapping::planar);
  CHECK(params.skip == Skip::weights);
  CHECK(params.kc == 16);
  CHECK(params.max_run() == 7);
  CHECK(params.iaram_kib == 17);
  CHECK(params.oaram_kib == 18);
}

TEST_CASE(
    "values out of range, unknown hashes and misspelt keys are all named with what is allowed") {
  const std::string message =
      read("pe: {rows: 0, colls: 8}\naccumulator: {queue_depth: 65, hash: liner}\nrun_bits: 9\n")
          .message;
  CAPTURE(message);
  CHECK(message.find("f:1:12:") != std::string::npos);
  CHECK(message.find("1 to 64") != std::string::npos);
  CHECK(message.find("cols") != std::string::npos);
  CHECK(message.find("0 to 64") != std::string::npos);
  CHECK(message.find("linear") != std::string::npos);
  CHECK(message.find("f:3:11:") != std::string::npos);
}

TEST_CASE("every parameter is listed once, with a meaning, and numbers with a unit") {
  std::set<std::string> paths;
  for (const core::ParameterInfo& info : listed()) {
    CAPTURE(info.path);
    CHECK(paths.insert(info.path).second);
    CHECK_FALSE(info.meaning.empty());
    CHECK((info.type == "choice" || !info.unit.empty()));
  }
  CHECK(paths.count("accumulator.hash") == 1);
  CHECK(paths.count("dram.bandwidth_gb_per_s") == 1);
}
