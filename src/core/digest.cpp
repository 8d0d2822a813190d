// SPDX-License-Identifier: Apache-2.0
#include "core/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace gossamer::core {

std::string digest(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error{"libcrypto does not offer SHA-256"};
  }
  return fmt::format("{:02x}", fmt::join(hash.data(), hash.data() + size, ""));
}

}  // namespace gossamer::core
