// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gossamer::cli {

/// Where the result for each input goes: `output` itself for one input if it ends in .npy, else a
/// directory that gets a file of the same name for each. Writes nothing. Throws ConfigError for two
/// inputs of one name, a result that would stand in an input's place, or a directory where a file
/// is needed or the other way round.
std::vector<std::string> npy_outputs(const std::vector<std::string>& inputs,
                                     const std::string& output);

/// `name.npy` with a word more: `name_permutation.npy`.
std::string beside(const std::string& npy, const std::string& word);

}  // namespace gossamer::cli
