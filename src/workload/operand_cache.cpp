// SPDX-License-Identifier: Apache-2.0
#include "workload/operand_cache.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <typeinfo>
#include <utility>

namespace gossamer::workload {

thread_local OperandCache* OperandCache::current_ = nullptr;

OperandCache::Use::Use(OperandCache& cache) : before_{std::exchange(current_, &cache)} {}

OperandCache::Use::~Use() {
  current_ = before_;
}

void OperandCache::clear() {
  by_key_.clear();
  entries_.clear();
  bytes_ = 0;
}

const OperandCache::Any* OperandCache::find(const std::string& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &found->second->tensor;
}

void OperandCache::keep(std::string key, std::uint64_t bytes, Any tensor) {
  while (bytes_ + bytes > most_bytes_) {
    bytes_ -= entries_.back().bytes;
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
  entries_.push_front({std::move(key), bytes, std::move(tensor)});
  by_key_[entries_.front().key] = entries_.begin();
  bytes_ += bytes;
}

template <class T>
tensor::Tensor<T> kept_operand(const std::string& key,
                               const std::function<tensor::Tensor<T>()>& make) {
  OperandCache* const cache = OperandCache::current_;
  if (cache == nullptr) return make();
  const std::string full = fmt::format("{}\n{}", key, typeid(T).name());
  if (const auto* kept = cache->find(full)) return std::get<tensor::Tensor<T>>(*kept);
  tensor::Tensor<T> tensor = make();
  const std::uint64_t bytes = tensor.size() * sizeof(T);
  if (bytes <= cache->most_bytes_) cache->keep(full, bytes, tensor);
  return tensor;
}

template tensor::Tensor<std::uint8_t> kept_operand(
    const std::string& key, const std::function<tensor::Tensor<std::uint8_t>()>& make);
template tensor::Tensor<std::int16_t> kept_operand(
    const std::string& key, const std::function<tensor::Tensor<std::int16_t>()>& make);
template tensor::Tensor<float> kept_operand(const std::string& key,
                                            const std::function<tensor::Tensor<float>()>& make);

std::string generated_key(const std::string& mask_name, std::uint64_t seed) {
  return fmt::format("{}\n{}", mask_name, seed);
}

std::string file_key(const std::string& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return "file " + file;
  return fmt::format("file {} {} {} {}.{:09} {}.{:09}", status.st_dev, status.st_ino,
                     status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                     status.st_ctim.tv_sec, status.st_ctim.tv_nsec);
}

}  // namespace gossamer::workload
