// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace gossamer::sweep {

/// Marks a file as ours ("GoSw").
inline constexpr int store_application = 0x476F5377;

/// Says which columns a store has: another number where results_schema() is another.
int store_version();

/// Throws FileError unless the database `schema` of a connection is a store with these columns;
/// `path` is its file.
void check_store(SQLite::Database& database, const std::string& schema, const std::string& path);

/// A name as SQL takes it.
std::string sql_name(const std::string& name);

/// Tables of results, which do not depend on a sweep.
std::string results_schema();

/// The table `plan` and the view `points` of a sweep with these parameters.
std::string plan_schema(const std::vector<std::string>& columns);

/// `INSERT OR REPLACE INTO table VALUES (?, ?, ...)`
std::string insert_into(const std::string& table, std::size_t values);

}  // namespace gossamer::sweep
