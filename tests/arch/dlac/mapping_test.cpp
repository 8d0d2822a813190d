// SPDX-License-Identifier: Apache-2.0
// How layers are cut, and how operands lie in memories.
#include "arch/dlac/mapping.hpp"

#include <map>
#include <set>

#include "arch/dlac/operand_words.hpp"
#include "arch/dlac/random_machine.hpp"
#include "arch/dlac/steps.hpp"
#include "arch/planar/random_layer.hpp"
#include "numerics/floating_point.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "support/catch.hpp"
#include "workload/conv_form.hpp"

using namespace gossamer;
using namespace gossamer::arch::dlac;

namespace {

/// A random layer that a random machine can cut.
struct Cut {
  Params params;
  Mapping mapping;
};

Cut random_cut(core::RandomStream& random) {
  for (;;) {
    Cut cut{random_params(random), {}};
    const auto layer = test::random_layer(random);
    LayerFormat format;
    format.format.activation_bits = 32;
    std::string refusal;
    cut.mapping = map_layer(workload::conv_shape(layer), cut.params, format, refusal);
    if (refusal.empty()) return cut;
  }
}

}  // namespace

TEST_CASE("filter blocks, bands and pieces cover a layer once") {
  core::RandomStream random{21, "dlac: mapping"};
  for (int n = 0; n < 200; ++n) {
    CAPTURE(n);
    const Mapping m = random_cut(random).mapping;
    std::vector<int> filters(m.shape.filters);
    for (const FilterBlock& block : m.blocks) {
      CHECK(block.count <= m.grid.cols);
      for (std::uint32_t f = 0; f < block.count; ++f) {
        ++filters[block.first + f];
        CHECK((block.first + f) / m.shape.filters_per_group() == block.group);
      }
    }
    CHECK(std::all_of(filters.begin(), filters.end(), [](int count) { return count == 1; }));
    std::uint64_t pixels = 0;
    for (const Band& band : m.bands) {
      CHECK(band.first_pixel + std::uint64_t{band.image} * m.shape.out_height * m.shape.out_width ==
            pixels);
      pixels += band.pixels;
    }
    CHECK(pixels == m.shape.batch * m.shape.out_height * m.shape.out_width);
    std::uint64_t operands = 0;
    for (const Piece& piece : m.pieces) {
      CHECK(piece.first_operand == operands);
      operands += piece.operands;
    }
    CHECK(operands == m.shape.filter_size());
  }
}

TEST_CASE("what a tile needs is inside its band, and fits half of the buffers") {
  core::RandomStream random{22, "dlac: bands"};
  for (int n = 0; n < 200; ++n) {
    CAPTURE(n);
    const Cut cut = random_cut(random);
    const Mapping& m = cut.mapping;
    for (const Band& band : m.bands) {
      if (m.inputs_from_dram) {
        CHECK(band.positions() * m.shape.channels * 32 <= cut.params.activation_buffer.kib * 4096);
      }
      for (std::uint32_t p = band.first_pixel; p < band.first_pixel + band.pixels; ++p) {
        for (std::size_t fy = 0; fy < m.shape.filter_height; ++fy) {
          const auto y = static_cast<std::int64_t>(p / m.shape.out_width * m.shape.stride_y +
                                                   fy * m.shape.dilation_y) -
                         static_cast<std::int64_t>(m.shape.pad_top);
          if (y < 0 || y >= static_cast<std::int64_t>(m.shape.height)) continue;
          CHECK(y >= band.y);
          CHECK(y < std::int64_t{band.y} + band.height);
        }
        for (std::size_t fx = 0; fx < m.shape.filter_width; ++fx) {
          const auto x = static_cast<std::int64_t>(p % m.shape.out_width * m.shape.stride_x +
                                                   fx * m.shape.dilation_x) -
                         static_cast<std::int64_t>(m.shape.pad_left);
          if (x < 0 || x >= static_cast<std::int64_t>(m.shape.width)) continue;
          CHECK(x >= band.x);
          CHECK(x < std::int64_t{band.x} + band.width);
        }
      }
    }
    if (m.weights_stay) continue;
    for (const FilterBlock& block : m.blocks) {
      for (const Piece& piece : m.pieces) {
        CHECK(m.packed_weight_bytes(block, piece) <= cut.params.weight_buffer.kib * 512);
      }
    }
  }
}

