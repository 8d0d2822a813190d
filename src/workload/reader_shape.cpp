// SPDX-License-Identifier: Apache-2.0
#include "workload/reader_shape.hpp"

#include <fmt/format.h>

#include "workload/shape_limits.hpp"

namespace gossamer::workload {
namespace {

/// An input with pads at both ends still fits 32 bits.
constexpr std::uint32_t largest = largest_extent;

void read_input(ReaderBlock& layer, Conv2d& conv) {
  auto input = layer.inner("input", true);
  if (!input) return;
  input->read_required("channels", conv.channels, 1, largest);
  input->read_required("height", conv.height, 1, largest);
  input->read_required("width", conv.width, 1, largest);
  input->finish();
}

void read_filter(ReaderBlock& filter, Conv2d& conv, bool depthwise) {
  if (depthwise) {
    conv.filters = conv.groups = conv.channels;
    filter.read("count", conv.filters, 1, largest);
  } else {
    filter.read_required("count", conv.filters, 1, largest);
    filter.read("groups", conv.groups, 1, largest);
  }
  filter.read_required("height", conv.filter_height, 1, largest);
  filter.read_required("width", conv.filter_width, 1, largest);
  filter.read_each("stride", {&conv.stride_y, &conv.stride_x}, "vertical, horizontal", 1, largest);
  filter.read_each("dilation", {&conv.dilation_y, &conv.dilation_x}, "vertical, horizontal", 1,
                   largest);
  filter.read_each("pad", {&conv.pad_top, &conv.pad_bottom, &conv.pad_left, &conv.pad_right},
                   "top, bottom, left, right", 0, largest);
  filter.finish();
}

void check_count(ReaderBlock& filter, const Conv2d& conv) {
  const core::YamlEntry* entry = filter.find("count");
  if (entry == nullptr || conv.filters % conv.channels == 0) return;
  filter.fault(entry->value.where, "count",
               fmt::format("{} is no multiple of input.channels, {}: each channel of a "
                           "depthwise_conv2d has as many filters",
                           conv.filters, conv.channels));
}

void check_groups(ReaderBlock& filter, const Conv2d& conv) {
  const core::YamlEntry* entry = filter.find("groups");
  if (entry == nullptr) return;
  if (conv.channels % conv.groups != 0) {
    filter.fault(entry->value.where, "groups",
                 fmt::format("{} does not divide input.channels, {}", conv.groups, conv.channels));
  }
  if (conv.filters % conv.groups != 0) {
    filter.fault(entry->value.where, "groups",
                 fmt::format("{} does not divide filter.count, {}", conv.groups, conv.filters));
  }
}

void check_extent(ReaderBlock& filter, std::string_view key, std::uint64_t extent,
                  std::uint64_t dilation, std::uint64_t padded) {
  const std::uint64_t reach = dilation * (extent - 1) + 1;
  if (reach <= padded) return;
  const std::string spread =
      dilation == 1 ? "" : fmt::format(" ({} with dilation {})", reach, dilation);
  filter.fault(filter.find(key)->value.where, key,
               fmt::format("{}{} is larger than the padded input, {}", extent, spread, padded));
}

std::optional<Conv2d> read_convolution(ReaderBlock& layer, bool depthwise) {
  const core::Faults& faults = layer.context().faults;
  const std::size_t before = faults.size();
  Conv2d conv;
  layer.read("batch", conv.batch, 1, largest);
  read_input(layer, conv);
  auto filter = layer.inner("filter", true);
  if (filter) read_filter(*filter, conv, depthwise);
  if (faults.size() > before) return std::nullopt;

  if (depthwise) {
    check_count(*filter, conv);
  } else {
    check_groups(*filter, conv);
  }
  const std::uint64_t height = std::uint64_t{conv.height} + conv.pad_top + conv.pad_bottom;
  const std::uint64_t width = std::uint64_t{conv.width} + conv.pad_left + conv.pad_right;
  check_extent(*filter, "height", conv.filter_height, conv.dilation_y, height);
  check_extent(*filter, "width", conv.filter_width, conv.dilation_x, width);
  if (faults.size() > before) return std::nullopt;

  check_limits(layer, tensor_sizes(conv));
  return faults.size() > before ? std::nullopt : std::optional{conv};
}

}  // namespace

std::optional<Conv2d> read_conv2d(ReaderBlock& layer) {
  return read_convolution(layer, false);
}

std::optional<Conv2d> read_depthwise_conv2d(ReaderBlock& layer) {
  return read_convolution(layer, true);
}

std::optional<Gemm> read_gemm(ReaderBlock& layer) {
  const core::Faults& faults = layer.context().faults;
  const std::size_t before = faults.size();
  Gemm gemm;
  std::uint32_t batch = 1;
  layer.read("batch", batch, 1, 1);
  if (auto sizes = layer.inner("gemm", true)) {
    sizes->read_required("m", gemm.m, 1, largest);
    sizes->read_required("n", gemm.n, 1, largest);
    sizes->read_required("k", gemm.k, 1, largest);
    sizes->finish();
  }
  if (faults.size() > before) return std::nullopt;

  check_limits(layer, tensor_sizes(gemm));
  return faults.size() > before ? std::nullopt : std::optional{gemm};
}

}  // namespace gossamer::workload
