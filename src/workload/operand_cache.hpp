// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <unordered_map>
#include <variant>

#include "tensor/tensor.hpp"

namespace gossamer::workload {

/// What `make` returns, or its copy in the cache that is in use. `key` tells all that it depends on
/// but the type of its elements: uint8, int16 or float.
template <class T>
tensor::Tensor<T> kept_operand(const std::string& key,
                               const std::function<tensor::Tensor<T>()>& make);

/// Keeps the operand tensors that were used last, up to a number of bytes, so that layers which are
/// simulated again on another machine neither read nor draw theirs again. A tensor has the same
/// elements whether it was kept or made.
class OperandCache {
 public:
  /// While alive, operands of this thread are looked for in a cache, and kept there.
  class Use {
   public:
    explicit Use(OperandCache& cache);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    OperandCache* before_;
  };

  /// Keeps at most so many bytes of elements; a tensor that is larger by itself is not kept.
  explicit OperandCache(std::uint64_t most_bytes) : most_bytes_{most_bytes} {}
  // A Use has its address.
  OperandCache(const OperandCache&) = delete;
  OperandCache& operator=(const OperandCache&) = delete;

  std::uint64_t most_bytes() const { return most_bytes_; }
  /// Of the elements that are kept now.
  std::uint64_t bytes() const { return bytes_; }
  void clear();

 private:
  template <class T>
  friend tensor::Tensor<T> kept_operand(const std::string& key,
                                        const std::function<tensor::Tensor<T>()>& make);

  using Any = std::variant<tensor::Tensor<std::uint8_t>, tensor::Tensor<std::int16_t>,
                           tensor::Tensor<float>>;
  struct Entry {
    std::string key;
    std::uint64_t bytes = 0;
    Any tensor;
  };

  const Any* find(const std::string& key);
  void keep(std::string key, std::uint64_t bytes, Any tensor);

  static thread_local OperandCache* current_;

  std::uint64_t most_bytes_;
  std::uint64_t bytes_ = 0;
  std::list<Entry> entries_;  ///< the one that was used last first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
};

/// A key for what is drawn with a mask: its name (operand_mask.hpp) tells all but the seed.
std::string generated_key(const std::string& mask_name, std::uint64_t seed);

/// A key for the contents of a file, which changes when the file is written or replaced; its path
/// alone if it is not there.
std::string file_key(const std::string& file);

}  // namespace gossamer::workload
