// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/operand_map.hpp"

#include <algorithm>

namespace gossamer::arch::sparse_tensor_core {

namespace {

constexpr std::uint64_t block_alignment = 32;  // bytes of a sector
constexpr std::uint64_t band_bytes = 2048;     // about as much is one band of rows
constexpr std::uint32_t channel_bits = 1024;   // of the channels of a position in one block

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
  const std::uint32_t channels = u32(shape_.channels_per_group());
  const std::uint32_t in_kernel = k / channels;
  return {k % channels, in_kernel / u32(shape_.filter_width), in_kernel % u32(shape_.filter_width)};
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

std::optional<ImplicitGemm::Rows> ImplicitGemm::input_rows(const Rows& outputs,
                                                           const Rows& kernel) const {
  const std::size_t from = outputs.first * shape_.stride_y + kernel.first * shape_.dilation_y;
  const std::size_t to = outputs.last * shape_.stride_y + kernel.last * shape_.dilation_y;
  if (to < shape_.pad_top || from >= shape_.pad_top + shape_.height) return std::nullopt;
  return Rows{u32(from > shape_.pad_top ? from - shape_.pad_top : 0),
              u32(std::min(to - shape_.pad_top, shape_.height - 1))};
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
  const std::uint32_t bits = numerics::mma::element_bits(plan_.instruction().type);
  group_channels_ = u32(shape.channels_per_group());
  band_channels_ = std::min(group_channels_, channel_bits / bits);
  channel_blocks_ = (group_channels_ + band_channels_ - 1) / band_channels_;
  const std::uint64_t row_bytes = (shape.width * band_channels_ * bits + 7) / 8;
  band_rows_ = u32(std::clamp<std::uint64_t>(band_bytes / row_bytes, 1, shape.height));
  bands_ = u32((shape.height + band_rows_ - 1) / band_rows_);
  for (std::size_t group = 0; group < shape.batch * shape.groups; ++group) {
    for (std::uint32_t first = 0; first < group_channels_; first += band_channels_) {
      const std::uint64_t channels = inside(group_channels_, first, band_channels_);
      for (std::uint32_t band = 0; band < bands_; ++band) {
        const std::uint64_t rows =
            std::min<std::uint64_t>(band_rows_, shape.height - std::uint64_t{band} * band_rows_);
        add(rows * shape.width * channels * bits);
      }
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

OperandMap::BlockId OperandMap::b_band(std::uint32_t image, std::uint32_t group,
                                       std::uint32_t channels, std::uint32_t row) const {
  const std::uint32_t plane =
      (image * u32(gemm_.shape().groups) + group) * channel_blocks_ + channels;
  return first_b_ + plane * bands_ + row / band_rows_;
}

OperandMap::Place OperandMap::b_place(const ImplicitGemm::Source& source,
                                      std::uint32_t channel) const {
  const std::uint32_t group = channel / group_channels_;
  const std::uint32_t of_group = channel % group_channels_;
  const std::uint32_t channels = of_group / band_channels_;
  const std::size_t width = inside(group_channels_, channels * band_channels_, band_channels_);
  const std::size_t position = source.row % band_rows_ * gemm_.shape().width + source.col;
  return {b_band(source.image, group, channels, source.row),
          position * width + of_group % band_channels_};
}

/// The rows of the kernel through which k from `first_k` to `last_k` use a block of channels.
std::optional<ImplicitGemm::Rows> OperandMap::kernel_rows(std::uint32_t channels,
                                                          std::uint32_t first_k,
                                                          std::uint32_t last_k) const {
  const std::uint32_t first = channels * band_channels_;
  const std::uint32_t end = first + inside(group_channels_, first, band_channels_);
  if (last_k < first) return std::nullopt;
  const std::uint32_t first_tap = first_k < end ? 0 : (first_k - end) / group_channels_ + 1;
  const std::uint32_t last_tap = (last_k - first) / group_channels_;
  if (first_tap > last_tap) return std::nullopt;
  const std::uint32_t width = u32(gemm_.shape().filter_width);
  return ImplicitGemm::Rows{first_tap / width, last_tap / width};
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
  for (std::uint32_t image = first_col / plane; image <= last_col / plane; ++image) {
    const std::uint32_t begin = std::max(first_col, image * plane) - image * plane;
    const std::uint32_t end = std::min(last_col, image * plane + plane - 1) - image * plane;
    const ImplicitGemm::Rows outputs{begin / u32(shape.out_width), end / u32(shape.out_width)};
    for (std::uint32_t channels = 0; channels < channel_blocks_; ++channels) {
      const auto kernel = kernel_rows(channels, first_k, first_k + plan_.k_in(slab) - 1);
      const auto rows = kernel ? gemm_.input_rows(outputs, *kernel) : std::nullopt;
      if (!rows) continue;
      const BlockId last = b_band(image, group, channels, rows->last);
      for (BlockId id = b_band(image, group, channels, rows->first); id <= last; ++id) call(id);
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
