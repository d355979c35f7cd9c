#include "core/storage/migrations.h"

#include <iterator>
#include <filesystem>
#include <string>

#include "core/storage/migration_texts.h" // made by CMake from migrations/*.sql
#include "core/base/atomic_file.h"
#include "core/storage/transaction.h"

namespace primer {

int currentSchemaVersion() { return int(std::size(migrationTexts)); }

Result<int> schemaVersion(Connection &connection)
{
    Statement &statement = connection.cached("PRAGMA user_version");
    PRIMER_TRY(statement.step());
    const int version = int(statement.integer(0));
    statement.reset();
    return version;
}

Status checkSchemaVersion(int found, const std::string &path)
{
    if (found > currentSchemaVersion())
        return Error{ErrorCode::NewerFormat, "schema " + std::to_string(found), path};
    if (found < 1)
        return Error{ErrorCode::Corrupt, "schema " + std::to_string(found) + " is none of a workspace", path};
    return success();
}

Status applyMigrations(Connection &connection, int from, int to)
{
    for (int version = from; version < to; ++version) {
        Transaction transaction(connection);
        PRIMER_TRY(transaction.begun());
        PRIMER_TRY(connection.execute(migrationTexts[version]));
        PRIMER_TRY(connection.execute("PRAGMA user_version=" + std::to_string(version + 1)));
        PRIMER_TRY(transaction.commit());
    }
    return success();
}

Status migrate(Connection &connection, const std::string &path)
{
    const auto found = PRIMER_TRY(schemaVersion(connection));
    PRIMER_TRY(checkSchemaVersion(found, path));
    if (found == currentSchemaVersion())
        return success();
    const std::string backup = path + ".backup-v" + std::to_string(found);
    if (!std::filesystem::exists(backup)) {
        // Under another name first: one that broke off would be taken for the backup.
        const std::string partial = backup + ".partial";
        std::error_code failure;
        std::filesystem::remove(partial, failure);
        PRIMER_TRY(Statement(connection, "VACUUM INTO ?").bindText(1, partial).run());
        PRIMER_TRY(syncPath(partial));
        std::filesystem::rename(partial, backup, failure);
        if (failure)
            return errnoError(failure.value(), backup);
    }
    return applyMigrations(connection, found, currentSchemaVersion());
}

} // namespace primer
