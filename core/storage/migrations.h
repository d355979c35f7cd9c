// Owns: the numbered schema migrations and applying them, with a backup before the first statement.
// Not here: what the tables mean (the *_store files).
#pragma once

#include "core/storage/connection.h"

namespace primer {

/// The schema version this build writes.
int currentSchemaVersion();

Result<int> schemaVersion(Connection &connection);

/// Brings the database to the current version, one transaction a migration. A backup `workspace.db.backup-vN` is
/// made first when there is something to lose. A newer schema is refused with NewerFormat.
Status migrate(Connection &connection, const std::string &path);

} // namespace primer
