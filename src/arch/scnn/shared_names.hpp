// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/planar/activation_format.hpp"
#include "arch/planar/axis.hpp"
#include "arch/planar/grid.hpp"
#include "arch/planar/input_blocks.hpp"
#include "arch/planar/input_supply.hpp"
#include "arch/planar/output_store.hpp"
#include "arch/planar/rect.hpp"
#include "arch/planar/tiling.hpp"
#include "arch/planar/time_tiles.hpp"

// What scnn has in common with other machines that cut planes over a grid, under short names.
namespace gossamer::arch::scnn {

using planar::Axis;
using planar::BlockView;
using planar::Division;
using planar::FootprintSize;
using planar::Grid;
using planar::InputBlocks;
using planar::InputSupply;
using planar::Mapping;
using planar::mapping_names;
using planar::most_block_elements;
using planar::OutputStore;
using planar::Rect;
using planar::Tiling;
using planar::TimeTile;

}  // namespace gossamer::arch::scnn
