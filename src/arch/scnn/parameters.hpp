// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/planar/dma_parameters.hpp"
#include "arch/scnn/bank_hash.hpp"
#include "arch/scnn/shared_names.hpp"
#include "core/parameters.hpp"
#include "memory/dram.hpp"

namespace gossamer::arch::scnn {

/// The processing-element grid and its Cartesian-product multipliers (Parashar et al., ISCA 2017,
/// section III).
struct PeParams {
  std::uint32_t rows = 8;
  std::uint32_t cols = 8;
  std::uint32_t f = 4;
  std::uint32_t i = 4;
  std::uint32_t pipeline_edges = 3;
  std::uint32_t iaram_read_values = 4;

  std::uint32_t multipliers() const { return f * i; }
  void describe(core::ParameterVisitor& v);
};

/// Accumulator banks behind the scatter crossbar.
struct AccumulatorParams {
  std::uint32_t banks = 32;
  std::uint32_t entries = 32;
  std::uint32_t queue_depth = 8;
  std::uint32_t enqueue_width = 16;
  HashKind hash = HashKind::linear;

  void describe(core::ParameterVisitor& v);
};

/// Post-processing unit of a PE.
struct PpuParams {
  std::uint32_t width = 4;
  std::uint32_t link_values = 1;

  void describe(core::ParameterVisitor& v);
};

/// The path of the weights from DRAM to the PEs.
struct WeightParams {
  std::uint32_t fifo_entries = 50;
  std::uint32_t broadcast_vectors = 4;
  std::uint32_t buffer_kib = 16;
  std::uint32_t block_queue = 8;

  void describe(core::ParameterVisitor& v);
};

/// Which zero operands cost no cycle. The one-sided forms are the paper's ablations: the operand
/// that is not skipped is stored and multiplied zeros included.
enum class Skip { both, activations, weights };

inline const std::vector<std::string> skip_names{"both", "activations", "weights"};

/// Everything of an `scnn` file but clock, voltage and technology.
struct Params {
  PeParams pe;
  AccumulatorParams accumulator;
  PpuParams ppu;
  WeightParams weights;
  planar::DmaParams dma;
  memory::Dram::Params dram;
  Mapping mapping = Mapping::planar;
  Mapping gemm_mapping = Mapping::automatic;
  Skip skip = Skip::both;
  std::uint32_t kc = 8;
  std::uint32_t run_bits = 4;
  std::uint32_t iaram_kib = 10;
  std::uint32_t oaram_kib = 10;

  void describe(core::ParameterVisitor& v);

  std::uint32_t pes() const { return pe.rows * pe.cols; }
  std::uint32_t multipliers() const { return pes() * pe.multipliers(); }
  std::uint32_t max_run() const { return (1U << run_bits) - 1; }
  bool skips_weights() const { return skip != Skip::activations; }
  bool skips_activations() const { return skip != Skip::weights; }
  /// Index bits of a stored weight, activation: none where zeros are stored too.
  std::uint32_t weight_run_bits() const { return skips_weights() ? run_bits : 0; }
  std::uint32_t activation_run_bits() const { return skips_activations() ? run_bits : 0; }
  std::uint32_t element_bits() const { return 16 + run_bits; }
  /// Values with their indices that an activation memory of `kib` KiB holds.
  std::uint64_t capacity(std::uint32_t kib) const { return activation_format().capacity(kib); }

  planar::ActivationFormat activation_format() const {
    return {skips_activations(), activation_run_bits(), element_bits(), pe.i};
  }
  /// What shared units need of all this, where the chip hands over all of it.
  operator planar::ActivationFormat() const { return activation_format(); }
  operator planar::ActivationPath() const {
    return {activation_format(), dma.buffer_bytes(), dram.burst_bytes};
  }
};

}  // namespace gossamer::arch::scnn
