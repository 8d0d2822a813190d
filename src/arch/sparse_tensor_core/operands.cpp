// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/operands.hpp"

#include <algorithm>

#include "arch/sparse_tensor_core/element.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

using tensor::structured::Compressed;

std::uint32_t round_up(std::uint32_t n, std::uint32_t to) {
  return (n + to - 1) / to * to;
}

/// Writes the blocks of A of one group: [rows][k] padded to whole chunks.
class StoredWeights {
 public:
  StoredWeights(const OperandMap& map, std::vector<std::uint8_t>& storage)
      : map_{map}, plan_{map.plan()}, type_{plan_.instruction().type}, storage_{storage} {}

  void store_dense(std::uint32_t group, const std::vector<float>& rows) {
    store(group, [&](std::uint32_t row, std::uint32_t slab, std::uint8_t* to, std::size_t at) {
      const float* from =
          rows.data() + std::size_t{row} * plan_.size().k + std::size_t{slab} * plan_.tile().k;
      for (std::uint32_t k = 0; k < plan_.k_in(slab); ++k) {
        store_element(type_, to, at + k, from[k]);
      }
    });
  }

  void store_sparse(std::uint32_t group, const Compressed<float>& compressed) {
    const auto row_chunks = static_cast<std::uint32_t>(compressed.metadata.chunks);
    const auto pattern = numerics::mma::sparsity_pattern(type_);
    const auto slab_chunks = static_cast<std::uint32_t>(plan_.tile().k / pattern.chunk());
    store(group, [&](std::uint32_t row, std::uint32_t slab, std::uint8_t* to, std::size_t at) {
      const std::size_t first = std::size_t{row} * row_chunks + std::size_t{slab} * slab_chunks;
      const float* values = compressed.values.data() + first * pattern.kept();
      for (std::uint32_t k = 0; k < plan_.kept_in(slab); ++k) {
        store_element(type_, to, at + k, values[k]);
      }
    });
    store_metadata(group, compressed.metadata, slab_chunks);
  }

 private:
  template <class StoreRow>
  void store(std::uint32_t group, const StoreRow& store_row) {
    for (std::uint32_t tile_row = 0; tile_row < plan_.tile_rows(); ++tile_row) {
      for (std::uint32_t slab = 0; slab < plan_.slabs(); ++slab) {
        std::uint8_t* to = block(group, tile_row, slab);
        for (std::uint32_t row = 0; row < plan_.rows_in(tile_row); ++row) {
          store_row(tile_row * plan_.tile().m + row, slab, to,
                    std::size_t{row} * plan_.kept_in(slab));
        }
      }
    }
  }

  void store_metadata(std::uint32_t group, const tensor::structured::Metadata& metadata,
                      std::uint32_t slab_chunks) {
    for (std::uint32_t tile_row = 0; tile_row < plan_.tile_rows(); ++tile_row) {
      for (std::uint32_t slab = 0; slab < plan_.slabs(); ++slab) {
        const std::uint32_t rows = plan_.rows_in(tile_row);
        const std::uint64_t value_bits =
            std::uint64_t{rows} * plan_.kept_in(slab) * numerics::mma::element_bits(type_);
        std::uint8_t* to = block(group, tile_row, slab);
        for (std::uint32_t row = 0; row < rows; ++row) {
          const std::size_t first = std::size_t{tile_row * plan_.tile().m + row} * metadata.chunks +
                                    std::size_t{slab} * slab_chunks;
          for (std::uint32_t chunk = 0; chunk < plan_.chunks_in(slab); ++chunk) {
            // In nibbles; values may end inside a byte.
            const std::size_t at =
                value_bits / 4 + std::size_t{row} * plan_.chunks_in(slab) + chunk;
            const unsigned shift = at % 2 * 4;
            to[at / 2] = static_cast<std::uint8_t>(
                to[at / 2] | unsigned{metadata.nibbles[first + chunk]} << shift);
          }
        }
      }
    }
  }

  std::uint8_t* block(std::uint32_t group, std::uint32_t tile_row, std::uint32_t slab) {
    return storage_.data() + map_.blocks()[map_.a_block(group, tile_row, slab)].address;
  }

  const OperandMap& map_;
  const GemmPlan& plan_;
  const OperandType type_;
  std::vector<std::uint8_t>& storage_;
};

