// SPDX-License-Identifier: Apache-2.0
#include "workload/operand_cache.hpp"

#include <vector>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "tensor/npy.hpp"
#include "workload/operand_file.hpp"
#include "workload/operand_mask.hpp"
#include "workload/operands.hpp"
#include "workload/real_operands.hpp"
#include "workload/sample_layers.hpp"

namespace gossamer::workload {

namespace {

using Int16Tensor = tensor::Tensor<std::int16_t>;

/// `size` elements under a name; counts how often they are made.
Int16Tensor take(const std::string& key, std::size_t size, unsigned& made) {
  return kept_operand<std::int16_t>(key, [&] {
    ++made;
    return Int16Tensor({size}, 7);
  });
}

/// A layer, and others that differ from it in one thing each.
std::vector<Layer> variants() {
  const Layer plain = test::conv_layer(8, 8, 5);
  std::vector<Layer> all(7, plain);
  all[1].name = "another";
  all[2].weights.density = {0.3};
  all[3].activations.density = {0.3};
  all[4].weights.pattern.kind = tensor::PatternKind::kernel;
  all[5] = test::conv_layer(8, 16, 5);
  all[6].weights.density = {0.25, 0.75};
  for (Layer& layer : all) layer.output_density = 0.5;
  return all;
}

/// Everything that is made of the layers, for two seeds.
std::vector<std::vector<double>> operands_of(const std::vector<Layer>& layers) {
  std::vector<std::vector<double>> all;
  const auto add = [&all](const auto& data) { all.emplace_back(data.begin(), data.end()); };
  for (const Layer& layer : layers) {
    for (const std::uint64_t seed : {1u, 2u}) {
      for (const Values values : {Values::drawn, Values::ones}) {
        add(int16_weights(layer, seed, values).data);
        for (const std::size_t n : {0u, 1u}) {
          add(int16_activations(layer, n, seed, values).data);
        }
      }
      add(real_weights(layer, seed).data);
      add(real_activations(layer, 1, seed).data);
      add(weight_mask(layer, seed));
      add(activation_mask(layer, 0, seed));
      add(output_mask(layer, 0, seed).data);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("an operand is made once while its cache is in use, and each time without") {
  OperandCache cache{1000};
  unsigned made = 0;
  {
    const OperandCache::Use use{cache};
    CHECK(take("a", 10, made) == Int16Tensor({10}, 7));
    CHECK(take("a", 10, made) == Int16Tensor({10}, 7));
    CHECK(made == 1);
    const auto floats = kept_operand<float>("a", [] { return tensor::Tensor<float>({3}, 0.5F); });
    CHECK(floats.data == std::vector<float>(3, 0.5F));
  }
  take("a", 10, made);
  CHECK(made == 2);
}

TEST_CASE("what was not used for longest makes room, and what is too large is not kept") {
  OperandCache cache{100};
  const OperandCache::Use use{cache};
  unsigned made = 0;
  take("a", 20, made);
  take("b", 20, made);
  take("a", 20, made);
  REQUIRE(made == 2);
  CHECK(cache.bytes() == 80);
  take("c", 20, made);  // in the place of b
  take("large", 51, made);
  REQUIRE(made == 4);
  CHECK(cache.bytes() == 80);
  take("a", 20, made);
  take("c", 20, made);
  CHECK(made == 4);
  take("b", 20, made);
  take("large", 51, made);
  CHECK(made == 6);
  cache.clear();
  CHECK(cache.bytes() == 0);
  take("b", 20, made);
  CHECK(made == 7);
}

TEST_CASE("layers, seeds and values that differ never share an operand") {
  const auto expected = operands_of(variants());
  OperandCache cache{std::uint64_t{64} << 20};
  const OperandCache::Use use{cache};
  CHECK(operands_of(variants()) == expected);
  const std::uint64_t bytes = cache.bytes();
  CHECK(bytes > 0);
  CHECK(operands_of(variants()) == expected);
  CHECK(cache.bytes() == bytes);
}

TEST_CASE("a file is read again once it was replaced, and as other numbers") {
  const gossamer::test::TemporaryDirectory home;
  const std::string file = (home.path() / "w.npy").string();
  OperandCache cache{1000};
  const OperandCache::Use use{cache};
  tensor::write_npy(file, Int16Tensor({4}, 1));
  CHECK(read_operand(file, tensor::read_npy_int16) == Int16Tensor({4}, 1));
  CHECK(read_operand(file, tensor::read_npy_float) == tensor::Tensor<float>({4}, 1.0F));
  const std::string other = (home.path() / "v.npy").string();
  tensor::write_npy(other, Int16Tensor({4}, 2));
  std::filesystem::rename(other, file);
  CHECK(read_operand(file, tensor::read_npy_int16) == Int16Tensor({4}, 2));
}

}  // namespace gossamer::workload
