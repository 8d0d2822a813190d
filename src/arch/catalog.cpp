// SPDX-License-Identifier: Apache-2.0
#include "arch/catalog.hpp"

#include "arch/dcnn/architecture.hpp"
#include "arch/dlac/architecture.hpp"
#include "arch/pe_array/architecture.hpp"
#include "arch/scnn/architecture.hpp"
#include "arch/sparse_tensor_core/architecture.hpp"

namespace gossamer::arch {

const std::vector<CatalogEntry>& catalog() {
  static const std::vector<CatalogEntry> entries{
      {"scnn", "sparse CNN accelerator: Cartesian-product PEs, scatter crossbar, accumulator banks",
       scnn::make_architecture},
      {"dcnn", "dense CNN accelerator on the same grid of PEs: dot products, zeros and all",
       dcnn::make_architecture},
      {"pe_array",
       "array of vector MACs with per-vector scale units, as MAGNet and VS-Quant have it",
       pe_array::make_architecture},
      {"sparse_tensor_core",
       "streaming multiprocessors whose tensor cores run dense mma and 2:4 sparse mma.sp",
       sparse_tensor_core::make_architecture},
      {"dlac", "low-precision cores: weights of 2 bits, sign flips and additions that skip zeros",
       dlac::make_architecture},
  };
  return entries;
}

}  // namespace gossamer::arch
