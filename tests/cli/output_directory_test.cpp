// SPDX-License-Identifier: Apache-2.0
#include "cli/output_directory.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <iterator>
#include <set>

#include "cli/interrupt.hpp"
#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

const std::map<std::string, std::string> report{
    {"report.json", R"({"schema": "gossamer-report/1", "run": 1})"}, {"layers.csv", "name\n"}};

std::string read(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::set<std::string> entries(const fs::path& path) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator{path}) names.insert(entry.path().filename());
  return names;
}

}  // namespace

TEST_CASE("checking an output directory leaves nothing behind") {
  const test::TemporaryDirectory home;
  const OutputDirectory output{(home.path() / "a" / "b").string()};
  CHECK(entries(home.path()).empty());
}

TEST_CASE("a new output directory appears with its parents and all files") {
  const test::TemporaryDirectory home;
  const fs::path path = home.path() / "a" / "b";
  OutputDirectory{path.string()}.replace(report);
  CHECK(entries(path) == std::set<std::string>{"report.json", "layers.csv"});
  CHECK(read(path / "layers.csv") == "name\n");
  CHECK(entries(home.path() / "a") == std::set<std::string>{"b"});
}

TEST_CASE("files may stand in folders, and a report with those it knows is replaced") {
  const test::TemporaryDirectory home;
  const fs::path path = home.path() / "out";
  const std::map<std::string, std::string> comparison{
      {"compare.json", R"({"schema": "gossamer-compare/1"})"},
      {"runs/a-net/report.json", R"({"schema": "gossamer-report/1"})"},
      {"runs/a-net/accelergy/ERT.yaml", "ERT:\n"}};
  const OutputDirectory output{path.string()};
  output.replace(comparison);
  CHECK(read(path / "runs" / "a-net" / "accelergy" / "ERT.yaml") == "ERT:\n");
  output.replace(comparison);
  output.replace(report);
  CHECK(entries(path) == std::set<std::string>{"report.json", "layers.csv"});
}

TEST_CASE("folders of other names, or with anything else in them, are nobody's to replace") {
  const std::string foreign =
      GENERATE("runs/a-net/mine.txt", "runs/mine.txt", "accelergy/mine.txt", "other/ERT.yaml");
  const test::TemporaryDirectory home;
  const fs::path path = home.path() / "out";
  const OutputDirectory output{path.string()};
  output.replace({{"compare.json", R"({"schema": "gossamer-compare/1"})"},
                  {"runs/a-net/report.json", R"({"schema": "gossamer-report/1"})"},
                  {foreign, "mine"}});
  CHECK_THROWS_AS(output.replace(report), core::ConfigError);
  CHECK(read(path / foreign) == "mine");
}

TEST_CASE("runs belong into a comparison alone") {
  const test::TemporaryDirectory home;
  const OutputDirectory output{(home.path() / "out").string()};
  output.replace({{"report.json", R"({"schema": "gossamer-report/1"})"},
                  {"runs/a-net/report.json", R"({"schema": "gossamer-report/1"})"}});
  CHECK_THROWS_AS(output.replace(report), core::ConfigError);
}

TEST_CASE("a directory knows what is in it") {
  const test::TemporaryDirectory home;
  const OutputDirectory output{(home.path() / "out").string()};
  CHECK(output.holds(home.path() / "out"));
  CHECK(output.holds(home.path() / "out" / "runs" / "a"));
  CHECK_FALSE(output.holds(home.path()));
  CHECK_FALSE(output.holds(home.path() / "output"));
}

TEST_CASE("an older report is replaced as a whole, and nothing else is left") {
  const test::TemporaryDirectory home;
  const fs::path path = home.path() / "out";
  OutputDirectory{path.string()}.replace(report);
  OutputDirectory{path.string() + "/"}.replace({{"report.json", "{}"}});
  CHECK(entries(path) == std::set<std::string>{"report.json"});
  CHECK(entries(home.path()) == std::set<std::string>{"out"});
}

TEST_CASE("an empty directory may become a report") {
  const test::TemporaryDirectory home;
  OutputDirectory{home.path().string()}.replace(report);
  CHECK(read(home.path() / "layers.csv") == "name\n");
}

