// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/parameters.hpp"
#include "memory/dram.hpp"
#include "numerics/mma/accumulation.hpp"

namespace gossamer::arch::sparse_tensor_core {

using numerics::mma::Generation;
using numerics::mma::OperandType;
using numerics::mma::OutputType;
using numerics::mma::Overflow;

/// Whether one streaming multiprocessor stands for alike ones, or each is simulated, or each where
/// that is quick.
enum class SimulatedSms { one, all, automatic };
inline const std::vector<std::string> simulated_sms_names{"one", "all", "auto"};

/// Whether `mma.sp` is used where the weights allow it.
enum class Sparse { automatic, never };
inline const std::vector<std::string> sparse_names{"auto", "never"};

inline const std::vector<std::string> generation_names{"ampere", "hopper"};
inline const std::vector<std::string> output_names{"fp32", "fp16"};
inline const std::vector<std::string> overflow_names{"wrap", "saturate"};

/// How slabs lie in the banks of shared memory.
enum class SharedLayout { permuted, linear };
inline const std::vector<std::string> shared_layout_names{"permuted", "linear"};

struct GpuParams {
  std::uint32_t sms = 1;
  SimulatedSms simulated_sms = SimulatedSms::automatic;

  void describe(core::ParameterVisitor& v);
};

/// A pass covers m16n8 and `pass_bytes` of K of each row of A as the multipliers take them.
struct TensorCoreParams {
  std::uint32_t pass_bytes = 16;
  std::uint32_t pass_edges = 4;
  std::uint32_t first_edges = 11;
  std::uint32_t further_edges = 7;
  std::uint32_t short_sparse_quarters = 25;

  void describe(core::ParameterVisitor& v);
};

struct IssueParams {
  std::uint32_t unroll = 32;
  std::uint32_t edges = 6;

  void describe(core::ParameterVisitor& v);
};

struct SmParams {
  std::uint32_t sub_cores = 4;
  std::uint32_t warps = 64;
  std::uint32_t blocks = 32;
  std::uint32_t registers = 65536;
  std::uint32_t register_banks = 2;
  std::uint32_t thread_registers = 24;
  std::uint32_t shared_kib = 164;
  std::uint32_t shared_bytes_per_edge = 128;
  std::uint32_t shared_latency_edges = 29;
  std::uint32_t l2_bytes_per_edge = 64;
  TensorCoreParams tensor_core;
  IssueParams issue;

  void describe(core::ParameterVisitor& v);
};

struct L2Params {
  std::uint32_t kib = 1024;
  std::uint32_t bytes_per_edge = 64;
  std::uint32_t latency_edges = 200;
  std::uint32_t output_percent = 25;

  void describe(core::ParameterVisitor& v);
};

/// Tiles of a thread block; all 0: by layer, among shapes of CUTLASS.
struct TileParams {
  std::uint32_t m = 0;
  std::uint32_t n = 0;
  std::uint32_t k = 0;
  std::uint32_t stages = 0;
  std::uint32_t warps_m = 0;
  std::uint32_t warps_n = 0;
  std::uint32_t raster = 8;
  SharedLayout layout = SharedLayout::permuted;

  bool automatic() const { return m == 0; }
  void describe(core::ParameterVisitor& v);
};

struct NumericsParams {
  Generation generation = Generation::ampere;
  OutputType output = OutputType::fp32;
  Overflow overflow = Overflow::wrap;

  void describe(core::ParameterVisitor& v);
};

struct OperandParams {
  OperandType type = OperandType::fp16;
  Sparse sparse = Sparse::automatic;

  void describe(core::ParameterVisitor& v);
};

/// Everything of a `sparse_tensor_core` file but clock, voltage and technology.
struct Params {
  Params();

  GpuParams gpu;
  SmParams sm;
  L2Params l2;
  TileParams tile;
  NumericsParams numerics;
  OperandParams operands;
  memory::Dram::Params dram;

  void describe(core::ParameterVisitor& v);

  /// Products that the tensor core of a sub-core makes per edge.
  std::uint32_t products_per_edge(OperandType type) const;
  /// Of one streaming multiprocessor.
  std::uint64_t sm_multipliers(OperandType type) const {
    return std::uint64_t{sm.sub_cores} * products_per_edge(type);
  }
  std::uint64_t multipliers(OperandType type) const { return gpu.sms * sm_multipliers(type); }
};

}  // namespace gossamer::arch::sparse_tensor_core
