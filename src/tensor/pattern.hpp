// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gossamer::tensor {

/// How the non-zeros of a generated tensor are placed.
enum class PatternKind {
  unstructured,
  two_of_four,
  one_of_two,
  four_of_eight_pairs,
  vector,
  kernel,
  filter
};

inline const std::vector<std::string> pattern_names{"unstructured", "2:4",    "1:2",   "4:8-pairs",
                                                    "vector",       "kernel", "filter"};

/// A pattern of docs/workloads.md; N:M and vector patterns run along the reduction dimension.
struct Pattern {
  PatternKind kind = PatternKind::unstructured;
  std::size_t vector_length = 0;  ///< of `vector` only
};

}  // namespace gossamer::tensor