TEST_CASE(
    "steps do every piece of every tile once, and need loads in the order in which they come") {
  core::RandomStream random{23, "dlac: steps"};
  for (int n = 0; n < 200; ++n) {
    CAPTURE(n);
    const Mapping m = random_cut(random).mapping;
    std::set<std::array<std::uint32_t, 4>> seen;
    std::uint32_t next_load = 0;
    std::uint64_t count = 0;
    std::set<std::uint32_t> given_up;
    for (Steps steps{m}; !steps.done(); steps.next(), ++count) {
      const Step& s = steps.current();
      CHECK(seen.insert({s.block, s.band, s.tile, s.piece}).second);
      CHECK(given_up.count(steps.weight_load()) == 0);
      CHECK(steps.weight_load() <= next_load);
      next_load = std::max(next_load, steps.weight_load() + 1);
      if (steps.last_use_of_weights()) given_up.insert(steps.weight_load());
    }
    CHECK(count == m.all_tiles() * m.pieces.size());
    CHECK(given_up.size() == (m.weights_stay ? 0 : next_load));
  }
}

TEST_CASE("16 ternary weights take a word of 32 bits, a column's words begin anew") {
  Mapping m;
  m.format.format.weight_bits = 2;
  CHECK(m.packed_weight_bytes({0, 0, 5}, {0, 1, 0, 16}) == 5 * 4);
  CHECK(m.packed_weight_bytes({0, 0, 5}, {0, 1, 0, 17}) == 5 * 8);
  m.format.format.weight_bits = 3;  // ten to a word
  CHECK(m.packed_weight_bytes({0, 0, 1}, {0, 1, 0, 11}) == 8);
}

TEST_CASE("every weight and activation comes out of a memory as it went in") {
  for (const std::string& name : numerics::lowbit::weight_names()) {
    CAPTURE(name);
    Format format;
    REQUIRE(numerics::lowbit::set_weights(name, format));
    if (format.weights == WeightScheme::full) {
      for (const float weight : {0.0F, -1.5F, 0.25F, 1024.0F}) {
        CHECK(unpacked_real(packed_real(weight, format), format) == weight);
      }
      continue;
    }
    std::set<std::uint32_t> patterns;
    const int step = format.has_zero() ? 1 : 2;
    for (int code = -format.highest_code(); code <= format.highest_code(); code += step) {
      const std::uint32_t packed = packed_code(static_cast<std::int16_t>(code), format);
      CHECK(packed < std::uint32_t{1} << format.weight_bits);
      CHECK(unpacked_code(packed, format) == code);
      patterns.insert(packed);
    }
    CHECK(patterns.size() == static_cast<std::size_t>(2 * format.highest_code() / step + 1));
  }
  for (const std::string& name : numerics::lowbit::activation_names()) {
    CAPTURE(name);
    Format format;
    REQUIRE(numerics::lowbit::set_activations(name, format));
    if (!format.is_integer()) {
      for (const float value : {0.0F, -1.5F, 0.25F}) {
        const std::uint32_t word = numerics::float_bits(value);
        CHECK(loaded_activation(stored_activation(word, format), format) == word);
      }
      continue;
    }
    const int highest = format.highest_activation();
    for (int value = format.signed_activations ? -highest : 0; value <= highest; ++value) {
      const auto word = static_cast<std::uint32_t>(value);
      CHECK(loaded_activation(stored_activation(word, format), format) == word);
    }
  }
}

TEST_CASE("numbers of any width are read back from a row of bits") {
  core::RandomStream random{24, "dlac: bits"};
  std::vector<std::uint8_t> bytes;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> numbers;
  BitWriter writer{bytes};
  for (int n = 0; n < 1000; ++n) {
    const std::uint32_t bits = 1 + random.below(32);
    numbers.emplace_back(low_bits(random.next(), bits), bits);
    writer.put(numbers.back().first, bits);
  }
  writer.flush();
  BitReader reader{bytes.data()};
  for (const auto& [number, bits] : numbers) CHECK(reader.get(bits) == number);
}
