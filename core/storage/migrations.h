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
/// Corrupt below 1: a workspace's database is made under another name first, so there is none without a schema.
/// NewerFormat beyond this program's.
Status checkSchemaVersion(int found, const std::string &path);
/// The statements from one version to another, each version a transaction.
Status applyMigrations(Connection &connection, int from, int to);
Status migrate(Connection &connection, const std::string &path);

} // namespace primer