TEST_CASE("a directory that holds anything else is refused and left alone") {
  const test::TemporaryDirectory home;
  home.write("report.json", report.at("report.json"));
  SECTION("a file that no report has") {
    home.write("notes.txt", "mine");
  }
  SECTION("a folder with the name of a report's file") {
    fs::create_directory(home.path() / "layers.csv");
  }
  SECTION("a report.json of another program") {
    home.write("report.json", R"({"schema": "x/1"})");
  }
  SECTION("a report.json that is no JSON") {
    home.write("report.json", "{");
  }
  const auto before = entries(home.path());
  CHECK_THROWS_AS(OutputDirectory{home.path().string()}, core::ConfigError);
  CHECK(entries(home.path()) == before);
}

TEST_CASE("the refusal names the foreign file and says what is allowed") {
  const test::TemporaryDirectory home;
  home.write("notes.txt", "mine");
  CHECK_THROWS_WITH(OutputDirectory{home.path().string()},
                    home.path().string() +
                        ": holds 'notes.txt'; allowed: a new directory, an empty one, or a "
                        "Gossamer report, which is replaced");
}

TEST_CASE("files that come while the simulation runs are not lost") {
  const test::TemporaryDirectory home;
  const OutputDirectory output{home.path().string()};
  home.write("notes.txt", "mine");
  CHECK_THROWS_AS(output.replace(report), core::ConfigError);
  CHECK(entries(home.path()) == std::set<std::string>{"notes.txt"});
}

TEST_CASE("a file in the way is bad usage, one on the way to it a file error") {
  const test::TemporaryDirectory home;
  const std::string file = home.write("file", "");
  CHECK_THROWS_AS(OutputDirectory{file}, core::ConfigError);
  CHECK_THROWS_AS(OutputDirectory{file + "/below"}, core::FileError);
}

TEST_CASE("a directory that cannot be written is found before anything is simulated") {
  // Not even root makes directories there.
  CHECK_THROWS_AS(OutputDirectory{"/proc/gossamer/out"}, core::FileError);
}

TEST_CASE("a link to nothing is refused at once") {
  const test::TemporaryDirectory home;
  const std::string link = (home.path() / "link").string();
  fs::create_symlink("nowhere", link);
  CHECK_THROWS_AS(OutputDirectory{link}, core::ConfigError);
  CHECK_THROWS_WITH(OutputDirectory{link}, Catch::StartsWith(link + ": is a symbolic link to"));
}

TEST_CASE("messages start with the path as it was typed") {
  CHECK_THROWS_WITH(OutputDirectory{"/proc/../proc/gossamer/out"},
                    Catch::StartsWith("/proc/../proc/gossamer/out: cannot be written: "));
}

TEST_CASE("what is left of an older report that cannot be removed is named") {
  const test::TemporaryDirectory home;
  const fs::path path = home.path() / "out";
  OutputDirectory{path.string()}.replace(report);
  constexpr uid_t nobody = 65534;  // root could remove everything
  for (const fs::path& folder : {home.path(), path}) {
    if (geteuid() == 0) REQUIRE(chown(folder.c_str(), nobody, nobody) == 0);
  }
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_exec);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(nobody) != 0) _exit(9);
    try {
      OutputDirectory{path.string()}.replace({{"report.json", "{}"}});
      _exit(8);
    } catch (const core::FileError& error) {
      _exit(std::string{error.what()}.find(".partial: is left over") != std::string::npos ? 7 : 6);
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 7);
  CHECK(read(path / "report.json") == "{}");
}

TEST_CASE("an interrupt during writing leaves the older report and no partial one") {
  const test::TemporaryDirectory home;
  const fs::path path = home.path() / "out";
  OutputDirectory{path.string()}.replace(report);
  const pid_t child = fork();
  if (child == 0) {
    const EndOnInterrupt end;
    const HoldInterrupts until_the_report_is_written;
    raise(SIGTERM);
    {
      const OutputDirectory output{path.string()};
      output.replace({{"report.json", "{}"}});
    }
    _exit(entries(home.path()).size() == 1 ? 7 : 8);
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 7);
  CHECK(read(path / "report.json") == report.at("report.json"));
  CHECK(entries(home.path()) == std::set<std::string>{"out"});
}

}  // namespace gossamer::cli
