// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/module.hpp"

namespace gossamer::kernel {

/// A module that goes ahead of the clock in bursts as long as all that its next edge depends on is
/// known, and sleeps where nothing can happen: one that streams data from one channel to others. It
/// says what it does at an edge and whether that is certain; the bursts are made here.
class LookaheadModule : public Module {
 protected:
  using Module::Module;

  /// Does what can be done at the edge `at`. Called again for an edge that was not certain, perhaps
  /// with more known: adds to what was done. Returns whether anything has been done at this edge.
  virtual bool act(core::Edge at) = 0;
  /// After act(at): nothing that is not known yet can change what happens at `at`. False is always
  /// right, and slow.
  virtual bool is_certain(core::Edge at) const = 0;
  /// The next edge after `at` at which something can happen, of those that are known; false if none
  /// is.
  virtual bool next_event(core::Edge at, core::Edge& next) const = 0;
  /// What edges are spent on in which nothing is done.
  virtual core::Activity waiting() const = 0;

 private:
  core::Activity step() final;
};

}  // namespace gossamer::kernel
