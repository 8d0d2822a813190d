// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "arch/dcnn/accumulators.hpp"
#include "arch/dcnn/dot_kernels.hpp"
#include "arch/dcnn/image_plan.hpp"
#include "arch/dcnn/input_memories.hpp"
#include "arch/dcnn/weight_memory.hpp"
#include "arch/dcnn/windows.hpp"

namespace gossamer::arch::dcnn {

/// What multipliers had as operands, in multiplier-cycles.
struct ProductCounts {
  std::uint64_t useful = 0;        ///< two non-zeros
  std::uint64_t zero_operand = 0;  ///< a zero among them
  std::uint64_t padding = 0;       ///< an input outside of the plane
  std::uint64_t none = 0;          ///< nothing: the chunk is shorter
};

/// Where the vectors of inputs that a PE holds came from: a vector for each chunk of each output.
struct InputReads {
  std::uint64_t vectors = 0;
  std::uint64_t memories = 0;   ///< PEs' memories that were read, added up over vectors
  std::uint64_t transfers = 0;  ///< values of other PEs, times the links that they passed
};

/// The multipliers of a PE, their adder tree and the way of the inputs to them. Multiplies edge by
/// edge, or all edges of a step at once, with the same result.
class DotProduct {
 public:
  struct Wiring {
    std::uint32_t pe = 0;
    const ImagePlan& image;
    const InputMemories& inputs;
    const WeightMemory& weights;
    Accumulators& accumulators;
    DotKernel kernel = nullptr;
    unsigned product_shift = 0;
    bool values = true;  ///< otherwise products are counted only
  };

  explicit DotProduct(const Wiring& wiring) : wiring_{wiring} {}

  void begin_step(std::uint32_t step);
  /// One chunk of the products of an output.
  void multiply(std::uint32_t chunk, std::uint32_t position, std::uint32_t k);
  /// All chunks of all outputs of the step, whose inputs and weights must all be there.
  void multiply_step();

  /// Of the step so far.
  const ProductCounts& counts() const { return counts_; }
  const InputReads& reads() const { return reads_; }

  /// Test hook: the first product of two non-zeros of every step gets lost.
  void lose_products() { loses_products_ = true; }
  bool loses_products() const { return loses_products_; }
  std::uint32_t lost() const { return lost_; }

 private:
  const std::int16_t* channel(std::uint32_t pe, std::uint32_t channel_of_group) const;
  void read_vector(std::uint32_t chunk, std::uint32_t position, InputReads& reads) const;
  void gather();
  void gather_channels(std::uint32_t position, std::uint32_t tap);
  void gather_reads();
  void count_step();

  const Wiring wiring_;
  std::uint32_t step_ = 0;
  std::optional<std::uint32_t> tile_;  // that the windows are of
  Windows windows_;
  ProductCounts counts_;
  InputReads reads_;
  /// The inputs of all positions, gathered for whole steps: those of one convolution group, in use
  /// until another comes.
  struct Gathered {
    bool valid = false;
    std::uint32_t tile = 0;
    std::uint32_t first_slice = 0;
    std::vector<std::int16_t> values;    // [position][pitch]
    std::vector<std::uint32_t> inside;   // [product]: positions whose input is in the plane
    std::vector<std::uint32_t> nonzero;  // [product]: and not zero
    InputReads reads;
  } gathered_;
  bool loses_products_ = false;
  bool lost_in_step_ = false;
  std::uint32_t lost_ = 0;
};

}  // namespace gossamer::arch::dcnn
