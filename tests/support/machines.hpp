// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "arch/catalog.hpp"
#include "core/errors.hpp"
#include "core/parameter_reader.hpp"
#include "core/yaml.hpp"

namespace gossamer::test {

/// The machine of a file `f` with these parameters alone, at 1 GHz. Throws ConfigError.
inline std::unique_ptr<arch::Machine> machine_of(
    const std::unique_ptr<arch::Architecture>& architecture, const std::string& parameters) {
  core::Faults faults;
  core::ParameterReader reader{core::parse_yaml(parameters, "f"), "f", {}, faults};
  architecture->describe(reader);
  reader.finish();
  architecture->check([&](const std::string& path) { return reader.where(path); }, faults);
  faults.throw_if_any();
  return architecture->build(1.0);
}

}  // namespace gossamer::test
