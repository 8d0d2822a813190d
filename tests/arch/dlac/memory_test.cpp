// SPDX-License-Identifier: Apache-2.0
// What a layer allocates against what `--max-memory` is compared with.
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

#include "arch/dlac/layer_run.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"

using namespace gossamer;
using namespace gossamer::arch::dlac;

namespace {

std::atomic<std::uint64_t> allocated{0};
std::atomic<std::uint64_t> most_allocated{0};

/// The most that was allocated at once by simulating a layer, in bytes.
std::uint64_t measured(const workload::Layer& layer, const Params& params, bool checked) {
  const std::uint64_t before = allocated;
  most_allocated = before;
  arch::SimulationOptions options;
  options.check = checked;
  run_layer(params, 1.0, layer, options);
  return most_allocated - before;
}

}  // namespace

// All of this program counts.
void* operator new(std::size_t bytes, const std::nothrow_t& /*tag*/) noexcept {
  void* memory = std::malloc(bytes > 0 ? bytes : 1);
  if (memory == nullptr) return nullptr;
  allocated += malloc_usable_size(memory);
  most_allocated = std::max(most_allocated.load(), allocated.load());
  return memory;
}
void* operator new(std::size_t bytes) {
  void* memory = operator new(bytes, std::nothrow);
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}
void operator delete(void* memory) noexcept {
  if (memory != nullptr) allocated -= malloc_usable_size(memory);
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*bytes*/) noexcept {
  operator delete(memory);
}

TEST_CASE("simulating a layer allocates no more than the estimate of its memory") {
  auto real = test::conv_layer(64, 40, 64, 3, 1, 1.0, 1.0);
  real.precision.weights = "fp32";
  auto many_weights = test::conv_layer(1, 1, 1, 1, 0, 1.0, 1.0);
  many_weights.kind = "gemm";
  many_weights.shape = workload::Gemm{1, 1000, 2048};
  auto ttq = test::conv_layer(64, 40, 64, 3, 1, 1.0, 1.0);
  ttq.precision.weights = "ttq";
  Params small;
  small.activation_buffer.kib = 64;
  small.weight_buffer.kib = 2;
  for (const auto& layer :
       {test::conv_layer(64, 40, 64, 3, 1, 0.5, 0.5), real, many_weights, ttq}) {
    for (const Params& params : {Params{}, small}) {
      for (const bool checked : {false, true}) {
        CAPTURE(layer.precision.weights, layer.kind, params.weight_buffer.kib, checked);
        const std::uint64_t used = measured(layer, params, checked);
        const std::uint64_t estimate = memory_estimate(layer, params, checked);
        CHECK(used > 1000000);
        CHECK(used < estimate);
        CHECK(estimate < 10 * used);
      }
    }
  }
}
