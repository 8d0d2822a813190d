// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/bank_queues.hpp"

#include "arch/scnn/random_rows.hpp"
#include "arch/scnn/weight_block.hpp"
#include "support/catch.hpp"
#include "support/cpu_levels.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using core::Cycles;
using test::banks_of;
using test::Multipliers;
using test::RandomRows;

namespace {

using Issues = std::vector<std::vector<std::uint8_t>>;  // [vector][bank]: products

/// One activation's row, padded as a block pads it.
std::vector<std::uint8_t> row_of(const Issues& issues) {
  const std::size_t stride =
      WeightBlock::row_stride(static_cast<std::uint32_t>(issues.front().size()));
  std::vector<std::uint8_t> row(issues.size() * stride);
  for (std::size_t v = 0; v < issues.size(); ++v) {
    std::copy(issues[v].begin(), issues[v].end(),
              row.begin() + static_cast<std::ptrdiff_t>(v * stride));
  }
  return row;
}

/// What a pass over all issues of one activation takes, and when each was issued.
struct Taken {
  std::uint64_t edges = 0;
  std::vector<std::uint32_t> issued_at;
  std::uint64_t backlog = 0;
};

using Rows = std::vector<const std::uint8_t*>;

Taken pass_of(const AccumulatorParams& params, const Issues& issues) {
  const auto row = row_of(issues);
  BankQueues queues{params, scatter_kernels(core::CpuLevel::baseline), 255};
  Taken taken;
  taken.issued_at.resize(issues.size());
  taken.edges = queues
                    .pass(Rows{row.data()}, 0, static_cast<std::uint32_t>(issues.size()),
                          taken.issued_at.data())
                    .count();
  taken.backlog = queues.backlog().count();
  return taken;
}

/// Edges until all banks have taken the products, with the plainest queues there could be: a list
/// of products at the crossbar, and a count per bank.
class PlainQueues {
 public:
  explicit PlainQueues(const AccumulatorParams& params) : params_{params}, inside_(params.banks) {}

  std::uint64_t backlog() const { return *std::max_element(inside_.begin(), inside_.end()); }

  std::uint64_t issue(std::vector<std::uint32_t> crossbar) {  // bank of each product
    std::uint64_t edges = 0;
    do {
      std::vector<std::uint32_t> entered(params_.banks);
      std::vector<std::uint32_t> left;
      for (const std::uint32_t bank : crossbar) {
        const bool port = entered[bank] < params_.enqueue_width;
        if (port && inside_[bank] < params_.queue_depth + 1) {
          ++entered[bank];
          ++inside_[bank];
        } else {
          left.push_back(bank);
        }
      }
      for (std::uint32_t& held : inside_) held -= held > 0 ? 1 : 0;
      crossbar = std::move(left);
      ++edges;
    } while (!crossbar.empty());
    return edges;
  }

 private:
  AccumulatorParams params_;
  std::vector<std::uint32_t> inside_;
};

constexpr Multipliers most_narrow{15, 17};  // 255 products
constexpr Multipliers most{32, 32};

/// A pass by single edges; notes the edge of each issue.
std::uint64_t step_through(BankQueues& queues, const RandomRows& rows, std::uint32_t first,
                           std::uint32_t last, std::vector<std::uint32_t>& issued_at) {
  std::uint64_t edges = 0;
  for (std::uint32_t v = first; v < last; ++v) {
    issued_at.push_back(static_cast<std::uint32_t>(edges));
    queues.arrive(rows.pointers, v);
    do {
      ++edges;
    } while (queues.edge());
  }
  return edges;
}

/// What became of a pass.
struct Pass {
  std::uint64_t edges = 0;
  std::uint64_t backlog = 0;
  std::vector<std::uint32_t> issued_at;
};
bool operator==(const Pass& a, const Pass& b) {
  return a.edges == b.edges && a.backlog == b.backlog && a.issued_at == b.issued_at;
}

/// The same passes in three ways.
struct Passes {
  std::vector<Pass> at_once;
  std::vector<Pass> stepped;
  std::vector<Pass> plain;
};

Passes random_passes(const AccumulatorParams& params, const Multipliers& of, core::CpuLevel level,
                     core::RandomStream& random) {
  BankQueues at_once{params, scatter_kernels(level), of.f * of.i};
  BankQueues stepped{params, scatter_kernels(level), of.f * of.i};
  PlainQueues plain{params};
  Passes passes;
  for (int round = 0; round < 3; ++round) {  // levels carry over from pass to pass
    const RandomRows rows{random, params.banks, of, 12};
    const std::uint32_t first = random.below(3);
    const std::uint32_t last = first + test::between(random, 0, 9);
    Pass pass;
    pass.issued_at.resize(last - first);
    pass.edges = at_once.pass(rows.pointers, first, last, pass.issued_at.data()).count();
    pass.backlog = at_once.backlog().count();
    passes.at_once.push_back(pass);
    pass = {};
    pass.edges = step_through(stepped, rows, first, last, pass.issued_at);
    pass.backlog = stepped.backlog().count();
    passes.stepped.push_back(pass);
    pass = {};
    for (std::uint32_t v = first; v < last; ++v) {
      pass.issued_at.push_back(static_cast<std::uint32_t>(pass.edges));
      pass.edges += plain.issue(rows.crossbar[v]);
    }
    pass.backlog = plain.backlog();
    passes.plain.push_back(pass);
  }
  return passes;
}

}  // namespace

