// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/operand_map.hpp"

#include <algorithm>

namespace gossamer::arch::sparse_tensor_core {

namespace {

constexpr std::uint64_t block_alignment = 32;  // bytes of a sector
constexpr std::uint64_t band_bytes = 2048;     // about as much of a channel is one block

std::uint32_t u32(std::size_t n) {
  return static_cast<std::uint32_t>(n);
}

std::uint32_t inside(std::uint32_t extent, std::uint32_t first, std::uint32_t most) {
  return first >= extent ? 0 : std::min(extent - first, most);
}

}  // namespace

GemmSize ImplicitGemm::size() const {
  return {u32(shape_.groups), u32(shape_.filters_per_group()),
          u32(shape_.batch * shape_.out_height * shape_.out_width), u32(shape_.filter_size())};
}

KernelTap ImplicitGemm::tap(std::uint32_t k) const {
  const std::uint32_t area = u32(shape_.filter_height * shape_.filter_width);
  const std::uint32_t in_kernel = k % area;
  return {k / area, in_kernel / u32(shape_.filter_width), in_kernel % u32(shape_.filter_width)};
}

ImplicitGemm::Source ImplicitGemm::source(const KernelTap& tap, std::uint32_t col) const {
  const std::uint32_t plane = u32(shape_.out_height * shape_.out_width);
  const std::uint32_t position = col % plane;
  const std::uint64_t row =
      position / shape_.out_width * shape_.stride_y + tap.row * shape_.dilation_y;
  const std::uint64_t column =
      position % shape_.out_width * shape_.stride_x + tap.col * shape_.dilation_x;
  if (row < shape_.pad_top || column < shape_.pad_left) return {};
  Source source{true, col / plane, u32(row - shape_.pad_top), u32(column - shape_.pad_left)};
  source.inside = source.row < shape_.height && source.col < shape_.width;
  return source;
}

std::size_t ImplicitGemm::index(std::uint32_t group, const KernelTap& tap,
                                const Source& source) const {
  const std::size_t channel = group * shape_.channels_per_group() + tap.channel;
  return ((source.image * shape_.channels + channel) * shape_.height + source.row) * shape_.width +
         source.col;
}

bool ImplicitGemm::input_rows(std::uint32_t first_out, std::uint32_t last_out, std::uint32_t& first,
                              std::uint32_t& last) const {
  const std::size_t from = first_out * shape_.stride_y;
  const std::size_t to =
      last_out * shape_.stride_y + (shape_.filter_height - 1) * shape_.dilation_y;
  if (to < shape_.pad_top || from >= shape_.pad_top + shape_.height) return false;
  first = u32(from > shape_.pad_top ? from - shape_.pad_top : 0);
  last = u32(std::min(to - shape_.pad_top, shape_.height - 1));
  return true;
}

OperandMap::OperandMap(const GemmPlan& plan, const ImplicitGemm& gemm) : plan_{plan}, gemm_{gemm} {
  const Instruction& instruction = plan.instruction();
  const std::uint64_t bits = numerics::mma::element_bits(instruction.type);
  const GemmSize& size = plan.size();
  for (std::uint32_t group = 0; group < size.groups; ++group) {
    for (std::uint32_t row = 0; row < plan.tile_rows(); ++row) {
      for (std::uint32_t slab = 0; slab < plan.slabs(); ++slab) {
        const std::uint64_t metadata =
            instruction.sparse ? plan.chunks_in(slab) * numerics::mma::index_bits : 0;
        add(plan.rows_in(row) * (plan.kept_in(slab) * bits + metadata));
        a_bytes_ += blocks_.back().bytes;
      }
    }
  }
  first_b_ = u32(blocks_.size());
  if (gemm.windowed()) {
    add_bands();
    return;
  }
  for (std::uint32_t group = 0; group < size.groups; ++group) {
    for (std::uint32_t col = 0; col < plan.tile_cols(); ++col) {
      for (std::uint32_t slab = 0; slab < plan.slabs(); ++slab) {
        add(std::uint64_t{plan.k_in(slab)} * plan.cols_in(col) * bits);
      }
    }
  }
}

void OperandMap::add(std::uint64_t bits) {
  blocks_.push_back({end_, u32((bits + 7) / 8)});
  end_ = (end_ + blocks_.back().bytes + block_alignment - 1) / block_alignment * block_alignment;
}

void OperandMap::add_bands() {
  const ConvShape& shape = gemm_.shape();
  const std::uint64_t bits = numerics::mma::element_bits(plan_.instruction().type);
  const std::uint64_t row_bytes = (shape.width * bits + 7) / 8;
  band_rows_ = u32(std::clamp<std::uint64_t>(band_bytes / row_bytes, 1, shape.height));
  bands_ = u32((shape.height + band_rows_ - 1) / band_rows_);
  for (std::size_t plane = 0; plane < shape.batch * shape.channels; ++plane) {
    for (std::uint32_t band = 0; band < bands_; ++band) {
      const std::uint64_t rows =
          std::min<std::uint64_t>(band_rows_, shape.height - std::uint64_t{band} * band_rows_);
      add(rows * shape.width * bits);
    }
  }
}

OperandMap::BlockId OperandMap::a_block(std::uint32_t group, std::uint32_t tile_row,
                                        std::uint32_t slab) const {
  return (group * plan_.tile_rows() + tile_row) * plan_.slabs() + slab;
}

OperandMap::BlockId OperandMap::b_block(std::uint32_t group, std::uint32_t tile_col,
                                        std::uint32_t slab) const {
  return first_b_ + (group * plan_.tile_cols() + tile_col) * plan_.slabs() + slab;
}

OperandMap::BlockId OperandMap::b_band(std::uint32_t image, std::uint32_t channel,
                                       std::uint32_t row) const {
  const std::uint32_t plane = image * u32(gemm_.shape().channels) + channel;
  return first_b_ + plane * bands_ + row / band_rows_;
}

void OperandMap::for_each_b(std::uint32_t group, std::uint32_t tile_col, std::uint32_t slab,
                            const std::function<void(BlockId)>& call) const {
  if (!gemm_.windowed()) {
    call(b_block(group, tile_col, slab));
    return;
  }
  const ConvShape& shape = gemm_.shape();
  const std::uint32_t plane = u32(shape.out_height * shape.out_width);
  const std::uint32_t first_col = tile_col * plan_.tile().n;
  const std::uint32_t last_col = first_col + plan_.cols_in(tile_col) - 1;
  const std::uint32_t first_k = slab * plan_.tile().k;
  const std::uint32_t first_channel = group * u32(shape.channels_per_group());
  const std::uint32_t from = first_channel + gemm_.tap(first_k).channel;
  const std::uint32_t to = first_channel + gemm_.tap(first_k + plan_.k_in(slab) - 1).channel;
  for (std::uint32_t image = first_col / plane; image <= last_col / plane; ++image) {
    const std::uint32_t begin = std::max(first_col, image * plane) - image * plane;
    const std::uint32_t end = std::min(last_col, image * plane + plane - 1) - image * plane;
    std::uint32_t first_row = 0;
    std::uint32_t last_row = 0;
    if (!gemm_.input_rows(begin / u32(shape.out_width), end / u32(shape.out_width), first_row,
                          last_row)) {
      continue;
    }
    for (std::uint32_t channel = from; channel <= to; ++channel) {
      const BlockId last = b_band(image, channel, last_row);
      for (BlockId id = b_band(image, channel, first_row); id <= last; ++id) call(id);
    }
  }
}

std::uint64_t OperandMap::load_bytes(const TilePlace& place, std::uint32_t slab) const {
  const std::uint64_t bits = numerics::mma::element_bits(plan_.instruction().type);
  const std::uint64_t b_bits = std::uint64_t{plan_.k_in(slab)} * plan_.cols_in(place.col) * bits;
  return blocks_[a_block(place.group, place.row, slab)].bytes + (b_bits + 7) / 8;
}

std::uint64_t OperandMap::tile_output_bytes() const {
  return std::uint64_t{plan_.tile().m} * plan_.tile().n * plan_.output_bytes();
}

std::uint64_t OperandMap::output_address(std::uint32_t tile, std::uint32_t warp) const {
  return end_ + tile * tile_output_bytes() + warp * (tile_output_bytes() / plan_.tile().warps());
}

std::uint64_t OperandMap::output_bytes(std::uint32_t tile, std::uint32_t warp) const {
  const WarpPlace place = warp_place(plan_, plan_.place(tile), warp);
  return std::uint64_t{place.rows} * place.cols * plan_.output_bytes();
}

WarpPlace warp_place(const GemmPlan& plan, const TilePlace& place, std::uint32_t warp) {
  const Tile& tile = plan.tile();
  WarpPlace of;
  of.first_row = warp / tile.warps_n * tile.warp_m();
  of.first_col = warp % tile.warps_n * tile.warp_n();
  of.rows = inside(plan.rows_in(place.row), of.first_row, tile.warp_m());
  of.cols = inside(plan.cols_in(place.col), of.first_col, tile.warp_n());
  return of;
}

}  // namespace gossamer::arch::sparse_tensor_core
