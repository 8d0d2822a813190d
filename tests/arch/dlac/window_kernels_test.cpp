// SPDX-License-Identifier: Apache-2.0
// The elastic walk of windows against hardware that is stepped edge by edge.
#include "arch/dlac/window_kernels.hpp"

#include <algorithm>
#include <vector>

#include "core/random.hpp"
#include "support/catch.hpp"
#include "support/cpu_levels.hpp"

using namespace gossamer;
using namespace gossamer::arch::dlac;

namespace {

struct Scene {
  WindowTask task{};
  std::vector<std::uint32_t> activations, weights, finish, scratch;

  Scene() = default;
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  WindowCounts walk(core::CpuLevel level) {
    finish.assign(std::size_t{task.rows} * task.lanes, 77);
    scratch.assign(window_scratch(task.rows, task.lanes, task.depth), 99);
    task.activations = activations.data();
    task.weights = weights.data();
    task.finish = finish.data();
    task.scratch = scratch.data();
    return window_kernel(level)(task);
  }
};

std::uint32_t random_mask(core::RandomStream& random, std::uint32_t window, std::uint32_t percent) {
  std::uint32_t mask = 0;
  for (std::uint32_t i = 0; i < window; ++i) {
    if (random.below(100) < percent) mask |= std::uint32_t{1} << i;
  }
  return mask;
}

void draw(core::RandomStream& random, Scene& scene) {
  const auto one_of = [&](std::initializer_list<std::uint32_t> values) {
    return *(values.begin() + random.below(values.size()));
  };
  WindowTask& t = scene.task;
  t.rows = one_of({1, 2, 5, 8});
  t.cols = one_of({1, 4, 7, 16, 24, 32});
  t.lanes = (t.cols + 15) / 16 * 16;
  t.window = one_of({1, 4, 8, 16, 32});
  t.windows = 1 + random.below(40);
  t.stream_pes = one_of({1, 2, 3, 4, 8, 16, 32});
  if (t.stream_pes >= t.cols) t.stream_pes = t.lanes;
  t.depth = one_of({1, 2, 4, 7});
  t.issue = one_of({1, 1, 2, 3, 8});
  t.activation_interval = one_of({1, 1, 2, 9});
  t.weight_interval = one_of({1, 1, 3});
  t.one_sided = random.below(3) == 0;
  const std::uint32_t percent_a = one_of({0, 20, 50, 100});
  const std::uint32_t percent_w = one_of({20, 50, 100});
  scene.activations.clear();
  scene.weights.clear();
  for (std::uint32_t n = 0; n < t.windows * t.rows; ++n) {
    scene.activations.push_back(random_mask(random, t.window, percent_a));
  }
  for (std::uint32_t n = 0; n < t.windows * t.lanes; ++n) {
    scene.weights.push_back(n % t.lanes < t.cols ? random_mask(random, t.window, percent_w) : 0);
  }
}

/// Streams and PEs that do one edge at a time.
class Hardware {
 public:
  explicit Hardware(const Scene& scene)
      : t_{scene.task},
        scene_{scene},
        pes_(std::size_t{t_.rows} * t_.cols),
        row_streams_((t_.cols + t_.stream_pes - 1) / t_.stream_pes),
        activations_(std::size_t{t_.rows} * row_streams_),
        weights_(t_.cols) {}

  WindowCounts run() {
    while (std::any_of(pes_.begin(), pes_.end(),
                       [this](const Pe& pe) { return pe.done < t_.windows; })) {
      for (Pe& pe : pes_) retire(pe);
      for (std::uint32_t s = 0; s < activations_.size(); ++s) {
        send(activations_[s], t_.activation_interval, [&](std::uint32_t r, std::uint32_t c) {
          return r == s / row_streams_ && c / t_.stream_pes == s % row_streams_;
        });
      }
      for (std::uint32_t s = 0; s < weights_.size(); ++s) {
        send(weights_[s], t_.weight_interval,
             [&](std::uint32_t, std::uint32_t c) { return c == s; });
      }
      for (std::uint32_t r = 0; r < t_.rows; ++r) {
        for (std::uint32_t c = 0; c < t_.cols; ++c) start(r, c);
      }
      ++now_;
    }
    return counts_;
  }

  std::uint32_t finish(std::uint32_t r, std::uint32_t c) const {
    return pes_[std::size_t{r} * t_.cols + c].busy_until;
  }

 private:
  struct Pe {
    std::uint32_t started = 0;  // windows
    std::uint32_t done = 0;
    std::uint32_t busy_until = 0;
  };
  struct Stream {
    std::uint32_t sent = 0;
    std::uint32_t next = 0;  // edge from which it may send
  };

  void retire(Pe& pe) const {
    if (pe.busy_until <= now_) pe.done = pe.started;
  }

  template <class Shares>
  void send(Stream& stream, std::uint32_t interval, Shares shares) const {
    if (stream.sent == t_.windows || now_ < stream.next) return;
    for (std::uint32_t r = 0; r < t_.rows; ++r) {
      for (std::uint32_t c = 0; c < t_.cols; ++c) {
        const Pe& pe = pes_[std::size_t{r} * t_.cols + c];
        if (shares(r, c) && stream.sent - pe.done >= t_.depth) return;
      }
    }
    ++stream.sent;
    stream.next = now_ + interval;
  }

