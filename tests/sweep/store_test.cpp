// SPDX-License-Identifier: Apache-2.0
#include "sweep/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::sweep {

namespace {

Outcome with(Status status, std::uint64_t cycles = 0) {
  Outcome outcome;
  outcome.status = status;
  outcome.error = status == Status::done ? "" : "an error";
  if (status == Status::done) {
    for (const Metric& metric : metrics) {
      outcome.values.push_back(metric.whole ? Value(cycles) : Value(0.1));
    }
    outcome.layers.push_back(
        {"conv1", "conv2d", {outcome.values.begin(), outcome.values.end() - 1}});
  }
  outcome.seconds = 0.25;
  return outcome;
}

class Files {
 public:
  std::string path(const std::string& name) const { return (home_.path() / name).string(); }

 private:
  gossamer::test::TemporaryDirectory home_;
};

Plan sample_plan() {
  return {"mine",
          "1",
          {"pe.rows", "a \"b\""},
          {{3, "x", "scnn", "net", {2, true}}, {9, "y", "scnn", "net", {0.5, nullptr}}}};
}

}  // namespace

TEST_CASE("the view of points joins what was set with what came out") {
  const Files files;
  {
    Store store{files.path("s.sqlite")};
    store.set_plan(sample_plan());
    store.add({{"x", with(Status::done, 77)}});
    store.close();
  }
  const SQLite::Database database{files.path("s.sqlite")};
  SQLite::Statement query{database, "SELECT * FROM points ORDER BY point"};
  REQUIRE(query.executeStep());
  CHECK(query.getColumn("point").getInt() == 3);
  CHECK(query.getColumn("digest").getString() == "x");
  CHECK(query.getColumn("pe.rows").getInt() == 2);
  CHECK(query.getColumn("a \"b\"").getString() == "true");
  CHECK(query.getColumn("status").getString() == "done");
  CHECK(query.getColumn("cycles").getInt64() == 77);
  CHECK(query.getColumn("energy_pj").getDouble() == 0.1);
  REQUIRE(query.executeStep());
  CHECK(query.getColumn("pe.rows").getDouble() == 0.5);
  CHECK(query.getColumn("a \"b\"").isNull());
  CHECK(query.getColumn("status").getString() == "open");
  CHECK(query.getColumn("cycles").isNull());
  CHECK_FALSE(query.executeStep());
  SQLite::Statement layers{database, "SELECT cycles FROM layers"};
  REQUIRE(layers.executeStep());
  CHECK(layers.getColumn(0).getInt() == 77);
}

TEST_CASE("results stay when the sweep changes, and the last of a digest counts") {
  const Files files;
  Store store{files.path("s.sqlite")};
  store.set_plan(sample_plan());
  store.add({{"x", with(Status::timeout)}, {"y", with(Status::done, 5)}});
  store.add({{"x", with(Status::done, 6)}});
  store.set_plan({"other", "1", {"kc"}, {{0, "x", "scnn", "net", {8}}}});
  CHECK(store.statuses() ==
        std::map<std::string, Status>{{"x", Status::done}, {"y", Status::done}});
  CHECK(store.outcomes().at("x").values.at(0) == 6);
  CHECK(store.outcomes().at("y").values.at(5) == 0.1);
}

TEST_CASE("what was added is there although nobody closed the store") {
  const Files files;
  {
    Store store{files.path("s.sqlite")};
    store.add({{"x", with(Status::failed)}});
  }
  const Store store{files.path("s.sqlite")};
  CHECK(store.outcomes().at("x").error == "an error");
  CHECK(store.outcomes().at("x").values.at(0).is_null());
}

TEST_CASE("a store can be read while it is written, and closed while it is read") {
  const Files files;
  Store store{files.path("s.sqlite")};
  store.add({{"x", with(Status::done, 1)}});
  {
    const SQLite::Database database{files.path("s.sqlite")};
    SQLite::Statement query{database, "SELECT digest FROM results"};
    REQUIRE(query.executeStep());
    store.add({{"y", with(Status::done, 2)}});
    CHECK_NOTHROW(store.close());
    CHECK_FALSE(query.executeStep());
  }
  store.close();
  CHECK_FALSE(std::filesystem::exists(files.path("s.sqlite-wal")));
}

TEST_CASE("one process writes a store at a time") {
  const Files files;
  const Store store{files.path("s.sqlite")};
  CHECK_THROWS_WITH(Store{files.path("s.sqlite")},
                    files.path("s.sqlite") + ": another sweep is writing it");
}

TEST_CASE("a file that is no store is refused and left alone") {
  const Files files;
  {
    SQLite::Database other{files.path("o.sqlite"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    other.exec("CREATE TABLE t (a)");
  }
  CHECK_THROWS_WITH(Store{files.path("o.sqlite")},
                    files.path("o.sqlite") + ": is no store of 'gossamer sweep'");
  std::ofstream{files.path("t.sqlite")} << "just a text that is long enough to be read as a header";
  CHECK_THROWS_AS(Store{files.path("t.sqlite")}, core::FileError);
  CHECK_THROWS_AS(Store{files.path("none/s.sqlite")}, core::FileError);
  Store store{files.path("s.sqlite")};
  CHECK_THROWS_WITH(store.merge(files.path("none.sqlite")),
                    files.path("none.sqlite") + ": no such file");
  CHECK_THROWS_WITH(store.merge(files.path("o.sqlite")),
                    files.path("o.sqlite") + ": is no store of 'gossamer sweep'");
}

TEST_CASE("a store with other columns is refused, to write and to merge, and left alone") {
  const Files files;
  const std::string old = files.path("o.sqlite");
  Store{old}.close();
  {
    SQLite::Database database{old, SQLite::OPEN_READWRITE};
    database.exec("PRAGMA user_version=1");
  }
  const std::string message =
      old +
      ": was written by another version of gossamer, whose results have other columns; it "
      "takes a new directory";
  CHECK_THROWS_WITH(Store{old}, message);
  Store store{files.path("s.sqlite")};
  CHECK_THROWS_WITH(store.merge(old), message);
}

TEST_CASE("merging takes what is missing or was not finished, and nothing else") {
  const Files files;
  {
    Store other{files.path("o.sqlite")};
    other.add({{"new", with(Status::done, 1)},
               {"late", with(Status::done, 2)},
               {"same", with(Status::done, 3)},
               {"worse", with(Status::timeout)}});
    other.close();
  }
  Store store{files.path("s.sqlite")};
  store.add({{"late", with(Status::timeout)},
             {"same", with(Status::done, 4)},
             {"worse", with(Status::done, 5)}});
  CHECK(store.merge(files.path("o.sqlite")) == 2);
  const auto outcomes = store.outcomes();
  CHECK(outcomes.at("new").values.at(0) == 1);
  CHECK(outcomes.at("late").values.at(0) == 2);
  CHECK(outcomes.at("same").values.at(0) == 4);
  CHECK(outcomes.at("worse").status == Status::done);
}

}  // namespace gossamer::sweep
