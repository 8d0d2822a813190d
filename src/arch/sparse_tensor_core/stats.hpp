// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "core/ceil_div.hpp"
#include "core/counter.hpp"
#include "numerics/mma/operand_type.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// Bytes of a register of a warp, of a row of banks of shared memory, of a sector of L2.
inline constexpr std::uint64_t warp_register_bytes = 128;
inline constexpr std::uint64_t shared_row_bytes = 128;
inline constexpr std::uint64_t sector_bytes = 32;
/// Wires of B that a multiplexer of `mma.sp` chooses.
inline constexpr std::uint64_t selected_bits = 16;

inline std::uint64_t words(std::uint64_t bytes, std::uint64_t of) {
  return core::ceil_div(bytes, of);
}

/// The counters of a streaming multiprocessor, a group per component of the area table.
struct SmStats {
  core::StatGroup multipliers{"sm/tensor_core/multipliers", "multiplier"};
  core::Counter multiply_floating{multipliers, "multiply_floating", core::Unit::action,
                                  "a product of fp16, bf16 or tf32"};
  core::Counter multiply_int8{multipliers, "multiply_int8", core::Unit::action, "a product"};
  core::Counter multiply_int4{multipliers, "multiply_int4", core::Unit::action, "a product"};

  core::StatGroup adders{"sm/tensor_core/adders", "adder"};
  core::Counter add_floating{adders, "add_floating", core::Unit::action,
                             "a product aligned and added"};
  core::Counter add_int8{adders, "add_int8", core::Unit::action, "a product added"};
  core::Counter add_int4{adders, "add_int4", core::Unit::action, "a product added"};
  core::Counter accumulate_floating{adders, "accumulate_floating", core::Unit::action,
                                    "a sum of a pass normalised and rounded"};
  core::Counter accumulate_integer{adders, "accumulate_integer", core::Unit::action,
                                   "a sum of a pass added to that of 32 bits"};

  core::StatGroup selectors{"sm/tensor_core/selectors", "multiplexer"};
  core::Counter select{selectors, "select", core::Unit::action, "16 bits of B chosen by metadata"};
  core::StatGroup metadata{"sm/tensor_core/metadata", "register"};
  core::Counter metadata_write{metadata, "write", core::Unit::action,
                               "32 bits of metadata decoded for an instruction"};

  core::StatGroup register_file{"sm/register_file", "sram"};
  core::Counter register_read{register_file, "read", core::Unit::action, "a register of a warp"};
  core::Counter register_write{register_file, "write", core::Unit::action, "a register of a warp"};

  core::StatGroup shared_memory{"sm/shared_memory", "sram"};
  core::Counter shared_read{shared_memory, "read", core::Unit::action, "a word of each bank"};
  core::Counter shared_write{shared_memory, "write", core::Unit::action, "a word of each bank"};

  /// What instructions of a type make of `products` products and `sums` sums of passes.
  void count_products(numerics::mma::OperandType type, std::uint64_t products, std::uint64_t sums) {
    switch (type) {
      case numerics::mma::OperandType::int8:
        multiply_int8 += products;
        add_int8 += products;
        accumulate_integer += sums;
        return;
      case numerics::mma::OperandType::int4:
        multiply_int4 += products;
        add_int4 += products;
        accumulate_integer += sums;
        return;
      default:
        multiply_floating += products;
        add_floating += products;
        accumulate_floating += sums;
    }
  }

  std::array<const core::StatGroup*, 6> groups() const {
    return {&multipliers, &adders, &selectors, &metadata, &register_file, &shared_memory};
  }
};

/// Outside of the SMs.
struct L2Stats {
  core::StatGroup cache{"l2", "sram"};
  core::Counter read{cache, "read", core::Unit::action, "a sector read"};
  core::Counter write{cache, "write", core::Unit::action, "a sector written"};
  core::StatGroup network{"network", "bus"};
  core::Counter transfer{network, "transfer", core::Unit::action, "a sector between L2 and an SM"};

  std::array<const core::StatGroup*, 2> groups() const { return {&cache, &network}; }
};

}  // namespace gossamer::arch::sparse_tensor_core