  void start(std::uint32_t r, std::uint32_t c) {
    Pe& pe = pes_[std::size_t{r} * t_.cols + c];
    if (pe.started == t_.windows || pe.busy_until > now_) return;
    const Stream& row = activations_[std::size_t{r} * row_streams_ + c / t_.stream_pes];
    if (row.sent <= pe.started || weights_[c].sent <= pe.started) {
      ++counts_.waited;
      return;
    }
    const std::uint32_t a = scene_.activations[std::size_t{pe.started} * t_.rows + r];
    const std::uint32_t w = scene_.weights[std::size_t{pe.started} * t_.lanes + c];
    const auto pairs = static_cast<std::uint32_t>(__builtin_popcount(a & w));
    const auto issued = t_.one_sided ? static_cast<std::uint32_t>(__builtin_popcount(a)) : pairs;
    counts_.pairs += pairs;
    counts_.issued += issued;
    counts_.empty += issued == 0 ? 1 : 0;
    for (std::uint32_t left = issued; left > 0;) {
      const std::uint32_t at_once = std::min(left, t_.issue);
      counts_.gaps += t_.issue - at_once;
      left -= at_once;
    }
    ++pe.started;
    pe.busy_until = now_ + std::max(1U, (issued + t_.issue - 1) / t_.issue);
  }

  const WindowTask& t_;
  const Scene& scene_;
  std::vector<Pe> pes_;
  const std::uint32_t row_streams_;
  std::vector<Stream> activations_;
  std::vector<Stream> weights_;
  std::uint32_t now_ = 0;
  WindowCounts counts_;
};

}  // namespace

TEST_CASE("the walk of windows is that of streams, FIFOs and PEs stepped edge by edge") {
  core::RandomStream random{1, "dlac: windows"};
  for (int n = 0; n < 300; ++n) {
    Scene scene;
    draw(random, scene);
    Hardware hardware{scene};
    const WindowCounts expected = hardware.run();
    for (const auto level : test::host_levels()) {
      CAPTURE(n, static_cast<int>(level), scene.task.rows, scene.task.cols, scene.task.stream_pes,
              scene.task.depth, scene.task.issue, scene.task.window);
      const WindowCounts counts = scene.walk(level);
      CHECK(counts.pairs == expected.pairs);
      CHECK(counts.issued == expected.issued);
      CHECK(counts.empty == expected.empty);
      CHECK(counts.waited == expected.waited);
      CHECK(counts.gaps == expected.gaps);
      bool same = true;
      for (std::uint32_t r = 0; r < scene.task.rows; ++r) {
        for (std::uint32_t c = 0; c < scene.task.cols; ++c) {
          same &= scene.finish[std::size_t{r} * scene.task.lanes + c] == hardware.finish(r, c);
        }
      }
      CHECK(same);
    }
  }
}

TEST_CASE("deeper FIFOs and narrower streams never make a tile slower") {
  core::RandomStream random{2, "dlac: depth"};
  const auto slowest = [](const Scene& scene) {
    return *std::max_element(scene.finish.begin(), scene.finish.end());
  };
  for (int n = 0; n < 100; ++n) {
    Scene scene;
    draw(random, scene);
    scene.task.stream_pes = scene.task.lanes;
    std::uint32_t before = 0xFFFFFFFF;
    for (const std::uint32_t depth : {1U, 2U, 4U, 8U, 64U}) {
      scene.task.depth = depth;
      scene.walk(core::CpuLevel::baseline);
      CHECK(slowest(scene) <= before);
      before = slowest(scene);
    }
    scene.task.depth = 1;
    scene.walk(core::CpuLevel::baseline);
    before = slowest(scene);
    scene.task.stream_pes = 1;
    scene.walk(core::CpuLevel::baseline);
    CHECK(slowest(scene) <= before);
  }
}

TEST_CASE("PEs that share a stream are in step if only activations are skipped") {
  core::RandomStream random{3, "dlac: one-sided"};
  for (int n = 0; n < 100; ++n) {
    Scene scene;
    draw(random, scene);
    scene.task.one_sided = true;
    scene.task.stream_pes = scene.task.lanes;
    scene.walk(core::CpuLevel::baseline);
    bool alike = true;
    for (std::uint32_t r = 0; r < scene.task.rows; ++r) {
      const auto* row = scene.finish.data() + std::size_t{r} * scene.task.lanes;
      alike &= std::all_of(row, row + scene.task.cols, [row](auto f) { return f == row[0]; });
    }
    CHECK(alike);
  }
}

TEST_CASE("pairs of non-zeros are counted alike by every instruction set") {
  core::RandomStream random{4, "dlac: pairs"};
  Scene scene;
  draw(random, scene);
  std::uint64_t expected = 0;
  const WindowTask& t = scene.task;
  for (std::uint32_t i = 0; i < t.windows; ++i) {
    for (std::uint32_t r = 0; r < t.rows; ++r) {
      for (std::uint32_t c = 0; c < t.cols; ++c) {
        expected += static_cast<std::uint32_t>(
            __builtin_popcount(scene.activations[i * t.rows + r] & scene.weights[i * t.lanes + c]));
      }
    }
  }
  for (const auto level : test::host_levels()) {
    CHECK(pair_kernel(level)({scene.activations.data(), scene.weights.data(), t.windows, t.rows,
                              t.lanes}) == expected);
  }
}
