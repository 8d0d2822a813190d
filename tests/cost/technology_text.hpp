// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cost/technology.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::cost::test {

/// Primitives whose prices are round numbers, at 32 nm and 0.8 V.
inline const std::string library_text = R"(primitives:
  ram:
    what: a memory
    follows: logic
    node_nm: 32
    voltage: 0.8
    area: {um2: 40 * bits, mark: published, source: macro}
    leakage: {uw: 0.5 * area, transistors: high_performance, mark: derived, source: guess}
    actions:
      read: {pj: 0.2 * sqrt(bits), mark: recalled, source: port}
      write: {pj: 3, mark: assumed, source: port}
  adder:
    what: an adder
    follows: logic
    node_nm: 32
    voltage: 0.8
    area: {um2: 10 * width, mark: assumed, source: allowance}
    leakage: none
    actions:
      add: {pj: 0.5 * width, mark: assumed, source: allowance}
  line:
    what: a wire
    follows: wire
    node_nm: 32
    voltage: 0.4
    area: none
    leakage: none
    actions:
      transfer: {pj: 1, mark: published, source: table}
  chips:
    what: a memory device
    follows: nothing
    area: none
    leakage: none
    actions:
      access: {pj: 8, mark: published, source: device}
)";

/// Half the energy, a quarter of the area and a tenth of the leakage of the library.
inline const std::string technology_text = R"(technology: round
library: lib.yaml
node_nm: 20
voltage: 0.8
scaling: own
leakage: {general: 1, high_performance: 0.1, mark: assumed, source: s}
factors:
  - {from_nm: 32, area: 0.25, energy: 0.5, leakage: 1, mark: assumed, source: s}
)";

inline Technology round_technology(const std::string& technology = technology_text,
                                   const std::string& library = library_text) {
  const gossamer::test::TemporaryDirectory directory;
  directory.write("lib.yaml", library);
  return Technology::load(directory.write("t.yaml", technology));
}

/// The text with its first `old_part` replaced.
inline std::string replaced(std::string text, const std::string& old_part,
                            const std::string& new_part) {
  return text.replace(text.find(old_part), old_part.size(), new_part);
}

}  // namespace gossamer::cost::test