TEST_CASE("a pass at once equals the same pass edge by edge, with every kernel this host can run") {
  const std::uint32_t depth = GENERATE(range(0U, 9U));
  const std::uint32_t enqueue_width = GENERATE(1U, 2U, 16U, 256U);
  core::RandomStream random{depth * 1000 + enqueue_width, "passes"};
  for (std::uint32_t banks = 1; banks <= 64; ++banks) {
    for (const core::CpuLevel level : test::host_levels()) {
      CAPTURE(depth, enqueue_width, banks, static_cast<int>(level));
      const Passes passes = random_passes(banks_of(banks, depth, enqueue_width), {}, level, random);
      REQUIRE((passes.at_once == passes.stepped));
      REQUIRE((passes.at_once == passes.plain));
    }
  }
}

TEST_CASE("any number of banks and multipliers is exact, in narrow lanes and in wide ones") {
  const std::uint32_t banks = GENERATE(1U, 7U, 32U, 33U, 256U, 512U, 4096U);
  const std::uint32_t depth = GENERATE(0U, 8U, 64U);
  const std::uint32_t enqueue_width = GENERATE(1U, 16U, 1024U);
  core::RandomStream random{banks * 100 + depth + enqueue_width, "large"};
  for (const core::CpuLevel level : test::host_levels()) {
    for (const Multipliers& of : {most_narrow, Multipliers{16, 16}, most}) {
      CAPTURE(banks, depth, enqueue_width, of.f, of.i, static_cast<int>(level));
      const Passes passes = random_passes(banks_of(banks, depth, enqueue_width), of, level, random);
      REQUIRE((passes.at_once == passes.stepped));
      REQUIRE((passes.at_once == passes.plain));
    }
  }
}

TEST_CASE("wide lanes give what narrow ones give, whatever the kernel, with the rows unnoted") {
  const std::uint32_t banks = GENERATE(1U, 32U, 33U, 512U);
  core::RandomStream random{banks, "widths"};
  const RandomRows rows{random, banks, most_narrow, 20};
  const auto edges_of = [&](core::CpuLevel level, std::uint32_t most_products) {
    BankQueues queues{banks_of(banks, 8, 16), scatter_kernels(level), most_products};
    const Cycles edges = queues.pass(rows.pointers, 2, 20, nullptr);
    return std::pair{edges.count(), queues.backlog().count()};
  };
  const auto expected = edges_of(core::CpuLevel::baseline, 255);
  for (const core::CpuLevel level : test::host_levels()) {
    CHECK(edges_of(level, 255) == expected);
    CHECK(edges_of(level, 256) == expected);
    CHECK(edges_of(level, 1024) == expected);
  }
}

