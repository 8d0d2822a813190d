// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/tile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "arch/sparse_tensor_core/bank_layout.hpp"
#include "core/ceil_div.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

constexpr std::uint32_t threads = 32;
constexpr std::uint32_t most_thread_registers = 255;
constexpr std::uint32_t register_unit = 8;  // of a thread, in which registers are given out
constexpr std::uint32_t slab_bytes = 128;   // of K of the dense operand, in CUTLASS's kernels
constexpr std::uint32_t fragment_buffers = 2;

/// CUTLASS 16816 sparse kernels of sm80 (python/cutlass_library/generator.py), k in units of 128
/// bytes of the dense operand.
constexpr std::array<Tile, 8> cutlass_tiles{{{256, 128, 1, 3, 4, 2},
                                             {128, 256, 1, 3, 2, 4},
                                             {128, 128, 1, 3, 2, 2},
                                             {256, 64, 1, 3, 4, 1},
                                             {64, 256, 1, 4, 1, 4},
                                             {128, 64, 1, 3, 2, 2},
                                             {64, 128, 1, 6, 2, 2},
                                             {64, 64, 1, 4, 2, 2}}};

std::uint32_t sum_bits(OutputType output) {
  return output == OutputType::fp16 ? 16 : 32;
}

std::uint64_t thread_registers(const Tile& tile, const Instruction& instruction, const SmParams& sm,
                               OutputType output) {
  const std::uint64_t sums = std::uint64_t{tile.warp_m()} * tile.warp_n() * sum_bits(output) / 32;
  const std::uint64_t fragments = fragment_buffers * tile_bytes(tile, instruction).fragments / 4;
  return core::ceil_div(sums + fragments, threads) + sm.thread_registers;
}

std::uint32_t warp_registers(const Tile& tile, const Instruction& instruction, const SmParams& sm,
                             OutputType output) {
  const std::uint64_t of_thread = thread_registers(tile, instruction, sm, output);
  return static_cast<std::uint32_t>(core::ceil_div(of_thread, register_unit) * register_unit *
                                    threads);
}

/// A maximum that grows when others come near it: what is nearly always busy holds up the rest.
/// By square roots, which are the same on every host.
double together(double a, double b, double c) {
  const auto eighth_power = [](double x) {
    x *= x;
    x *= x;
    return x * x;
  };
  const double most = std::max({a, b, c});
  const double sum = eighth_power(a / most) + eighth_power(b / most) + eighth_power(c / most);
  return most * std::sqrt(std::sqrt(std::sqrt(sum)));
}

/// Edges that a GEMM takes about on the resource that limits it, with the fill and the drain of
/// a block that nothing overlaps.
double estimate(const Params& params, const Tile& tile, const Instruction& instruction,
                OutputType output, const GemmSize& size, double clock_ghz) {
  const SmParams& sm = params.sm;
  const TileBytes bytes = tile_bytes(tile, instruction);
  const double tiles = static_cast<double>(size.groups) *
                       static_cast<double>(core::ceil_div(size.rows, tile.m)) *
                       static_cast<double>(core::ceil_div(size.cols, tile.n));
  const auto slabs = static_cast<double>(core::ceil_div(size.k, tile.k));
  const double sms = std::min<double>(params.gpu.sms, tiles);
  const double steps = 1.0 * tile.k / instruction.k;
  const double per_core = std::max(1.0, 1.0 * tile.warps() / sm.sub_cores);
  const double interval =
      interval_with_ports(instruction, sum_bits(output) / 8, sm.register_banks) / 4.0;
  const double issue = interval + 1.0 * sm.issue.edges / sm.issue.unroll;
  const double compute = steps * per_core * tile.instructions() * issue;
  const double reads =
      steps *
      static_cast<double>(tile.warps() * fragment_edges(tile, instruction, sm, params.tile.layout));
  const double shared = reads + 1.0 * static_cast<double>(bytes.slab()) / sm.shared_bytes_per_edge;
  const double share = std::min<double>(sm.l2_bytes_per_edge, params.l2.bytes_per_edge / sms);
  const double l2 = static_cast<double>(bytes.slab()) / share;
  const double outputs = 1.0 * tile.m * tile.n * sum_bits(output) / 8;
  const double once = params.l2.latency_edges + sm.shared_latency_edges + l2 + outputs / share;
  const std::uint32_t resident = resident_blocks(tile, instruction, sm, output);
  const double rounds = std::max(1.0, std::ceil(tiles / params.gpu.sms));
  // Blocks that share an SM hide each other's fill and drain, but for the first and the last.
  const double exposed = resident > 1 ? 1.0 : rounds;
  const double busy = rounds * slabs * together(compute, shared, l2) + exposed * once;
  const double operands = tiles * slabs * static_cast<double>(bytes.slab());
  const double reuse = std::sqrt(sms);  // a wave of tiles is nearly square
  const double dram = operands / reuse * clock_ghz / params.dram.bandwidth_gb_per_s;
  return std::max(busy, dram);
}

