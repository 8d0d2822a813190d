// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/planar/activation_format.hpp"
#include "arch/planar/dma_parameters.hpp"
#include "arch/planar/grid.hpp"
#include "arch/planar/time_tiles.hpp"
#include "core/parameters.hpp"
#include "memory/dram.hpp"

namespace gossamer::arch::dcnn {

/// The processing-element grid and its dot products (Parashar et al., ISCA 2017, section VI).
struct PeParams {
  std::uint32_t rows = 8;
  std::uint32_t cols = 8;
  std::uint32_t multipliers = 16;
  std::uint32_t pipeline_edges = 3;

  void describe(core::ParameterVisitor& v);
};

/// The sums of a PE.
struct AccumulatorParams {
  std::uint32_t entries = 1024;

  void describe(core::ParameterVisitor& v);
};

/// Post-processing unit of a PE.
struct PpuParams {
  std::uint32_t width = 4;

  void describe(core::ParameterVisitor& v);
};

/// The path of the weights from DRAM to the PEs.
struct WeightParams {
  std::uint32_t fifo_entries = 16;
  std::uint32_t broadcast_vectors = 2;
  std::uint32_t buffer_kib = 16;

  void describe(core::ParameterVisitor& v);
};

/// How a plane that must be cut in time is cut: into as few tiles as possible, or so that the
/// busiest PE computes fewest outputs, tiles being cut among the PEs by ceil.
enum class TimeTiles { fewest, least_work };

inline const std::vector<std::string> time_tiles_names{"fewest", "least_work"};

/// Everything of a `dcnn` file but clock, voltage and technology.
struct Params {
  PeParams pe;
  AccumulatorParams accumulator;
  PpuParams ppu;
  WeightParams weights;
  planar::DmaParams dma;
  memory::Dram::Params dram;
  bool zero_gating = false;
  bool compress_activations = false;
  TimeTiles time_tiles = TimeTiles::least_work;
  std::uint32_t kc = 8;
  std::uint32_t run_bits = 4;
  std::uint32_t iaram_kib = 16;
  std::uint32_t oaram_kib = 16;

  void describe(core::ParameterVisitor& v);

  std::uint32_t pes() const { return pe.rows * pe.cols; }
  std::uint32_t multipliers() const { return pes() * pe.multipliers; }
  planar::Grid grid() const {
    return {pe.rows, pe.cols, planar::Mapping::planar, planar::Halo::inputs};
  }
  /// Values that the input memory, the output memory of a PE hold.
  std::uint64_t input_capacity() const { return activation_format().capacity(iaram_kib); }
  std::uint64_t output_capacity() const { return activation_format().capacity(oaram_kib); }
  planar::Room room() const { return {accumulator.entries, output_capacity()}; }

  planar::ActivationFormat activation_format() const;
  planar::ActivationPath activation_path() const;
};

}  // namespace gossamer::arch::dcnn