TEST_CASE("all products of an issue may fall on one bank, which then takes them one by one") {
  const std::uint32_t banks = GENERATE(1U, 7U, 32U, 33U, 512U, 4096U);
  const Multipliers of = GENERATE(as<Multipliers>{}, most_narrow, Multipliers{16, 16}, most);
  const std::uint32_t products = of.f * of.i;
  std::vector<std::uint8_t> issue(banks);
  issue.back() = static_cast<std::uint8_t>(of.f);
  const auto row = row_of({issue, issue, issue});
  const std::vector<const std::uint8_t*> rows(of.i, row.data());
  for (const core::CpuLevel level : test::host_levels()) {
    CAPTURE(banks, products, static_cast<int>(level));
    const auto issued_at = [&](std::uint32_t depth, std::uint32_t enqueue_width) {
      BankQueues queues{banks_of(banks, depth, enqueue_width), scatter_kernels(level), products};
      std::vector<std::uint32_t> at(3);
      queues.pass(rows, 0, 3, at.data());
      CHECK(queues.backlog().count() == (enqueue_width == 1 ? 0 : depth));
      return at;
    };
    const std::vector<std::uint32_t> one_by_one{0, products, 2 * products};
    CHECK(issued_at(0, 1024) == one_by_one);
    CHECK(issued_at(8, 1) == one_by_one);
    // Nine are taken in the first edge, the others one per edge as the bank adds one.
    CHECK(issued_at(8, 1024) == std::vector<std::uint32_t>{0, products - 8, 2 * products - 8});
  }
}

TEST_CASE("without queues an issue costs as many edges as its fullest bank has products") {
  const Taken taken =
      pass_of(banks_of(4, 0, 16), {{3, 1, 0, 0}, {1, 1, 1, 1}, {0, 0, 0, 0}, {0, 0, 0, 2}});
  CHECK(taken.issued_at == std::vector<std::uint32_t>{0, 3, 4, 5});
  CHECK(taken.edges == 3 + 1 + 1 + 2);
  CHECK(taken.backlog == 0);
}

TEST_CASE("a queue takes conflicts until it is full, then the crossbar waits for one bank") {
  // Two more each edge than the bank adds: 2, 4, 6, 8 wait. Then nine may be inside, one enters per
  // edge, and the last of three is in after three edges.
  const Issues issues(6, {3, 0});
  const Taken taken = pass_of(banks_of(2, 8, 16), issues);
  CHECK(taken.issued_at == std::vector<std::uint32_t>{0, 1, 2, 3, 4, 7});
  CHECK(taken.edges == 10);
  CHECK(taken.backlog == 8);
}

TEST_CASE("a queue that takes one product per edge never holds one: its bank adds as fast") {
  const Issues issues(5, {3, 1});
  const Taken taken = pass_of(banks_of(2, 8, 1), issues);
  CHECK(taken.edges == 15);
  CHECK(taken.backlog == 0);
}

TEST_CASE("an issue without products still takes its edge, and no rows at all are such issues") {
  BankQueues queues{banks_of(32, 8, 16), scatter_kernels(core::CpuLevel::baseline), 255};
  std::vector<std::uint32_t> issued_at(5);
  CHECK(queues.pass(Rows{}, 0, 5, issued_at.data()) == Cycles{5});
  CHECK(issued_at == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
  CHECK(queues.pass(Rows{}, 3, 3, nullptr) == Cycles{0});
}

TEST_CASE("products of several activations for one bank add up within an issue") {
  const auto row = row_of({{1, 0}});
  BankQueues queues{banks_of(2, 0, 16), scatter_kernels(core::CpuLevel::baseline), 255};
  CHECK(queues.pass(Rows{row.data(), row.data(), row.data()}, 0, 1, nullptr) == Cycles{3});
}

TEST_CASE("idle edges empty every queue by one each, down to nothing") {
  const std::uint32_t most_products = GENERATE(255U, 256U);
  const auto row = row_of({{5, 2, 0}});
  BankQueues queues{banks_of(3, 8, 16), scatter_kernels(core::CpuLevel::baseline), most_products};
  queues.arrive(Rows{row.data()}, 0);
  CHECK_FALSE(queues.edge());
  CHECK(queues.backlog() == Cycles{4});
  queues.idle(Cycles{0});
  CHECK(queues.backlog() == Cycles{4});
  queues.idle(Cycles{3});
  CHECK(queues.backlog() == Cycles{1});
  queues.idle(Cycles{1000000});
  CHECK(queues.backlog() == Cycles{0});
}
