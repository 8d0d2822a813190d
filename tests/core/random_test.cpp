// SPDX-License-Identifier: Apache-2.0
#include "core/random.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "core/cpu_level.hpp"
#include "support/catch.hpp"

using namespace gossamer::core;

namespace {

using Counter4 = std::array<std::uint32_t, 4>;
using Key2 = std::array<std::uint32_t, 2>;

std::vector<std::uint32_t> first_words(std::uint64_t seed, std::string_view name, std::size_t n) {
  RandomStream stream{seed, name};
  std::vector<std::uint32_t> words(n);
  for (std::uint32_t& word : words) word = stream.next();
  return words;
}

}  // namespace

TEST_CASE("Philox4x32-10 gives the published answers") {
  CHECK(philox4x32(Counter4{}, Key2{}) == Counter4{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        Counter4{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Counter4{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("every instruction set gives the blocks of Philox, past 32 bits of the counter") {
  const Key2 key{0xa4093822, 0x299f31d0};
  for (const auto level : {CpuLevel::baseline, CpuLevel::avx2, CpuLevel::avx512}) {
    if (level > detected_cpu_level()) continue;
    const PhiloxKernel kernel =
        at_level(level, philox_kernel_baseline, philox_kernel_avx2, philox_kernel_avx512);
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{0xfffffff0}}) {
      CAPTURE(static_cast<int>(level), first);
      std::array<std::uint32_t, 4 * philox_blocks_at_once> words{};
      kernel(first, key.data(), words.data());
      for (std::size_t i = 0; i < philox_blocks_at_once; ++i) {
        const std::uint64_t block = first + i;
        const Counter4 expected = philox4x32(
            {static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32), 0, 0},
            key);
        CHECK(std::equal(expected.begin(), expected.end(), words.begin() + 4 * i));
      }
    }
  }
}

TEST_CASE("a stream is the same words every time") {
  CHECK(first_words(1, "conv1/weights", 1000) == first_words(1, "conv1/weights", 1000));
}

TEST_CASE("the words of a stream never change between versions") {
  CHECK(first_words(1, "conv1/weights", 4) ==
        std::vector<std::uint32_t>{0x70321d0e, 0x27d54188, 0x56397f41, 0x791c9338});
}

TEST_CASE("a stream goes on past its buffer without repeating a block") {
  const auto words = first_words(3, "x", 4096);
  std::set<std::vector<std::uint32_t>> blocks;
  for (std::size_t i = 0; i < words.size(); i += 4) {
    blocks.insert({words.begin() + static_cast<std::ptrdiff_t>(i),
                   words.begin() + static_cast<std::ptrdiff_t>(i + 4)});
  }
  CHECK(blocks.size() == words.size() / 4);
}

TEST_CASE("other names and other seeds give other streams") {
  const auto words = first_words(1, "conv1", 16);
  CHECK(words != first_words(2, "conv1", 16));
  CHECK(words != first_words(1, "conv2", 16));
  CHECK(words != first_words(1, "", 16));
  CHECK(first_words(0, "", 16) != first_words(std::uint64_t{1} << 32, "", 16));
}

TEST_CASE("bounded numbers stay below the bound and reach each value") {
  const std::uint64_t bound = GENERATE(1u, 2u, 3u, 7u, 10u);
  RandomStream stream{5, "bounded"};
  std::vector<std::uint32_t> seen(bound, 0);
  for (int i = 0; i < 1000; ++i) ++seen.at(stream.below(bound));
  for (const std::uint32_t count : seen) CHECK(count > 0);
}

TEST_CASE("bounded numbers are even over a bound that does not divide 2^32") {
  // Without rejection every third value would come twice as often as its neighbours.
  const std::uint64_t bound = std::uint64_t{3} << 30;
  RandomStream stream{7, "bias"};
  const int draws = 30000;
  int third[3] = {0, 0, 0};
  for (int i = 0; i < draws; ++i) ++third[stream.below(bound) % 3];
  for (const int count : third) {
    CHECK(count > draws / 3 - 500);
    CHECK(count < draws / 3 + 500);
  }
}

TEST_CASE("the bound 2^32 lets every word through") {
  RandomStream bounded{9, "whole"}, words{9, "whole"};
  for (int i = 0; i < 200; ++i) CHECK(bounded.below(std::uint64_t{1} << 32) == words.next());
}

TEST_CASE("each bit of the words is set about half of the time") {
  const std::size_t n = 20000;
  const auto words = first_words(11, "bits", n);
  for (unsigned bit = 0; bit < 32; ++bit) {
    std::size_t ones = 0;
    for (const std::uint32_t word : words) ones += word >> bit & 1u;
    INFO("bit " << bit);
    CHECK(ones > n / 2 - 400);
    CHECK(ones < n / 2 + 400);
  }
}

TEST_CASE("many words at once are the same words, across the buffer and after single ones") {
  gossamer::core::RandomStream one(3, "words");
  gossamer::core::RandomStream many(3, "words");
  for (const std::size_t count : {126u, 5u, 0u, 1u, 127u, 128u, 129u, 300u}) {
    std::vector<std::uint32_t> words(count + 1, 77);
    many.next(words.data(), count);
    for (std::size_t i = 0; i < count; ++i) CHECK(words[i] == one.next());
    CHECK(words[count] == 77);
    CHECK(many.next() == one.next());
  }
}
