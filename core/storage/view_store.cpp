#include "core/storage/view_store.h"

#include "core/storage/import_store.h"
#include "core/storage/interrupt_on_cancel.h"

namespace primer {

Status saveView(Connection &connection, const SavedView &view)
{
    Statement &insert = connection.cached(
        "INSERT INTO saved_view(name, filter, search, is_regex, sort, created_at) VALUES(?,?,?,?,?,?) ON "
        "CONFLICT(name) "
        "DO UPDATE SET filter=excluded.filter, search=excluded.search, is_regex=excluded.is_regex, sort=excluded.sort");
    const std::string now = utcNow();
    return insert.bindText(1, view.name)
        .bindText(2, view.filter)
        .bindText(3, view.search)
        .bind(4, int(view.isRegex))
        .bindText(5, view.sort)
        .bindText(6, now)
        .run();
}

Status removeView(Connection &connection, const std::string &name)
{
    return connection.cached("DELETE FROM saved_view WHERE name=?").bindText(1, name).run();
}

Result<std::vector<SavedView>> listViews(Connection &connection)
{
    Statement &statement = connection.cached(
        "SELECT id, CAST(name AS BLOB), CAST(filter AS BLOB), CAST(search AS BLOB), is_regex, CAST(sort AS BLOB) "
        "FROM saved_view ORDER BY name");
    std::vector<SavedView> views;
    PRIMER_TRY(statement.forEachRow([&] {
        views.push_back({statement.integer(0), statement.text(1), statement.text(2), statement.text(3),
                         statement.integer(4) != 0, statement.text(5)});
    }));
    return views;
}

Status saveSetting(Connection &connection, const std::string &key, const std::string &value)
{
    Statement &insert = connection.cached("INSERT INTO setting(key, value) VALUES(?,?) ON CONFLICT(key) DO UPDATE SET "
                                          "value=excluded.value");
    return insert.bindText(1, key).bindText(2, value).run();
}

Result<std::string> loadSetting(Connection &connection, const std::string &key)
{
    Statement &statement = connection.cached("SELECT CAST(value AS BLOB) FROM setting WHERE key=?");
    statement.bindText(1, key);
    const auto row = PRIMER_TRY(statement.step());
    std::string value = row ? statement.text(0) : std::string();
    statement.reset();
    return value;
}

Result<std::string> integrityReport(Connection &connection, const Feedback &feedback)
{
    const InterruptOnCancel interrupt(connection, feedback);
    std::string report;
    for (const char *check : {"PRAGMA integrity_check(20)", "PRAGMA foreign_key_check"}) {
        Statement &statement = connection.cached(check);
        PRIMER_TRY(statement.forEachRow([&] {
            const std::string line = statement.text(0);
            if (line != "ok")
                report += (report.empty() ? "" : "; ") + line;
        }));
    }
    return report.empty() ? std::string("ok") : report;
}

} // namespace primer
