// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/stage.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "arch/sparse_tensor_core/element.hpp"
#include "core/work_share.hpp"
#include "numerics/floating_point.hpp"
#include "numerics/fp16.hpp"

namespace gossamer::arch::sparse_tensor_core {

using numerics::mma::OperandMatrix;
using numerics::mma::OperandWord;

namespace {

/// The words of all 16-bit patterns of a type.
std::vector<OperandWord> make_table(OperandType type) {
  std::vector<OperandWord> table(65536);
  for (std::uint32_t code = 0; code < table.size(); ++code) {
    const auto bits = static_cast<std::uint16_t>(code);
    std::array<std::uint8_t, 2> bytes{};
    std::memcpy(bytes.data(), &bits, 2);
    table[code] = numerics::mma::operand_word(type, load_element(type, bytes.data(), 0));
  }
  return table;
}

OperandWord load_word(OperandType type, const std::uint8_t* bytes, std::size_t index) {
  static const std::vector<OperandWord> fp16 = make_table(OperandType::fp16);
  static const std::vector<OperandWord> bf16 = make_table(OperandType::bf16);
  if (type == OperandType::tf32) {
    return numerics::mma::operand_word(type, load_element(type, bytes, index));
  }
  std::uint16_t code = 0;
  std::memcpy(&code, bytes + 2 * index, 2);
  return (type == OperandType::fp16 ? fp16 : bf16)[code];
}

}  // namespace

BlockMath::BlockMath(const OperandMap& map, const NumericsParams& params, core::CpuLevel level,
                     bool relu)
    : map_{map},
      plan_{map.plan()},
      type_{plan_.instruction().type},
      integers_{numerics::mma::is_integer(type_)},
      kept_{plan_.instruction().sparse ? plan_.tile().k / 2 : plan_.tile().k},
      pitch_{plan_.tile().n + OperandMatrix::read_ahead},
      level_{level},
      relu_{relu},
      overflow_{params.overflow} {
  if (!integers_) {
    arithmetic_ = numerics::mma::fused_add(params.generation, type_, plan_.output(),
                                           plan_.instruction().kept);
  }
}

void BlockMath::put(std::vector<OperandWord>& words, std::vector<std::int16_t>& integers,
                    std::size_t at, const std::uint8_t* bytes, std::size_t index) const {
  if (integers_) {
    integers[at] = static_cast<std::int16_t>(load_element(type_, bytes, index));
  } else {
    words[at] = load_word(type_, bytes, index);
  }
}

void BlockMath::fill(Stage& stage, const TilePlace& place, std::uint32_t slab,
                     const BytesOf& bytes_of) const {
  const std::size_t a = std::size_t{plan_.tile().m} * kept_;
  const std::size_t b = plan_.tile().k * pitch_;
  const OperandWord zero = integers_ ? 0 : numerics::mma::operand_word(type_, 0.0F);
  stage.a.assign(integers_ ? 0 : a, zero);
  stage.b.assign(integers_ ? 0 : b, zero);
  stage.a_integers.assign(integers_ ? a : 0, 0);
  stage.b_integers.assign(integers_ ? b : 0, 0);
  const std::uint8_t* bytes = bytes_of(map_.a_block(place.group, place.row, slab));
  fill_a(stage, place, slab, bytes);
  if (plan_.instruction().sparse) fill_metadata(stage, place, slab, bytes);
  if (map_.gemm().windowed()) {
    fill_b_windows(stage, place, slab, bytes_of);
  } else {
    fill_b(stage, place, slab, bytes_of);
  }
}

void BlockMath::fill_a(Stage& stage, const TilePlace& place, std::uint32_t slab,
                       const std::uint8_t* bytes) const {
  const std::uint32_t kept = plan_.kept_in(slab);
  for (std::uint32_t row = 0; row < plan_.rows_in(place.row); ++row) {
    for (std::uint32_t i = 0; i < kept; ++i) {
      put(stage.a, stage.a_integers, std::size_t{row} * kept_ + i, bytes,
          std::size_t{row} * kept + i);
    }
  }
}

void BlockMath::fill_metadata(Stage& stage, const TilePlace& place, std::uint32_t slab,
                              const std::uint8_t* bytes) const {
  const std::uint32_t rows = plan_.rows_in(place.row);
  const std::uint32_t chunks = plan_.chunks_in(slab);
  tensor::structured::Metadata metadata{type_, rows, chunks, {}};
  const std::uint64_t first =
      std::uint64_t{rows} * plan_.kept_in(slab) * numerics::mma::element_bits(type_) / 4;
  for (std::size_t n = first; n < first + std::size_t{rows} * chunks; ++n) {
    metadata.nibbles.push_back(static_cast<std::uint8_t>(bytes[n / 2] >> n % 2 * 4 & 15));
  }
  tensor::structured::check_metadata(metadata, tensor::structured::IndexOrder::ordered);
  const auto positions = tensor::structured::kept_positions(metadata);
  const std::uint32_t kept = plan_.kept_in(slab);
  // Behind the matrix zeros meet zeros: the rows of B of their own chunk.
  const auto pattern = numerics::mma::sparsity_pattern(type_);
  stage.b_rows.resize(std::size_t{plan_.tile().m} * kept_);
  for (std::size_t i = 0; i < stage.b_rows.size(); ++i) {
    stage.b_rows[i] = static_cast<std::uint32_t>(i % kept_ / pattern.kept() * pattern.chunk() +
                                                 i % pattern.kept());
  }
  for (std::uint32_t row = 0; row < rows; ++row) {
    std::copy_n(positions.data() + std::size_t{row} * kept, kept,
                stage.b_rows.data() + std::size_t{row} * kept_);
  }
}

void BlockMath::fill_b(Stage& stage, const TilePlace& place, std::uint32_t slab,
                       const BytesOf& bytes_of) const {
  const std::uint8_t* bytes = bytes_of(map_.b_block(place.group, place.col, slab));
  const std::uint32_t cols = plan_.cols_in(place.col);
  for (std::uint32_t k = 0; k < plan_.k_in(slab); ++k) {
    for (std::uint32_t col = 0; col < cols; ++col) {
      put(stage.b, stage.b_integers, k * pitch_ + col, bytes, std::size_t{k} * cols + col);
    }
  }
}

void BlockMath::fill_b_windows(Stage& stage, const TilePlace& place, std::uint32_t slab,
                               const BytesOf& bytes_of) const {
  const ImplicitGemm& gemm = map_.gemm();
  const auto first_channel =
      static_cast<std::uint32_t>(place.group * gemm.shape().channels_per_group());
  for (std::uint32_t k = 0; k < plan_.k_in(slab); ++k) {
    const KernelTap tap = gemm.tap(slab * plan_.tile().k + k);
    OperandMap::BlockId last = 0;
    const std::uint8_t* bytes = nullptr;
    for (std::uint32_t col = 0; col < plan_.cols_in(place.col); ++col) {
      const auto source = gemm.source(tap, place.col * plan_.tile().n + col);
      if (!source.inside) continue;
      const auto at = map_.b_place(source, first_channel + tap.channel);
      if (bytes == nullptr || at.block != last) bytes = bytes_of(at.block);
      last = at.block;
      put(stage.b, stage.b_integers, k * pitch_ + col, bytes, at.index);
    }
  }
}

Sums BlockMath::zero_sums() const {
  const std::size_t outputs = std::size_t{plan_.tile().warp_m()} * plan_.tile().warp_n();
  Sums sums;
  if (integers_) {
    sums.integers.assign(outputs, 0);
  } else {
    sums.floats.assign(outputs, 0.0F);
  }
  return sums;
}

void BlockMath::multiply(const Stage& stage, std::uint32_t warp, std::uint32_t step,
                         Sums& sums) const {
  const core::WorkScope scope{core::Work::multiplication};
  const Tile& tile = plan_.tile();
  const Instruction& instruction = plan_.instruction();
  const std::size_t row = warp / tile.warps_n * std::size_t{tile.warp_m()};
  const std::size_t a = row * kept_ + std::size_t{step} * instruction.kept;
  // Metadata name rows of the whole slab.
  const std::size_t b = warp % tile.warps_n * std::size_t{tile.warp_n()} +
                        (instruction.sparse ? 0 : std::size_t{step} * instruction.k * pitch_);
  const auto describe = [&](auto& block) {
    block.m = tile.warp_m();
    block.n = tile.warp_n();
    block.k = instruction.kept;
    block.a_pitch = kept_;
    block.b_pitch = pitch_;
    block.b_rows = instruction.sparse ? stage.b_rows.data() + a : nullptr;
    block.b_rows_pitch = kept_;
    block.d_pitch = tile.warp_n();
  };
  if (integers_) {
    numerics::mma::IntegerBlock block;
    describe(block);
    block.a = stage.a_integers.data() + a;
    block.b = stage.b_integers.data() + b;
    block.d = sums.integers.data();
    block.terms = instruction.kept;
    block.overflow = overflow_;
    numerics::mma::integer_kernel(level_)(block);
    return;
  }
  numerics::mma::FloatBlock block;
  describe(block);
  block.a = stage.a.data() + a;
  block.b = stage.b.data() + b;
  block.d = sums.floats.data();
  block.arithmetic = arithmetic_;
  numerics::mma::float_kernel(level_)(block);
}

void BlockMath::store(const Sums& sums, const WarpPlace& place, std::uint8_t* to) const {
  const std::size_t pitch = plan_.tile().warp_n();
  for (std::uint32_t row = 0; row < place.rows; ++row) {
    for (std::uint32_t col = 0; col < place.cols; ++col) {
      const std::size_t from = row * pitch + col;
      const std::size_t at = std::size_t{row} * place.cols + col;
      if (integers_) {
        const std::int32_t sum = relu_ ? std::max(sums.integers[from], 0) : sums.integers[from];
        std::memcpy(to + at * 4, &sum, 4);
        continue;
      }
      const float sum = relu_ && sums.floats[from] < 0 ? 0.0F : sums.floats[from];
      if (plan_.output() == OutputType::fp16) {
        const numerics::Fp16Bits bits = numerics::float_to_fp16(sum);
        std::memcpy(to + at * 2, &bits, 2);
      } else {
        std::memcpy(to + at * 4, &sum, 4);
      }
    }
  }
}

void BlockMath::compute_tile(std::uint32_t tile, std::vector<std::uint8_t>& storage) const {
  const TilePlace place = plan_.place(tile);
  std::vector<Sums> sums(plan_.tile().warps(), zero_sums());
  Stage stage;
  for (std::uint32_t slab = 0; slab < plan_.slabs(); ++slab) {
    fill(stage, place, slab,
         [&](OperandMap::BlockId id) { return storage.data() + map_.blocks()[id].address; });
    for (std::uint32_t warp = 0; warp < sums.size(); ++warp) {
      for (std::uint32_t step = 0; step < plan_.steps_per_slab(); ++step) {
        multiply(stage, warp, step, sums[warp]);
      }
    }
  }
  for (std::uint32_t warp = 0; warp < sums.size(); ++warp) {
    store(sums[warp], warp_place(plan_, place, warp),
          storage.data() + map_.output_address(tile, warp));
  }
}

std::vector<std::uint32_t> read_outputs(const OperandMap& map,
                                        const std::vector<std::uint8_t>& storage) {
  const GemmPlan& plan = map.plan();
  const GemmSize& size = plan.size();
  std::vector<std::uint32_t> outputs(std::size_t{size.groups} * size.rows * size.cols);
  const std::uint32_t bytes = plan.output_bytes();
  for (std::uint32_t tile = 0; tile < plan.tiles(); ++tile) {
    const TilePlace place = plan.place(tile);
    for (std::uint32_t warp = 0; warp < plan.tile().warps(); ++warp) {
      const WarpPlace of = warp_place(plan, place, warp);
      const std::uint8_t* from = storage.data() + map.output_address(tile, warp);
      for (std::uint32_t row = 0; row < of.rows; ++row) {
        const std::size_t d_row = std::size_t{place.group} * size.rows +
                                  std::size_t{place.row} * plan.tile().m + of.first_row + row;
        std::uint32_t* to = outputs.data() + d_row * size.cols +
                            std::size_t{place.col} * plan.tile().n + of.first_col;
        for (std::uint32_t col = 0; col < of.cols; ++col, from += bytes) {
          std::memcpy(to + col, from, bytes);
        }
      }
    }
  }
  return outputs;
}

}  // namespace gossamer::arch::sparse_tensor_core
