// Owns: the SQL of saved views and of settings that belong to a workspace (session, layout).
// Not here: what a view selects (core/query).
#pragma once

#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/storage/connection.h"

namespace primer {

struct SavedView {
    std::int64_t id = 0;
    std::string name;
    std::string filter;
    std::string search;
    bool isRegex = false;
    std::string sort; ///< column name, "-" before it for descending, or ""
};

/// A view of the same name is replaced.
Status saveView(Connection &connection, const SavedView &view);
Status removeView(Connection &connection, const std::string &name);
Result<std::vector<SavedView>> listViews(Connection &connection);

Status saveSetting(Connection &connection, const std::string &key, const std::string &value);
/// "" when it was never saved.
Result<std::string> loadSetting(Connection &connection, const std::string &key);

/// "ok", or what SQLite's integrity and foreign key checks found. Cancelled in the middle when the feedback is.
Result<std::string> integrityReport(Connection &connection, const Feedback &feedback);

} // namespace primer
