// SPDX-License-Identifier: Apache-2.0
#include "core/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "core/text_file.hpp"

namespace gossamer::core {

namespace {

/// SHA-256 of bytes that come piece by piece.
class Hash {
 public:
  Hash() { expect(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr)); }

  void add(std::string_view bytes) {
    expect(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
  }

  std::string text() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
    unsigned size = 0;
    expect(EVP_DigestFinal_ex(context_.get(), hash.data(), &size));
    return fmt::format("{:02x}", fmt::join(hash.data(), hash.data() + size, ""));
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };

  static void expect(int result) {
    if (result != 1) throw std::runtime_error{"libcrypto does not offer SHA-256"};
  }

  std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
};

}  // namespace

std::string digest(std::string_view bytes) {
  Hash hash;
  hash.add(bytes);
  return hash.text();
}

std::string digest_of_file(const std::string& path) {
  Hash hash;
  read_in_pieces(path, [&hash](std::string_view piece) { hash.add(piece); });
  return hash.text();
}

}  // namespace gossamer::core
