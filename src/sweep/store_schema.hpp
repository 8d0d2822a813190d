// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gossamer::sweep {

/// Marks a file as ours ("GoSw"), and says how to read it.
inline constexpr int store_application = 0x476F5377;
inline constexpr int store_version = 1;

/// A name as SQL takes it.
std::string sql_name(const std::string& name);

/// Tables of results, which do not depend on a sweep.
std::string results_schema();

/// The table `plan` and the view `points` of a sweep with these parameters.
std::string plan_schema(const std::vector<std::string>& columns);

/// `INSERT OR REPLACE INTO table VALUES (?, ?, ...)`
std::string insert_into(const std::string& table, std::size_t values);

}  // namespace gossamer::sweep
