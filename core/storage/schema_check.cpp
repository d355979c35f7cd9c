#include "core/storage/schema_check.h"

#include <map>

#include "core/storage/migrations.h"

namespace primer {

namespace {

/// Without comments, and every space between words one.
std::string plainSql(std::string_view sql)
{
    std::string plain;
    for (std::size_t place = 0; place < sql.size(); ++place) {
        if (sql.substr(place).starts_with("--"))
            place = std::min(sql.find('\n', place), sql.size() - 1);
        const bool isSpace = sql[place] == ' ' || sql[place] == '\n' || sql[place] == '\t' || sql[place] == '\r';
        if (!isSpace)
            plain += sql[place];
        else if (!plain.empty() && plain.back() != ' ')
            plain += ' ';
    }
    return plain;
}

Result<std::map<std::string, std::string>> definitionsOf(Connection &connection)
{
    std::map<std::string, std::string> definitions;
    Statement &statement = connection.cached("SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(tbl_name AS BLOB), "
                                             "CAST(sql AS BLOB) FROM sqlite_master WHERE sql IS NOT NULL AND "
                                             "name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
    PRIMER_TRY(statement.forEachRow([&] {
        definitions[statement.text(0) + " " + statement.text(1)] = statement.text(2) + ": "
                                                                   + plainSql(statement.text(3));
    }));
    return definitions;
}

} // namespace

Result<std::vector<std::string>> schemaProblems(Connection &connection)
{
    const auto version = PRIMER_TRY(schemaVersion(connection));
    auto reference = PRIMER_TRY(Connection::open(":memory:", Connection::Mode::Create));
    PRIMER_TRY(applyMigrations(*reference, 0, version));
    const auto wanted = PRIMER_TRY(definitionsOf(*reference));
    const auto found = PRIMER_TRY(definitionsOf(connection));
    std::vector<std::string> problems;
    for (const auto &[name, definition] : wanted) {
        const auto same = found.find(name);
        if (same == found.end())
            problems.push_back(name + " is missing");
        else if (same->second != definition)
            problems.push_back(name + " is not what schema " + std::to_string(version) + " has");
    }
    return problems;
}

} // namespace primer
