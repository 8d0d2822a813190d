// SPDX-License-Identifier: Apache-2.0
// Operands on their way to the machine: the order of the reduction dimension, values that a type
// does not have, sums beyond int32.
#include <algorithm>

#include "arch/sparse_tensor_core/architecture.hpp"
#include "arch/sparse_tensor_core/layer_run.hpp"
#include "arch/sparse_tensor_core/make_operands.hpp"
#include "arch/sparse_tensor_core/reference.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/records.hpp"
#include "support/temporary_directory.hpp"
#include "tensor/npy.hpp"
#include "tensor/prune/prune_tensor.hpp"
#include "workload/conv_form.hpp"
#include "workload/real_operands.hpp"

using namespace gossamer;
using namespace gossamer::arch::sparse_tensor_core;
using Catch::Matchers::Contains;

namespace {

/// A layer whose operands come from files in a directory of its own.
struct Files {
  test::TemporaryDirectory directory;
  workload::Layer layer;

  explicit Files(workload::Layer of) : layer{std::move(of)} { layer.relu = false; }

  template <class T>
  void weights(const tensor::Tensor<T>& tensor) {
    put(layer.weights, "w.npy", tensor);
  }
  template <class T>
  void activations(const tensor::Tensor<T>& tensor) {
    put(layer.activations, "a.npy", tensor);
  }

 private:
  template <class T>
  void put(workload::OperandSource& source, const std::string& name,
           const tensor::Tensor<T>& tensor) {
    const std::string path = (directory.path() / name).string();
    tensor::write_npy(path, tensor);
    source.files = {path};
    source.file_where = {{"t.yaml", 7, 9}};
    source.density.clear();
  }
};

workload::Layer gemm(std::uint32_t m, std::uint32_t n, std::uint32_t k) {
  workload::Layer layer;
  layer.name = "fc";
  layer.kind = "gemm";
  layer.shape = workload::Gemm{m, n, k};
  layer.weights.density = {1.0};
  layer.activations.density = {1.0};
  return layer;
}

Params with_type(OperandType type) {
  Params params;
  params.operands.type = type;
  return params;
}

core::LayerRecord checked_run(const Params& params, const workload::Layer& layer) {
  arch::SimulationOptions options;
  options.check = true;
  return run_layer(params, 1.0, layer, options);
}

bool uses_sparse(const Params& params, const workload::Layer& layer) {
  arch::SimulationOptions options;
  options.values = false;
  const auto record = run_layer(params, 1.0, layer, options);
  return record.choices.at("instruction").find("mma.sp") != std::string::npos;
}

/// "" or what `check_operands` of the machine says of the layer's files.
std::string faults_of(const std::string& type, const workload::Layer& layer) {
  workload::Layer typed = layer;
  typed.precision.weights = typed.precision.activations = type;
  core::Faults faults;
  make_architecture()->build(1.0)->check_operands(typed, faults);
  try {
    faults.throw_if_any();
  } catch (const core::ConfigError& error) {
    return core::to_string(error);
  }
  return "";
}

tensor::Tensor<std::int16_t> small_numbers(const tensor::Shape& shape, std::int16_t first) {
  tensor::Tensor<std::int16_t> tensor(shape);
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    tensor.data[i] =
        static_cast<std::int16_t>((i * 37 + static_cast<std::size_t>(first)) % 23) - 11;
  }
  return tensor;
}

}  // namespace

TEST_CASE("a convolution as implicit GEMM is the convolution of the stored tensors") {
  auto layer = test::conv_layer(6, 7, 4, 3, 1, 1, 1);
  test::conv_of(layer).groups = 2;
  test::conv_of(layer).stride_x = 2;
  test::conv_of(layer).dilation_y = 2;
  test::conv_of(layer).batch = 2;
  Files files{layer};
  const auto weights = small_numbers(workload::weight_shape(files.layer), 3);
  const auto activations = small_numbers(workload::activation_shape(files.layer), 5);
  files.weights(weights);
  files.activations(activations);
  const Params params = with_type(OperandType::int8);
  const ImplicitGemm gemm{workload::conv_shape(files.layer)};
  const Instruction instruction =
      make_instruction(params.sm.tensor_core, OperandType::int8, false, kernel_passes);
  const GemmPlan plan{params, gemm.size(), instruction, OutputType::fp32, {64, 64, 128, 2, 2, 2}};
  const Operands operands{make_weights(files.layer, OperandType::int8, 1),
                          make_activations(files.layer, OperandType::int8, 0, 1)};
  const Reference reference = reference_of(plan, gemm, operands, params.numerics, false);
  const auto expected = numerics::reference::conv2d_sums(gemm.shape(), weights.data.data(),
                                                         activations.data.data(), 0);
  // [image][filter][position] there, [filter][image][position] here.
  const std::size_t plane = gemm.shape().out_height * gemm.shape().out_width;
  REQUIRE(reference.outputs.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::size_t image = i / plane / 4;
    const std::size_t filter = i / plane % 4;
    CHECK(static_cast<std::int32_t>(reference.outputs[(filter * 2 + image) * plane + i % plane]) ==
          expected[i]);
  }
  test::require_sound(checked_run(params, files.layer));
}

