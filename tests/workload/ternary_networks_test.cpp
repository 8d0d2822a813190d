// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>

#include "numerics/lowbit/format_names.hpp"
#include "support/catch.hpp"
#include "workload/lowbit_layer.hpp"
#include "workload/reader.hpp"

using namespace gossamer;
using namespace gossamer::workload;

namespace {

Network shipped(const std::string& name) {
  return read_network(std::string{GOSSAMER_WORKLOADS} + "/" + name + ".yaml");
}

double giga_macs(const Network& network) {
  std::uint64_t total = 0;
  for (const Layer& layer : network.layers) total += macs(layer);
  return static_cast<double>(total) / 1e9;
}

double to_hundredths(double value) {
  return std::round(100 * value) / 100;
}

double parameters(const Layer& layer) {
  return static_cast<double>(tensor::elements(weight_shape(layer)));
}

bool is_convolution(const Layer& layer) {
  return layer.kind == "conv2d";
}

/// Weighted by parameters, in percent.
template <class Chosen>
double density_percent(const Network& network, Chosen chosen) {
  double nonzeros = 0, all = 0;
  for (const Layer& layer : network.layers) {
    if (!chosen(layer)) continue;
    nonzeros += layer.weights.density.at(0) * parameters(layer);
    all += parameters(layer);
  }
  return 100 * nonzeros / all;
}

/// Bits of a weight in memory.
unsigned weight_bits(const Layer& layer) {
  const LowbitFormat format = lowbit_format(layer, numerics::lowbit::Format{});
  REQUIRE(format.fault.empty());
  return format.format.weight_bits;
}

}  // namespace

TEST_CASE("ternary residual networks have the multiplications of their depth") {
  CHECK(to_hundredths(giga_macs(shipped("resnet18_ternary"))) == 1.81);
  CHECK(to_hundredths(giga_macs(shipped("resnet34_ternary"))) == 3.66);
  CHECK(to_hundredths(giga_macs(shipped("resnet50_ternary"))) == 4.09);
  CHECK(to_hundredths(giga_macs(shipped("resnet101_ternary"))) == 7.80);
  CHECK(to_hundredths(giga_macs(shipped("resnet152_ternary"))) == 11.51);
}

TEST_CASE("ternary residual networks are dense and full at their ends and half empty within") {
  const std::string depth = GENERATE("18", "34", "50", "101", "152");
  const Network network = shipped("resnet" + depth + "_ternary");
  for (const Layer& layer : network.layers) {
    INFO(layer.name);
    const bool edge = layer.first || layer.last;
    CHECK(layer.weights.density.at(0) == (edge ? 1.0 : 0.5));
    CHECK(layer.activations.density.at(0) == (edge ? 1.0 : 0.4));
    CHECK(layer.precision.weights == (edge ? "fp32" : ""));
    CHECK(layer.precision.activations == (edge ? "fp32" : ""));
  }
  CHECK(network.layers.front().name == "conv1");
  CHECK(network.layers.back().name == "fc");
}

TEST_CASE("the layers of a ternary residual network fit each other") {
  const std::string depth = GENERATE("18", "34", "50", "101", "152");
  const Network network = shipped("resnet" + depth + "_ternary");
  for (std::size_t i = 2; i + 1 < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    const auto& conv = std::get<Conv2d>(layer.shape);
    const bool opens_block = layer.name.find(".conv1") != std::string::npos;
    const bool beside = layer.name.find("downsample") != std::string::npos;
    INFO(layer.name);
    // A block's first layer and its shortcut read what the block before it wrote.
    std::size_t from = i - 1;
    if (beside)
      while (network.layers[from].name.find(".conv1") == std::string::npos) --from;
    const auto& before = std::get<Conv2d>(network.layers[from].shape);
    CHECK(conv.channels == (beside ? before.channels : before.filters));
    CHECK(conv.height == (beside ? before.height : before.out_height()));
    if (opens_block) CHECK(conv.batch == 1);
  }
}

TEST_CASE("the ternary ResNet-50 has the shapes of resnet50.yaml") {
  const Network ternary = shipped("resnet50_ternary");
  const Network plain = shipped("resnet50");
  REQUIRE(ternary.layers.size() == plain.layers.size());
  for (std::size_t i = 0; i < plain.layers.size(); ++i) {
    CHECK(ternary.layers[i].name == plain.layers[i].name);
    CHECK(weight_shape(ternary.layers[i]) == weight_shape(plain.layers[i]));
    CHECK(activation_shape(ternary.layers[i]) == activation_shape(plain.layers[i]));
    CHECK(output_shape(ternary.layers[i]) == output_shape(plain.layers[i]));
    CHECK(ternary.layers[i].relu == plain.layers[i].relu);
  }
}

TEST_CASE("alexnet_ttq.yaml has the parameter-weighted densities of TTQ's table") {
  const Network network = shipped("alexnet_ttq");
  const auto all = [](const Layer&) { return true; };
  const auto connected = [](const Layer& layer) { return !is_convolution(layer); };
  CHECK(density_percent(network, is_convolution) == Approx(33.2).margin(0.5));
  CHECK(density_percent(network, connected) == Approx(36.6).margin(0.5));
  CHECK(density_percent(network, all) == Approx(36.5).margin(0.5));
}

TEST_CASE("alexnet_ttq.yaml is 7.9 times smaller than in fp32, 16 times in its ternary layers") {
  const Network network = shipped("alexnet_ttq");
  double total = 0, stored_bits = 0;
  for (const Layer& layer : network.layers) {
    total += parameters(layer);
    stored_bits += parameters(layer) * weight_bits(layer);
    const bool edge = layer.first || layer.last;
    CHECK(weight_bits(layer) == (edge ? 32 : 2));
  }
  CHECK(total == Approx(60.95e6).margin(0.01e6));
  CHECK(32 * total / stored_bits == Approx(7.9).margin(0.05));
}
