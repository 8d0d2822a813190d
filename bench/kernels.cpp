// SPDX-License-Identifier: Apache-2.0
// Speed of the hot units one by one, with shapes and densities as in the middle of VGG-16.
//
//   tools/setup --bench
//   cmake -S . -B build/bench -G Ninja -DCMAKE_BUILD_TYPE=Release -DGOSSAMER_BENCH=ON
//   cmake --build build/bench --target bench_kernels
//   build/bench/bench/bench_kernels [--benchmark_filter=REGEX]
//
// Everything is in the first-level cache where the unit's data would be there in a simulation.
// Those of one instruction set have its name, and run if the host has it. That the library "was
// built as DEBUG" is said of Debian's package of Google Benchmark alone.
#include <benchmark/benchmark.h>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "arch/scnn/scatter_kernels.hpp"
#include "core/random.hpp"
#include "numerics/reference/int16_reference.hpp"
#include "tensor/generate.hpp"
#include "tensor/run_length.hpp"
#include "workload/operands.hpp"

using namespace gossamer;
using arch::scnn::ScatterKernels;

namespace {

constexpr double weight_density = 0.3;
constexpr double activation_density = 0.35;

/// `n` values, a fraction of them not zero.
std::vector<std::int16_t> sparse_values(std::size_t n, double density) {
  core::RandomStream random{1, "bench"};
  const auto mask = tensor::generate_mask({1, 1, n, 1}, density, {}, random);
  std::vector<std::int16_t> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (mask[i] != 0) values[i] = static_cast<std::int16_t>(1 + random.below(32767));
  }
  return values;
}

/// Counts `per_iteration` things per second, under a name.
void rate(benchmark::State& state, const char* name, std::uint64_t per_iteration) {
  const double all = static_cast<double>(per_iteration) * static_cast<double>(state.iterations());
  state.counters[name] = benchmark::Counter(all, benchmark::Counter::kIsRate);
}

/// Weights of one input channel and output-channel group: 8 filters of 3 x 3.
struct Block {
  static constexpr std::uint32_t taps_of_group = 8 * 3 * 3;

  std::vector<std::int16_t> weights;
  std::vector<std::uint32_t> taps;

  Block() {
    const auto dense = sparse_values(taps_of_group, weight_density);
    for (std::uint32_t tap = 0; tap < taps_of_group; ++tap) {
      if (dense[tap] == 0) continue;
      weights.push_back(dense[tap]);
      taps.push_back(tap);
    }
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(weights.size()); }
};

void multiply_vector(benchmark::State& state, const ScatterKernels& kernels) {
  constexpr std::uint32_t stride = 16;
  const Block block;
  const arch::scnn::Activation activation{12345, 3, 0};
  std::vector<std::uint32_t> sums(std::size_t{Block::taps_of_group} * stride);
  for ([[maybe_unused]] auto _ : state) {
    kernels.multiply_vector({sums.data(), stride, 7}, &activation, 1, block.weights.data(),
                            block.taps.data(), block.size());
    benchmark::ClobberMemory();
  }
  rate(state, "products", block.size());
}

/// Argument: positions of a tile. Zeros are multiplied as well; `products` are those of the others.
void multiply_tile(benchmark::State& state, const ScatterKernels& kernels) {
  const auto stride = static_cast<std::uint32_t>(state.range(0));
  const Block block;
  const auto values = sparse_values(stride, activation_density);
  std::vector<std::uint32_t> sums(std::size_t{Block::taps_of_group} * stride);
  for ([[maybe_unused]] auto _ : state) {
    kernels.multiply_tile({sums.data(), stride, 7}, values.data(), block.weights.data(),
                          block.taps.data(), block.size());
    benchmark::ClobberMemory();
  }
  rate(state, "products", tensor::exact_count(activation_density, stride) * block.size());
}

constexpr std::uint32_t banks = 32;

/// Products per [vector][bank] of one activation: one per weight of a vector, each for any of the
/// first `hit` banks.
std::vector<std::uint8_t> scatter_row(std::uint32_t vectors, std::uint32_t hit,
                                      core::RandomStream& random) {
  constexpr std::uint32_t weights = 4;
  std::vector<std::uint8_t> row(std::size_t{vectors} * banks);
  for (std::uint32_t product = 0; product < vectors * weights; ++product) {
    ++row[std::size_t{product / weights} * banks + random.below(hit)];
  }
  return row;
}

/// Arguments: weight vectors, activations of a vector, banks that are hit: with fewer, issues
/// stall.
template <class Pass>
void pass(benchmark::State& state, std::uint64_t (*run)(const Pass&)) {
  const auto vectors = static_cast<std::uint32_t>(state.range(0));
  const auto activations = static_cast<std::uint32_t>(state.range(1));
  const auto hit = static_cast<std::uint32_t>(state.range(2));
  core::RandomStream random{1, "rows"};
  std::vector<std::vector<std::uint8_t>> storage;
  std::vector<const std::uint8_t*> rows;
  for (std::uint32_t a = 0; a < activations; ++a) {
    storage.push_back(scatter_row(vectors, hit, random));
    rows.push_back(storage.back().data());
  }
  using Lane = std::remove_pointer_t<decltype(Pass::levels)>;
  std::vector<Lane> levels(banks);
  std::vector<Lane> waiting(banks);
  Pass what;
  what.rows = rows.data();
  what.activations = activations;
  what.last = vectors;
  what.stride = banks;
  what.levels = levels.data();
  what.waiting = waiting.data();
  what.depth = 8;
  what.enqueue_width = 16;
  std::uint64_t edges = 0;
  for ([[maybe_unused]] auto _ : state) edges += run(what);
  rate(state, "products", std::uint64_t{4} * vectors * activations);
  state.counters["edges/vector"] =
      static_cast<double>(edges) /
      (static_cast<double>(vectors) * static_cast<double>(state.iterations()));
}

