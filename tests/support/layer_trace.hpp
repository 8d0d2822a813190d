// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "support/messages.hpp"
#include "support/temporary_directory.hpp"
#include "workload/reader.hpp"

namespace gossamer::test {

/// Layer traces written for one test case, and what the reader makes of them.
class LayerTrace {
 public:
  const TemporaryDirectory& folder() const { return folder_; }

  workload::Network read(const std::string& text) const {
    return workload::read_network(folder_.write("t.yaml", text));
  }
  workload::Layer read_layer(const std::string& text) const {
    return read("layers:\n" + text).layers.at(0);
  }
  /// The faults of a text, with the folder left out of every path.
  std::string faults(const std::string& text) const {
    std::string message = message_of([&] { read(text); });
    const std::string prefix = folder_.path().string() + "/";
    for (std::size_t at = 0; (at = message.find(prefix)) != std::string::npos;) {
      message.erase(at, prefix.size());
    }
    return message;
  }

 private:
  TemporaryDirectory folder_;
};

}  // namespace gossamer::test
