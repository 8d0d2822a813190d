// SPDX-License-Identifier: Apache-2.0
#include "cli/data_directory.hpp"

#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

/// A data directory with two architectures and a workload.
class ShippedData : public test::TemporaryDirectory {
 public:
  ShippedData() {
    fs::create_directories(path() / "configs" / "arch");
    fs::create_directories(path() / "workloads");
    write("configs/arch/scnn.yaml", "");
    write("configs/arch/dcnn.yaml", "");
    write("workloads/alexnet.yaml", "");
  }
};

}  // namespace

TEST_CASE("a path that exists is taken as given, shipped or not") {
  const ShippedData data;
  const std::string mine = data.write("mine.yaml", "");
  CHECK(find_architecture(mine, data.path()) == mine);
  CHECK(find_workload(mine, data.path()) == mine);
}

TEST_CASE("a bare name stands for the shipped file") {
  const ShippedData data;
  CHECK(find_architecture("scnn", data.path()) == data.path() / "configs/arch/scnn.yaml");
  CHECK(find_workload("alexnet", data.path()) == data.path() / "workloads/alexnet.yaml");
}

TEST_CASE("a folder is no file: a shipped name is found behind it, and nothing else is") {
  const ShippedData data;
  const fs::path before = fs::current_path();
  fs::create_directories(data.path() / "here" / "scnn");
  fs::create_directories(data.path() / "here" / "mine");
  fs::current_path(data.path() / "here");
  CHECK(find_architecture("scnn", data.path()) == data.path() / "configs/arch/scnn.yaml");
  CHECK_THROWS_WITH(find_architecture("mine", data.path()),
                    "mine: this is a directory, not a file");
  fs::current_path(before);
}

TEST_CASE("a missing file is a file error with the nearest shipped name") {
  const ShippedData data;
  CHECK_THROWS_AS(find_architecture("scn", data.path()), core::FileError);
  CHECK_THROWS_WITH(find_architecture("scn", data.path()),
                    "scn: no such file, and no shipped architecture has this name; did you mean "
                    "'scnn'?");
  CHECK_THROWS_WITH(find_workload("some/where/alexnet.yml", data.path()),
                    Catch::Contains("did you mean 'alexnet'?"));
}

TEST_CASE("swapped names are told apart from unknown ones") {
  const ShippedData data;
  CHECK_THROWS_AS(find_architecture("alexnet", data.path()), core::ConfigError);
  CHECK_THROWS_WITH(find_architecture("alexnet", data.path()),
                    "alexnet: this is a workload, not an architecture; the order is ARCH WORKLOAD");
  CHECK_THROWS_WITH(find_workload("scnn", data.path()),
                    "scnn: this is an architecture, not a workload; the order is ARCH WORKLOAD");
}

TEST_CASE("a file of either sort is found by its bare name") {
  const ShippedData data;
  CHECK(find_input("scnn", data.path()) == data.path() / "configs/arch/scnn.yaml");
  CHECK(find_input("alexnet", data.path()) == data.path() / "workloads/alexnet.yaml");
  CHECK_THROWS_WITH(find_input("alexnt", data.path()), Catch::Contains("did you mean 'alexnet'?"));
}

TEST_CASE("without shipped data a missing file is still a plain file error") {
  const test::TemporaryDirectory empty;
  CHECK_THROWS_WITH(find_architecture("scnn", empty.path()),
                    "scnn: no such file, and no shipped architecture has this name");
}

}  // namespace gossamer::cli
