// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/image_plan.hpp"
#include "arch/scnn/messages.hpp"

namespace gossamer::arch::scnn {

/// How the sums of a PE get to the PEs that own the outputs when a step has ended. Takes no time;
/// when messages travel is the post-processing unit's business.
class SumExchange {
 public:
  /// What came of a message.
  struct Received {
    std::uint64_t added = 0;           ///< sums added to some of this PE
    std::optional<SumMessage> passed;  ///< to be sent on
  };

  SumExchange(const ImagePlan& image, std::uint32_t pe, const Accumulators& accumulators)
      : image_{image}, pe_{pe}, accumulators_{accumulators} {}
  virtual ~SumExchange() = default;

  /// Takes over the sums of a step. Returns the messages that leave at once.
  virtual std::vector<SumMessage> begin(std::uint32_t step) = 0;
  /// Messages that will come in this step.
  virtual std::uint32_t arrivals() const = 0;
  virtual Received receive(SumMessage message) = 0;

  /// Filters of the step whose outputs this PE owns, counted in the group.
  const std::vector<std::uint32_t>& own_filters() const { return own_filters_; }
  /// Complete after the last arrival: [own filter][row][column] of the owned outputs.
  const std::vector<std::uint32_t>& own_sums() const { return own_sums_; }

 protected:
  const OutputGroup& group() const { return image_.group(step_); }
  const Tiling& tiling() const { return image_.tiling(step_); }
  void read_sums(std::uint32_t step);
  std::vector<std::uint32_t> gather(std::uint32_t filter, std::uint32_t filters,
                                    const Rect& outputs) const;
  void add_own(std::uint32_t own_filter, std::uint32_t filters, const Rect& outputs,
               const std::vector<std::uint32_t>& sums);

  const ImagePlan& image_;
  const std::uint32_t pe_;
  const Accumulators& accumulators_;
  std::uint32_t step_ = 0;
  std::vector<std::uint32_t> own_filters_;
  std::vector<std::uint32_t> own_sums_;

 private:
  std::vector<std::uint32_t> footprint_sums_;  // [filter][row][column] of the footprint
};

/// Planar mapping: sums beyond a PE's own outputs go to their owners, message by message.
std::unique_ptr<SumExchange> make_halo_exchange(const ImagePlan& image, std::uint32_t pe,
                                                const Accumulators& accumulators);

/// Channel mapping: every PE has sums of all outputs; they are added up on the way to the PE that
/// owns the output channel, along its row, then along the owner's column.
std::unique_ptr<SumExchange> make_reduction(const ImagePlan& image, std::uint32_t pe,
                                            const Accumulators& accumulators);

}  // namespace gossamer::arch::scnn
