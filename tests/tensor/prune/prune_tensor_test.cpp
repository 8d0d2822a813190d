// SPDX-License-Identifier: Apache-2.0
#include "tensor/prune/prune_tensor.hpp"

#include "core/random.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::tensor;
using namespace gossamer::tensor::prune;
using Catch::Matchers::Contains;

namespace {

Tensor<float> random_tensor(const Shape& shape) {
  core::RandomStream random{31, "tensor"};
  Tensor<float> tensor(shape);
  for (float& value : tensor.data)
    value = static_cast<float>(static_cast<std::int32_t>(random.next())) * 0x1p-31f;
  return tensor;
}

PruneRequest along(std::size_t axis) {
  PruneRequest request;
  request.axis = axis;
  return request;
}

}  // namespace

TEST_CASE("patterns run along the axis asked for, or the reduction dimension") {
  Tensor<std::int16_t> matrix({4, 2});
  matrix.data = {1, -9, -2, 3, 3, 0, 4, -4};
  Tensor<std::int16_t> down = matrix;
  prune_tensor(down, {});  // [k][n]: down the columns
  CHECK(down.data == std::vector<std::int16_t>{0, -9, 0, 0, 3, 0, 4, -4});
  PruneRequest pairs = along(1);
  pairs.pattern = PatternKind::one_of_two;
  const PruneResult result = prune_tensor(matrix, pairs);
  CHECK(matrix.data == std::vector<std::int16_t>{0, -9, 0, 3, 3, 0, 4, 0});
  CHECK(result.nonzeros == 4);
  CHECK(result.kept.total == 26);
  CHECK(result.result == 19);
}

TEST_CASE("filters are pruned along their input channels") {
  Tensor<float> filters = random_tensor({2, 8, 3, 3});
  Tensor<float> along_axis = filters;
  CHECK(prune_tensor(filters, {}).axis == 1);
  prune_tensor(along_axis, along(1));
  CHECK(filters == along_axis);
  for (std::size_t f = 0; f < 2; ++f) {
    for (std::size_t p = 0; p < 9; ++p) {
      for (std::size_t first = 0; first < 8; first += 4) {
        int kept = 0;
        for (std::size_t c = first; c < first + 4; ++c)
          kept += filters.data[(f * 8 + c) * 9 + p] != 0 ? 1 : 0;
        CHECK(kept == 2);
      }
    }
  }
}

TEST_CASE("a permutation of filters moves whole input channels") {
  const Tensor<float> before = random_tensor({6, 16, 2, 2});
  Tensor<float> after = before;
  PruneRequest request;
  request.permute = PermutationSearch{};
  const PruneResult result = prune_tensor(after, request);
  REQUIRE(result.permutation.size() == 16);
  CHECK(result.kept.permuted > result.kept.structured);
  for (std::size_t i = 0; i < after.size(); ++i) {
    const std::size_t channel = i / 4 % 16;
    const float moved = before.data[i + (result.permutation[channel] - channel) * 4];
    CHECK((after.data[i] == 0 || after.data[i] == moved));
  }
}

TEST_CASE("a permuted result is the tensor in that order, pruned") {
  const Tensor<float> before = random_tensor({16, 32});
  Tensor<float> after = before;
  PruneRequest request = along(1);
  request.permute = PermutationSearch{};
  const PruneResult result = prune_tensor(after, request);
  Tensor<float> expected(before.shape);
  for (std::size_t r = 0; r < 16; ++r)
    for (std::size_t c = 0; c < 32; ++c)
      expected.data[r * 32 + c] = before.data[r * 32 + result.permutation[c]];
  prune_tensor(expected, along(1));
  CHECK(after == expected);
  CHECK(result.kept.permuted > result.kept.structured);
  CHECK(result.result == result.kept.permuted);
}

TEST_CASE("a density keeps the largest of all, or of what a pattern keeps") {
  Tensor<float> row({8});
  row.data = {9, 8, 7, 1, 2, 3, 0.5f, 0.25f};
  Tensor<float> sparse = row;
  PruneRequest request;
  request.pattern = PatternKind::unstructured;
  request.density = 0.375;
  CHECK(prune_tensor(sparse, request).nonzeros == 3);
  CHECK(sparse.data == std::vector<float>{9, 8, 7, 0, 0, 0, 0, 0});
  request.pattern = PatternKind::two_of_four;
  prune_tensor(row, request);
  CHECK(row.data == std::vector<float>{9, 8, 0, 0, 0, 3, 0, 0});
}

TEST_CASE("what a tensor cannot give is refused with what is allowed") {
  const auto refused = [](const Shape& shape, const PruneRequest& request, const char* text) {
    CHECK_THROWS_WITH(check_request(shape, request), Contains(text));
  };
  refused({3, 6}, along(2), "has no axis 2; allowed: 0 to 1, its shape is (3, 6)");
  refused({3, 6}, along(1), "has 6 elements along the axis of the pattern");
  refused({3, 6}, along(1), "allowed for 2:4: a multiple of 4");
  refused({}, {}, "has no dimensions");
  refused({4, 6, 3, 3}, {}, "has 6 elements along the axis of the pattern");
}
