// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "arch/scnn/parameters.hpp"
#include "arch/scnn/scatter_kernels.hpp"
#include "core/cycles.hpp"

namespace gossamer::arch::scnn {

/// Products by bank of each of the held activations, [vector][bank].
struct HeldRows {
  HeldRows(const std::uint8_t* const* first, std::uint32_t activations)
      : rows{first}, count{activations} {}
  HeldRows(const std::vector<const std::uint8_t*>& all)  // NOLINT(google-explicit-constructor)
      : HeldRows{all.data(), static_cast<std::uint32_t>(all.size())} {}

  const std::uint8_t* const* rows;
  std::uint32_t count;
};

/// The crossbar and the queues in front of the accumulator banks. The products of an issue wait at
/// the crossbar until all have entered their banks' queues; each bank adds one product per edge, in
/// the edge of its arrival if nothing is before it. Which of several products for one bank enters
/// first cannot be observed: sums are associative, and the next issue waits for all.
class BankQueues {
 public:
  /// `most_products`: of an issue, at most 65535.
  BankQueues(const AccumulatorParams& params, const ScatterKernels& kernels,
             std::uint32_t most_products);
  BankQueues(const BankQueues&) = delete;
  BankQueues& operator=(const BankQueues&) = delete;

  /// Issues vectors first to last - 1 of the rows without pause. Returns the edges taken; issued_at
  /// as in Pass.
  core::Cycles pass(const HeldRows& rows, std::uint32_t first, std::uint32_t last,
                    std::uint32_t* issued_at);

  /// The same one edge at a time: products arrive at the crossbar, then edge() until it returns
  /// false.
  void arrive(const HeldRows& rows, std::uint32_t vector);
  /// One edge. Returns whether products are left at the crossbar.
  bool edge();

  /// Whether run() can be used: as many banks as one word has lanes.
  bool goes_in_runs() const { return stride_ == 32 && std::holds_alternative<NarrowLanes>(lanes_); }
  /// Goes through whole blocks; fills in the queues.
  void run(RunState& run);

  /// `edges` edges in which nothing arrives.
  void idle(core::Cycles edges);

  /// Edges until every queue is empty.
  core::Cycles backlog() const;

 private:
  /// Products of each bank: in its queue, and at the crossbar.
  template <class Lane>
  struct Lanes {
    std::vector<Lane> levels;
    std::vector<Lane> waiting;
    Pass<Lane> pass;  // of these lanes; its rows and vectors are those of the last call
  };
  using NarrowLanes = Lanes<std::uint8_t>;
  using WideLanes = Lanes<std::uint16_t>;  // where an issue may have over 255 products for one bank

  AccumulatorParams params_;
  const ScatterKernels& kernels_;
  std::uint32_t stride_;
  std::variant<NarrowLanes, WideLanes> lanes_;
};

}  // namespace gossamer::arch::scnn
