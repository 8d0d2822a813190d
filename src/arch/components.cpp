// SPDX-License-Identifier: Apache-2.0
#include "arch/components.hpp"

#include <utility>

#include "memory/dram_type.hpp"

namespace gossamer::arch {

using core::Component;
using core::one_part;

namespace {

// What no source gives: registers and gates for state machines, counters and the clock of a PE, and
// the bits that describe a request to DRAM.
constexpr double control_register_bits = 512;
constexpr double control_gates = 4000;
constexpr double request_bits = 64;

}  // namespace

double address_bits(std::uint32_t choices) {
  std::uint32_t bits = 1;
  while ((std::uint64_t{1} << bits) < choices) ++bits;
  return bits;
}

Component sram(std::string path, std::uint64_t instances, std::uint32_t kib, double width_bits,
               double accesses) {
  auto memory = one_part(
      std::move(path), "sram", instances,
      {{"bits", kib * 8192.0}, {"width_bits", width_bits}, {"ports", 1}, {"banks", 1}}, {});
  memory.actions["read"] = {{"sram", "read", accesses}};
  memory.actions["write"] = {{"sram", "write", accesses}};
  return memory;
}

Component control(std::uint64_t pes) {
  return {"pe/control",
          "control",
          pes,
          {{"state", "register", 1, {{"bits", control_register_bits}}},
           {"logic", "gate", control_gates, {}}},
          {}};
}

Component dram_requests(const memory::Dram::Params& params) {
  return {"dram_requests",
          "request_table",
          1,
          {{"entries", "register", 1.0 * params.outstanding, {{"bits", request_bits}}}},
          {}};
}

Component dram(const memory::Dram::Params& params) {
  constexpr double bits = 8;  // of a byte
  return {
      "dram",
      "dram",
      1,
      {{"cells", memory::dram_primitive(params.type), 1, {}}},
      {{"read_byte", {{"cells", "access", bits}}}, {"write_byte", {{"cells", "access", bits}}}}};
}

}  // namespace gossamer::arch