TEST_CASE("generated and pruned convolution weights of a pattern run on mma.sp") {
  auto layer = test::conv_layer(16, 6, 8, 3, 1, 0.5, 1);
  layer.weights.pattern.kind = tensor::PatternKind::two_of_four;
  CHECK(uses_sparse({}, layer));
  CHECK_FALSE(uses_sparse({}, test::conv_layer(16, 6, 8, 3, 1, 0.5, 1)));

  Files files{test::conv_layer(16, 6, 8, 3, 1, 1, 1)};
  auto weights = workload::real_weights(files.layer, 1);
  tensor::prune::PruneRequest request;
  request.permute = tensor::prune::PermutationSearch{};
  const auto pruned = tensor::prune::prune_tensor(weights, request);
  CHECK(pruned.kept.permuted > pruned.kept.structured);
  files.weights(weights);
  CHECK(uses_sparse({}, files.layer));
  test::require_sound(checked_run({}, files.layer));
  // A third non-zero among four channels of one place of the kernel.
  for (std::size_t channel = 0; channel < 4; ++channel) weights.data[channel * 9 + 4] = 1;
  files.weights(weights);
  CHECK_FALSE(uses_sparse({}, files.layer));
}

TEST_CASE("a value of a file that the operand type does not have is refused with its place") {
  Files files{gemm(2, 3, 4)};
  tensor::Tensor<std::int16_t> weights({4, 3}, 1);
  files.weights(weights);
  CHECK(faults_of("int4", files.layer).empty());
  weights.data[7] = 8;
  weights.data[9] = -300;
  files.weights(weights);
  CHECK_THAT(faults_of("int4", files.layer),
             Contains("t.yaml:7:9: fc: ") &&
                 Contains("w.npy: value 8 at [2, 1] does not fit int4; allowed: whole numbers from "
                          "-8 to 7"));
  CHECK_THAT(faults_of("int8", files.layer),
             Contains("value -300 at [3, 0] does not fit int8; allowed: whole numbers from -128"));
  CHECK(faults_of("fp16", files.layer).empty());
  CHECK_THROWS_WITH(make_weights(files.layer, OperandType::int8, 1), Contains("value -300 at"));

  tensor::Tensor<float> activations({2, 4}, 0.5F);
  files.weights(tensor::Tensor<float>({4, 3}, 1));
  files.activations(activations);
  CHECK_THAT(faults_of("int8", files.layer), Contains("a.npy: value 0.5 at [0, 0]"));
  activations.data[5] = 65520;  // the first that fp16 would round to infinity
  files.activations(activations);
  CHECK_THAT(faults_of("fp16", files.layer),
             Contains("value 65520 at [1, 1] does not fit fp16; allowed: magnitudes below 65520"));
  CHECK(faults_of("bf16", files.layer).empty());
  activations.data[5] = 65519;
  files.activations(activations);
  CHECK(faults_of("fp16", files.layer).empty());
  CHECK(make_activations(files.layer, OperandType::fp16, 0, 1)[3] == 65504.0F);
  activations.data[5] = -3.4e38F;
  files.activations(activations);
  CHECK_THAT(faults_of("bf16", files.layer), Contains("does not fit bf16"));
  CHECK(faults_of("tf32", files.layer).empty());
}

TEST_CASE("integers of a file are multiplied as they are, whatever their largest magnitude") {
  Files files{gemm(1, 2, 2)};
  tensor::Tensor<std::int16_t> weights({2, 2});
  weights.data = {1, -2, 0, 3};
  files.weights(weights);
  CHECK(make_weights(files.layer, OperandType::int8, 1) == std::vector<float>{1, 0, -2, 3});
}

TEST_CASE("integer sums beyond int32 wrap or saturate, in the machine as in the reference") {
  const std::uint32_t k = 140032;  // 127 x 127 x k is above 2^31
  Files files{gemm(1, 2, k)};
  tensor::Tensor<std::int16_t> weights({k, 2}, 127);
  for (std::size_t i = 1; i < weights.size(); i += 2) weights.data[i] = -127;
  files.weights(weights);
  files.activations(tensor::Tensor<std::int16_t>({1, k}, 127));
  Params params = with_type(OperandType::int8);
  params.tile = {16, 8, 1024, 2, 1, 1, 8};
  std::vector<std::uint32_t> outputs;
  for (const Overflow overflow : {Overflow::wrap, Overflow::saturate}) {
    params.numerics.overflow = overflow;
    test::require_sound(checked_run(params, files.layer));
    const ImplicitGemm gemm{workload::conv_shape(files.layer)};
    const Instruction instruction =
        make_instruction(params.sm.tensor_core, OperandType::int8, false, kernel_passes);
    const GemmPlan plan{params, gemm.size(), instruction, OutputType::fp32, {16, 8, 1024, 2, 1, 1}};
    const Operands operands{make_weights(files.layer, OperandType::int8, 1),
                            make_activations(files.layer, OperandType::int8, 0, 1)};
    const auto reference = reference_of(plan, gemm, operands, params.numerics, false);
    outputs.insert(outputs.end(), reference.outputs.begin(), reference.outputs.end());
  }
  const auto sum = std::uint32_t{127 * 127} * k;
  CHECK(outputs == std::vector<std::uint32_t>{sum, 0U - sum, 0x7FFFFFFF, 0x80000000});
}