std::uint32_t slab_elements(const Instruction& instruction) {
  return std::max(slab_bytes * 8 / numerics::mma::element_bits(instruction.type), instruction.k);
}

Tile tile_of(const TileParams& params) {
  return {params.m, params.n, params.k, params.stages, params.warps_m, params.warps_n};
}

}  // namespace

std::string Tile::text() const {
  return fmt::format("{}x{}x{}, {} stages, {}x{} warps", m, n, k, stages, warps_m, warps_n);
}

TileBytes tile_bytes(const Tile& tile, const Instruction& instruction) {
  const std::uint64_t bits = numerics::mma::element_bits(instruction.type);
  const std::uint64_t chunk = numerics::mma::sparsity_pattern(instruction.type).chunk();
  const auto a_bits = [&](std::uint64_t rows, std::uint64_t k) {
    return instruction.sparse ? rows * (k / 2 * bits + k / chunk * numerics::mma::index_bits)
                              : rows * k * bits;
  };
  TileBytes bytes;
  bytes.a_slab = a_bits(tile.m, tile.k) / 8;
  bytes.b_slab = std::uint64_t{tile.k} * tile.n * bits / 8;
  bytes.fragments =
      (a_bits(tile.warp_m(), instruction.k) + std::uint64_t{instruction.k} * tile.warp_n() * bits) /
      8;
  return bytes;
}

std::string tile_refusal(const Tile& tile, const Instruction& instruction, const SmParams& sm,
                         OutputType output) {
  if (tile.k % instruction.k != 0) {
    return fmt::format("tile.k: {} is no multiple of the k of {} {}", tile.k,
                       numerics::mma::name_of(instruction.type), instruction.name());
  }
  const std::uint64_t shared = tile.stages * tile_bytes(tile, instruction).slab();
  if (shared > std::uint64_t{sm.shared_kib} * 1024) {
    return fmt::format("tile {} needs {} bytes of shared memory; sm.shared_kib: {}", tile.text(),
                       shared, sm.shared_kib);
  }
  const std::uint64_t of_thread = thread_registers(tile, instruction, sm, output);
  if (of_thread > most_thread_registers) {
    return fmt::format("tile {} needs {} registers of each thread; allowed: {}", tile.text(),
                       of_thread, most_thread_registers);
  }
  const std::uint32_t registers = warp_registers(tile, instruction, sm, output);
  if (tile.warps() > sm.warps) {
    return fmt::format("tile {} needs {} warps; sm.warps: {}", tile.text(), tile.warps(), sm.warps);
  }
  if (tile.warps() * registers > sm.registers) {
    return fmt::format("tile {} needs {} registers, {} for each of {} warps; sm.registers: {}",
                       tile.text(), tile.warps() * registers, registers, tile.warps(),
                       sm.registers);
  }
  return "";
}

std::uint32_t resident_blocks(const Tile& tile, const Instruction& instruction, const SmParams& sm,
                              OutputType output) {
  const std::uint64_t shared = tile.stages * tile_bytes(tile, instruction).slab();
  const std::uint64_t registers =
      std::uint64_t{tile.warps()} * warp_registers(tile, instruction, sm, output);
  const auto blocks =
      std::min<std::uint64_t>({sm.shared_kib * std::uint64_t{1024} / shared,
                               sm.registers / registers, sm.warps / tile.warps(), sm.blocks});
  return static_cast<std::uint32_t>(blocks);
}

std::optional<Tile> choose_tile(const Params& params, const Instruction& instruction,
                                OutputType output, const GemmSize& size, double clock_ghz) {
  const auto runs = [&](const Tile& tile) {
    return tile_refusal(tile, instruction, params.sm, output).empty();
  };
  if (!params.tile.automatic()) {
    const Tile tile = tile_of(params.tile);
    return runs(tile) ? std::optional{tile} : std::nullopt;
  }
  std::optional<Tile> best;
  double least = std::numeric_limits<double>::max();
  const std::uint32_t k = slab_elements(instruction);
  for (Tile tile : cutlass_tiles) {
    tile.k *= k;
    if (!runs(tile)) continue;
    const double edges = estimate(params, tile, instruction, output, size, clock_ghz);
    if (edges >= least) continue;
    least = edges;
    best = tile;
  }
  return best;
}

std::string no_tile_reason(const Params& params, const Instruction& instruction,
                           OutputType output) {
  if (!params.tile.automatic()) {
    return tile_refusal(tile_of(params.tile), instruction, params.sm, output);
  }
  Tile least = cutlass_tiles.back();
  least.k *= slab_elements(instruction);
  return fmt::format(
      "{}; it is the least of CUTLASS's, among which is chosen: a smaller one can be "
      "given under tile",
      tile_refusal(least, instruction, params.sm, output));
}

}  // namespace gossamer::arch::sparse_tensor_core
