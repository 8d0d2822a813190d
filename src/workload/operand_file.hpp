// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tensor/tensor.hpp"
#include "workload/layer.hpp"
#include "workload/operand_cache.hpp"

namespace gossamer::workload {

/// Shape of a file of activations: a batch of one image has no extent of its own.
tensor::Shape stored_activation_shape(const Layer& layer);

/// Throws ConfigError at `where` if a file does not have the shape that the layer needs.
void check_file_shape(const std::string& file, const tensor::Shape& stored,
                      const tensor::Shape& needed, const core::Position& where);

/// The elements of a file, by tensor::read_npy_int16 or read_npy_float, or kept since they were
/// read. Throws ConfigError or FileError.
template <class T>
tensor::Tensor<T> read_operand(const std::string& file,
                               tensor::Tensor<T> (*read)(const std::string&)) {
  return kept_operand<T>(file_key(file), [&] { return read(file); });
}

/// The weights of a layer from their file, by tensor::read_npy_int16 or read_npy_float. Throws
/// ConfigError or FileError.
template <class T>
tensor::Tensor<T> load_weights(const Layer& layer, tensor::Tensor<T> (*read)(const std::string&)) {
  const std::string& file = layer.weights.files.front();
  tensor::Tensor<T> tensor = read_operand(file, read);
  check_file_shape(file, tensor.shape, weight_shape(layer), layer.weights.where);
  return tensor;
}

/// The activations of one invocation likewise.
template <class T>
tensor::Tensor<T> load_activations(const Layer& layer, std::size_t invocation,
                                   tensor::Tensor<T> (*read)(const std::string&)) {
  const std::string& file = layer.activations.files.at(invocation);
  tensor::Tensor<T> tensor = read_operand(file, read);
  check_file_shape(file, tensor.shape, stored_activation_shape(layer), layer.activations.where);
  tensor.shape = activation_shape(layer);
  return tensor;
}

}  // namespace gossamer::workload
