// SPDX-License-Identifier: Apache-2.0
#include "sweep/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include "core/errors.hpp"
#include "sweep/store_schema.hpp"

namespace gossamer::sweep {

namespace {

namespace fs = std::filesystem;

/// How long to wait for somebody who reads, in ms.
constexpr int patience_ms = 10000;

/// Held by the one process that writes; a process that dies lets go of it.
class WriterLock {
 public:
  explicit WriterLock(const std::string& store) {
    const fs::path path{store};
    const std::string file = path.parent_path() / ("." + path.filename().string() + ".lock");
    descriptor_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) {
      throw core::FileError{store + ": cannot be written: " + std::strerror(errno)};
    }
    // Workers of a sweep that was killed hold it for a moment longer.
    for (unsigned tries = 0; tries < 20; ++tries) {
      if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
      if (errno != EWOULDBLOCK) break;
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    const int code = errno;
    ::close(descriptor_);
    throw core::FileError{
        store + (code == EWOULDBLOCK ? std::string{": another sweep is writing it"}
                                     : fmt::format(": cannot be locked: {}", std::strerror(code)))};
  }
  ~WriterLock() { ::close(descriptor_); }
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  int descriptor_;
};

void bind_value(SQLite::Statement& statement, int index, const Value& value) {
  if (value.is_null()) {
    statement.bind(index);
  } else if (value.is_boolean()) {
    statement.bind(index, value.get<bool>() ? "true" : "false");
  } else if (value.is_string()) {
    statement.bind(index, value.get<std::string>());
  } else if (value.is_number_float()) {
    statement.bind(index, value.get<double>());
  } else {
    statement.bind(index, value.get<std::int64_t>());
  }
}

void run(SQLite::Statement& statement) {
  statement.exec();
  statement.reset();
}

/// Runs `action`; faults of SQLite become FileError with the name of the file.
template <class Action>
auto on_file(const std::string& file, Action&& action) {
  try {
    return action();
  } catch (const SQLite::Exception& error) {
    throw core::FileError{file + ": " + error.what()};
  }
}

Value column(SQLite::Statement& statement, int index) {
  const SQLite::Column cell = statement.getColumn(index);
  if (cell.isNull()) return nullptr;
  if (cell.isInteger()) return cell.getInt64();
  if (cell.isFloat()) return cell.getDouble();
  return cell.getString();
}

Status status_named(const std::string& name) {
  const auto found = std::find(status_names.begin(), status_names.end(), name);
  if (found == status_names.end()) {
    throw core::FileError{"a store of results has the unknown status '" + name + "'"};
  }
  return static_cast<Status>(found - status_names.begin());
}

}  // namespace

class Store::Connection {
 public:
  explicit Connection(const std::string& path) : path_{path}, lock_{path}, database_{opened(path)} {
    on_file(path, [this] {
      // With a log, a commit survives the end of the process without waiting for the disk, and
      // others can read meanwhile.
      set_journal("WAL");
      database_.exec("PRAGMA synchronous=NORMAL;");
      const int application = database_.execAndGet("PRAGMA application_id").getInt();
      const bool fresh = database_.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
      if (fresh && application == 0) make();
      check_store(database_, "main", path_);
    });
  }

  const std::string& path() const { return path_; }
  SQLite::Database& database() { return database_; }

  /// Leaves the journal as it is while somebody reads the file: only the pace depends on it.
  void set_journal(const std::string& mode) {
    database_.setBusyTimeout(500);
    try {
      database_.exec("PRAGMA journal_mode=" + mode + ";");
    } catch (const SQLite::Exception& error) {
      if (error.getErrorCode() != SQLITE_BUSY) throw;
    }
    database_.setBusyTimeout(patience_ms);
  }

 private:
  static SQLite::Database opened(const std::string& path) {
    return on_file(path, [&path] {
      return SQLite::Database{path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, patience_ms};
    });
  }

  void make() {
    SQLite::Transaction transaction{database_};
    database_.exec(results_schema());
    database_.exec(plan_schema({}));
    database_.exec(fmt::format("PRAGMA application_id={}; PRAGMA user_version={};",
                               store_application, store_version()));
    transaction.commit();
  }