/// Planes of 14 x 14 in the compressed form.
struct Planes {
  static constexpr std::size_t count = 64;
  static constexpr std::size_t plane = 196;
  static constexpr unsigned run_bits = 4;

  std::vector<std::int16_t> dense = sparse_values(count * plane, activation_density);
};

void run_length_append(benchmark::State& state) {
  const Planes planes;
  std::vector<tensor::RunLengthElement> elements;
  for ([[maybe_unused]] auto _ : state) {
    for (std::size_t p = 0; p < Planes::count; ++p) {
      elements.clear();
      tensor::run_length_append(planes.dense.data() + p * Planes::plane, Planes::plane,
                                (1U << Planes::run_bits) - 1, elements);
      benchmark::DoNotOptimize(elements.data());
    }
  }
  rate(state, "values", planes.dense.size());
}
BENCHMARK(run_length_append);

void pack_run_length(benchmark::State& state) {
  const Planes planes;
  std::vector<tensor::RunLengthElement> elements;
  tensor::run_length_append(planes.dense.data(), planes.dense.size(), (1U << Planes::run_bits) - 1,
                            elements);
  std::vector<std::uint8_t> bytes;
  for ([[maybe_unused]] auto _ : state) {
    bytes.clear();
    tensor::pack_run_length(elements.data(), elements.size(), Planes::run_bits, bytes);
    benchmark::DoNotOptimize(bytes.data());
  }
  rate(state, "elements", elements.size());
}
BENCHMARK(pack_run_length);

void unpack_run_length(benchmark::State& state) {
  const Planes planes;
  std::vector<tensor::RunLengthElement> elements;
  tensor::run_length_append(planes.dense.data(), planes.dense.size(), (1U << Planes::run_bits) - 1,
                            elements);
  std::vector<std::uint8_t> bytes;
  tensor::pack_run_length(elements.data(), elements.size(), Planes::run_bits, bytes);
  const std::size_t coded = elements.size();
  for ([[maybe_unused]] auto _ : state) {
    elements.clear();
    std::size_t offset = 0;
    tensor::unpack_run_length(bytes, offset, Planes::run_bits, elements);
    benchmark::DoNotOptimize(elements.data());
  }
  rate(state, "elements", coded);
}
BENCHMARK(unpack_run_length);

/// 256 filters over 128 channels of 28 x 28.
workload::Layer layer() {
  workload::Conv2d conv;
  conv.channels = 128;
  conv.height = conv.width = 28;
  conv.filters = 256;
  conv.filter_height = conv.filter_width = 3;
  conv.pad_top = conv.pad_bottom = conv.pad_left = conv.pad_right = 1;
  workload::Layer layer;
  layer.name = "bench";
  layer.kind = "conv2d";
  layer.shape = conv;
  layer.weights.density = {weight_density};
  layer.activations.density = {activation_density};
  return layer;
}

void generate_mask(benchmark::State& state) {
  constexpr std::size_t elements = std::size_t{1} << 18U;
  core::RandomStream random{1, "mask"};
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(
        tensor::generate_mask({1, 1, elements, 1}, weight_density, {}, random));
  }
  rate(state, "elements", elements);
}
BENCHMARK(generate_mask)->Unit(benchmark::kMillisecond);

void int16_weights(benchmark::State& state) {
  const workload::Layer of = layer();
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(workload::int16_weights(of, 1, workload::Values::drawn));
  }
  rate(state, "elements", tensor::elements(workload::weight_shape(of)));
}
BENCHMARK(int16_weights)->Unit(benchmark::kMillisecond);

void conv2d_sums(benchmark::State& state) {
  numerics::reference::ConvShape shape;
  shape.channels = shape.filters = 64;
  shape.height = shape.width = shape.out_height = shape.out_width = 14;
  shape.filter_height = shape.filter_width = 3;
  shape.pad_top = shape.pad_left = 1;
  const auto weights = sparse_values(shape.filters * shape.filter_size(), weight_density);
  const auto activations = sparse_values(shape.channels * 196, activation_density);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(
        numerics::reference::conv2d_sums(shape, weights.data(), activations.data(), 7));
  }
  rate(state, "products",
       numerics::reference::effectual_macs(shape, weights.data(), activations.data()));
}
BENCHMARK(conv2d_sums)->Unit(benchmark::kMillisecond);

void register_level(const std::string& level, const ScatterKernels& kernels) {
  benchmark::RegisterBenchmark(("pass/" + level).c_str(),
                               [&](benchmark::State& state) { pass(state, kernels.pass); })
      ->ArgNames({"vectors", "activations", "banks"})
      ->Args({6, 4, 32})
      ->Args({64, 4, 32})
      ->Args({64, 1, 32})
      ->Args({64, 4, 12});
  benchmark::RegisterBenchmark(("multiply_vector/" + level).c_str(),
                               [&](benchmark::State& state) { multiply_vector(state, kernels); });
  benchmark::RegisterBenchmark(("multiply_tile/" + level).c_str(),
                               [&](benchmark::State& state) { multiply_tile(state, kernels); })
      ->ArgName("positions")
      ->Arg(16)
      ->Arg(64);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const core::CpuLevel best = core::detected_cpu_level();
  for (const auto& [name, level] : {std::pair{"baseline", core::CpuLevel::baseline},
                                    {"avx2", core::CpuLevel::avx2},
                                    {"avx512", core::CpuLevel::avx512}}) {
    if (level <= best) register_level(name, arch::scnn::scatter_kernels(level));
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