void store_packed(const OperandMap& map, const std::vector<float>& activations,
                  std::vector<std::uint8_t>& storage) {
  const GemmPlan& plan = map.plan();
  const OperandType type = plan.instruction().type;
  for (std::uint32_t group = 0; group < plan.size().groups; ++group) {
    for (std::uint32_t tile_col = 0; tile_col < plan.tile_cols(); ++tile_col) {
      for (std::uint32_t slab = 0; slab < plan.slabs(); ++slab) {
        std::uint8_t* to =
            storage.data() + map.blocks()[map.b_block(group, tile_col, slab)].address;
        const std::uint32_t cols = plan.cols_in(tile_col);
        for (std::uint32_t k = 0; k < plan.k_in(slab); ++k) {
          const KernelTap tap = map.gemm().tap(slab * plan.tile().k + k);
          for (std::uint32_t col = 0; col < cols; ++col) {
            const auto source = map.gemm().source(tap, tile_col * plan.tile().n + col);
            const float value =
                source.inside ? activations[map.gemm().index(group, tap, source)] : 0.0F;
            store_element(type, to, std::size_t{k} * cols + col, value);
          }
        }
      }
    }
  }
}

void store_bands(const OperandMap& map, const std::vector<float>& activations,
                 std::vector<std::uint8_t>& storage) {
  const ConvShape& shape = map.gemm().shape();
  const OperandType type = map.plan().instruction().type;
  std::size_t from = 0;
  ImplicitGemm::Source source;
  for (source.image = 0; source.image < shape.batch; ++source.image) {
    for (std::uint32_t channel = 0; channel < shape.channels; ++channel) {
      for (source.row = 0; source.row < shape.height; ++source.row) {
        for (source.col = 0; source.col < shape.width; ++source.col) {
          const auto at = map.b_place(source, channel);
          store_element(type, storage.data() + map.blocks()[at.block].address, at.index,
                        activations[from++]);
        }
      }
    }
  }
}

}  // namespace

std::vector<float> padded_rows(const std::vector<float>& weights, const GemmSize& size,
                               std::uint32_t group, std::uint32_t padded_k) {
  std::vector<float> rows(std::size_t{size.rows} * padded_k);
  for (std::uint32_t row = 0; row < size.rows; ++row) {
    const float* from = weights.data() + (std::size_t{group} * size.rows + row) * size.k;
    std::copy_n(from, size.k, rows.data() + std::size_t{row} * padded_k);
  }
  return rows;
}

std::vector<float> column(const ImplicitGemm& gemm, const std::vector<float>& activations,
                          std::uint32_t group, std::uint32_t col, std::uint32_t padded_k) {
  std::vector<float> values(padded_k);
  for (std::uint32_t k = 0; k < gemm.size().k; ++k) {
    const KernelTap tap = gemm.tap(k);
    const auto source = gemm.source(tap, col);
    if (source.inside) values[k] = activations[gemm.index(group, tap, source)];
  }
  return values;
}

void store_operands(const OperandMap& map, const Operands& operands,
                    std::vector<std::uint8_t>& storage) {
  storage.assign(map.output_end(), 0);
  const GemmPlan& plan = map.plan();
  const OperandType type = plan.instruction().type;
  const auto chunk = static_cast<std::uint32_t>(numerics::mma::sparsity_pattern(type).chunk());
  StoredWeights weights{map, storage};
  for (std::uint32_t group = 0; group < plan.size().groups; ++group) {
    if (!plan.instruction().sparse) {
      weights.store_dense(group, padded_rows(operands.weights, plan.size(), group, plan.size().k));
      continue;
    }
    const std::uint32_t k = round_up(plan.size().k, chunk);
    const auto rows = padded_rows(operands.weights, plan.size(), group, k);
    weights.store_sparse(group,
                         tensor::structured::compress(type, rows.data(), plan.size().rows, k));
  }
  if (map.gemm().windowed()) {
    store_bands(map, operands.activations, storage);
  } else {
    store_packed(map, operands.activations, storage);
  }
}

std::uint64_t NonzeroCounts::pairs(const TilePlace& place, std::uint32_t warp, std::uint32_t first,
                                   std::uint32_t last) const {
  const Tile& tile = plan_.tile();
  const std::uint32_t k = plan_.size().k;
  const std::size_t row = std::size_t{place.group} * warp_rows_ +
                          std::size_t{place.row} * tile.warps_m + warp / tile.warps_n;
  const std::size_t col = std::size_t{place.group} * warp_cols_ +
                          std::size_t{place.col} * tile.warps_n + warp % tile.warps_n;
  std::uint64_t sum = 0;
  for (std::uint32_t i = first; i < std::min(last, k); ++i) {
    sum += std::uint64_t{a_[row * k + i]} * b_[col * k + i];
  }
  return sum;
}

}  // namespace gossamer::arch::sparse_tensor_core