  std::string path_;
  WriterLock lock_;
  SQLite::Database database_;
};

Store::Store(const std::string& path) : connection_{std::make_unique<Connection>(path)} {}

Store::~Store() = default;

void Store::set_plan(const Plan& plan) {
  on_file(connection_->path(), [&] {
    SQLite::Database& database = connection_->database();
    SQLite::Transaction transaction{database};
    database.exec(plan_schema(plan.columns));
    SQLite::Statement about{database, insert_into("about", 2)};
    for (const auto& [key, value] : {std::pair{"sweep", plan.name}, {"version", plan.version}}) {
      about.bind(1, key);
      about.bind(2, value);
      run(about);
    }
    SQLite::Statement insert{database, insert_into("plan", 4 + plan.columns.size())};
    for (const PlannedPoint& point : plan.points) {
      insert.bind(1, static_cast<std::int64_t>(point.number));
      insert.bind(2, point.digest);
      insert.bind(3, point.base);
      insert.bind(4, point.workload);
      for (std::size_t c = 0; c < point.values.size(); ++c) {
        bind_value(insert, static_cast<int>(5 + c), point.values[c]);
      }
      run(insert);
    }
    transaction.commit();
  });
}

void Store::add(const std::vector<StoredResult>& results) {
  on_file(connection_->path(), [&] {
    SQLite::Database& database = connection_->database();
    SQLite::Transaction transaction{database};
    SQLite::Statement result{database, insert_into("results", 3 + metrics.size())};
    SQLite::Statement layer{database, insert_into("layers", 4 + layer_metrics)};
    SQLite::Statement timing{database, insert_into("timings", 2)};
    for (const auto& [digest, outcome] : results) {
      result.bind(1, digest);
      result.bind(2, std::string{name_of(outcome.status)});
      result.bind(3, outcome.error);
      for (std::size_t i = 0; i < metrics.size(); ++i) {
        bind_value(result, static_cast<int>(4 + i),
                   outcome.values.empty() ? Value(nullptr) : outcome.values[i]);
      }
      run(result);
      for (std::size_t n = 0; n < outcome.layers.size(); ++n) {
        const LayerResult& one = outcome.layers[n];
        layer.bind(1, digest);
        layer.bind(2, static_cast<std::int64_t>(n));
        layer.bind(3, one.name);
        layer.bind(4, one.kind);
        for (std::size_t i = 0; i < layer_metrics; ++i) {
          bind_value(layer, static_cast<int>(5 + i), one.values[i]);
        }
        run(layer);
      }
      timing.bind(1, digest);
      timing.bind(2, outcome.seconds);
      run(timing);
    }
    transaction.commit();
  });
}

std::map<std::string, Status> Store::statuses() const {
  return on_file(connection_->path(), [&] {
    std::map<std::string, Status> all;
    SQLite::Statement query{connection_->database(), "SELECT digest, status FROM results"};
    while (query.executeStep()) {
      all[query.getColumn(0).getString()] = status_named(query.getColumn(1).getString());
    }
    return all;
  });
}

std::map<std::string, Outcome> Store::outcomes() const {
  return on_file(connection_->path(), [&] {
    std::map<std::string, Outcome> all;
    SQLite::Statement query{connection_->database(), "SELECT * FROM results"};
    while (query.executeStep()) {
      Outcome& outcome = all[query.getColumn(0).getString()];
      outcome.status = status_named(query.getColumn(1).getString());
      outcome.error = query.getColumn(2).getString();
      for (std::size_t i = 0; i < metrics.size(); ++i) {
        outcome.values.push_back(column(query, static_cast<int>(3 + i)));
      }
    }
    return all;
  });
}

std::size_t Store::merge(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) throw core::FileError{path + ": no such file"};
  return on_file(path, [&] {
    SQLite::Database& database = connection_->database();
    SQLite::Statement attach{database, "ATTACH DATABASE ? AS other"};
    attach.bind(1, path);
    attach.exec();
    check_store(database, "other", path);
    SQLite::Transaction transaction{database};
    const std::string finished = "status IN ('done', 'failed', 'wrong')";
    database.exec(
        "CREATE TEMP TABLE taken AS SELECT digest FROM other.results WHERE digest NOT IN "
        "(SELECT digest FROM main.results) OR (" +
        finished +
        " AND digest NOT IN "
        "(SELECT digest FROM main.results WHERE " +
        finished + "))");
    for (const char* table : {"results", "layers", "timings"}) {
      database.exec(
          fmt::format("INSERT OR REPLACE INTO main.{0} SELECT * FROM other.{0} WHERE "
                      "digest IN (SELECT digest FROM taken)",
                      table));
    }
    const int taken = database.execAndGet("SELECT count(*) FROM taken").getInt();
    database.exec("DROP TABLE taken");
    transaction.commit();
    database.exec("DETACH DATABASE other");
    return static_cast<std::size_t>(taken);
  });
}

void Store::close() {
  on_file(connection_->path(), [&] { connection_->set_journal("DELETE"); });
}

}  // namespace gossamer::sweep
