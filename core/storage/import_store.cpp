#include "core/storage/import_store.h"

#include <chrono>
#include <ctime>
#include <optional>

#include "core/storage/compression.h"

namespace primer {

std::string utcNow()
{
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count()
                              % 1000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[96];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900, parts.tm_mon + 1,
                  parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, int(milliseconds));
    return text;
}

namespace {

constexpr std::string_view sourceColumns =
    "SELECT id, CAST(uri AS BLOB), CAST(name AS BLOB), CAST(format AS BLOB), CAST(mapping AS BLOB), "
    "CAST(fingerprint AS BLOB), CAST(cursor AS BLOB), finished, added, duplicates, quarantined, bytes FROM source ";

Source sourceOf(const Statement &statement)
{
    Source source;
    source.id = statement.integer(0);
    source.uri = statement.text(1);
    source.name = statement.text(2);
    source.format = statement.text(3);
    source.mapping = statement.text(4);
    source.fingerprint = statement.text(5);
    source.cursor = statement.text(6);
    source.finished = statement.integer(7) != 0;
    source.added = statement.integer(8);
    source.duplicates = statement.integer(9);
    source.quarantined = statement.integer(10);
    source.bytes = statement.integer(11);
    return source;
}

} // namespace

namespace {

Result<std::optional<Source>> findSource(Connection &connection, const Source &wanted)
{
    Statement &find = connection.cached(std::string(sourceColumns) + "WHERE uri=? AND format=? AND mapping=?");
    find.bindText(1, wanted.uri).bindText(2, wanted.format).bindText(3, wanted.mapping);
    const auto row = PRIMER_TRY(find.step());
    const auto found = row ? std::optional(sourceOf(find)) : std::nullopt;
    find.reset();
    return found;
}

bool beginsAgain(const Source &known, const Source &wanted)
{
    return known.finished || known.fingerprint != wanted.fingerprint;
}

} // namespace

Result<std::string> cursorToGoOnFrom(Connection &connection, const Source &wanted)
{
    const auto known = PRIMER_TRY(findSource(connection, wanted));
    return known && !beginsAgain(*known, wanted) ? known->cursor : std::string();
}

Result<Source> openSource(Connection &connection, Source wanted)
{
    const auto found = PRIMER_TRY(findSource(connection, wanted));
    if (!found) {
        Statement &insert = connection.cached("INSERT INTO source(uri, name, format, mapping, fingerprint, created_at) "
                                              "VALUES(?,?,?,?,?,?)");
        const std::string now = utcNow();
        insert.bindText(1, wanted.uri)
            .bindText(2, wanted.name)
            .bindText(3, wanted.format)
            .bindText(4, wanted.mapping)
            .bindText(5, wanted.fingerprint)
            .bindText(6, now);
        PRIMER_TRY(insert.run());
        wanted.id = connection.lastInsertId();
        return wanted;
    }
    Source known = *found;
    if (beginsAgain(known, wanted)) {
        Statement &restart = connection.cached("UPDATE source SET cursor='', finished=0, fingerprint=? WHERE id=?");
        PRIMER_TRY(restart.bindText(1, wanted.fingerprint).bind(2, known.id).run());
        PRIMER_TRY(dropStagedPosts(connection, known.id));
        known.cursor.clear();
        known.finished = false;
    }
    return known;
}

Status advanceSource(Connection &connection, std::int64_t source, const std::string &cursor, const InsertCounts &counts,
                     std::int64_t quarantined, bool finished)
{
    Statement &update = connection.cached(
        "UPDATE source SET cursor=?, finished=?, added=added+?, duplicates=duplicates+?, quarantined=quarantined+?, "
        "bytes=bytes+? WHERE id=?");
    return update.bindText(1, cursor)
        .bind(2, int(finished))
        .bind(3, counts.added)
        .bind(4, counts.duplicates)
        .bind(5, quarantined)
        .bind(6, counts.bytes)
        .bind(7, source)
        .run();
}

Result<std::vector<Source>> listSources(Connection &connection)
{
    Statement &statement = connection.cached(std::string(sourceColumns) + "ORDER BY id");
    std::vector<Source> sources;
    PRIMER_TRY(statement.forEachRow([&] { sources.push_back(sourceOf(statement)); }));
    return sources;
}

Result<std::int64_t> insertQuarantined(Connection &connection, std::int64_t source,
                                       std::span<const QuarantinedRow> rows)
{
    std::int64_t added = 0;
    for (const QuarantinedRow &row : rows) {
        NativeStatement &insert = connection.cachedNative(
            "INSERT OR IGNORE INTO quarantine(source_id, file, position, reason, "
            "detail, excerpt) VALUES(?,?,?,?,?,?)");
        insert.bind(1, source)
            .bindText(2, row.file)
            .bind(3, row.position)
            .bindText(4, row.reason)
            .bindText(5, row.detail)
            .bindBlob(6, row.excerpt);
        PRIMER_TRY(insert.run());
        added += connection.changes();
    }
    return added;
}

Result<std::vector<QuarantinedRow>> listQuarantined(Connection &connection, std::int64_t limit)
{
    Statement &statement = connection.cached(
        "SELECT CAST(file AS BLOB), position, CAST(reason AS BLOB), CAST(detail AS BLOB), excerpt FROM quarantine "
        "ORDER BY id LIMIT ?");
    statement.bind(1, limit);
    std::vector<QuarantinedRow> rows;
    PRIMER_TRY(statement.forEachRow([&] {
        rows.push_back({statement.text(0), statement.integer(1), statement.text(2), statement.text(3),
                        std::string(statement.blob(4))});
    }));
    return rows;
}

Result<std::int64_t> countQuarantined(Connection &connection)
{
    Statement &statement = connection.cached("SELECT count(*) FROM quarantine");
    PRIMER_TRY(statement.step());
    const std::int64_t count = statement.integer(0);
    statement.reset();
    return count;
}

Result<std::vector<std::size_t>> stagePosts(Connection &connection, std::int64_t source,
                                            std::span<const StagedPost> posts)
{
    std::vector<std::size_t> known;
    for (std::size_t place = 0; place < posts.size(); ++place) {
        const StagedPost &post = posts[place];
        Statement &insert = connection.cached("INSERT OR IGNORE INTO stage_post(source_id, thread_id, is_answer, "
                                              "post_id, bytes) VALUES(?,?,?,?,?)");
        const std::string packed = compress(post.json);
        insert.bind(1, source).bind(2, post.thread).bind(3, int(post.isAnswer)).bind(4, post.id).bindBlob(5, packed);
        PRIMER_TRY(insert.run());
        if (connection.changes() == 0)
            known.push_back(place);
    }
    return known;
}

Result<std::vector<std::vector<StagedPost>>> stagedThreads(Connection &connection, std::int64_t source,
                                                           std::int64_t after, int limit)
{
    constexpr std::size_t maxPostBytes = 64u << 20;
    Statement &statement = connection.cached(
        "SELECT thread_id, is_answer, post_id, bytes FROM stage_post "
        "WHERE source_id=? AND thread_id>? ORDER BY thread_id, is_answer, post_id");
    statement.bind(1, source).bind(2, after);
    std::vector<std::vector<StagedPost>> threads;
    for (;;) {
        const auto row = PRIMER_TRY(statement.step());
        if (!row)
            break;
        StagedPost post;
        post.thread = statement.integer(0);
        if (threads.empty() || threads.back().front().thread != post.thread) {
            if (int(threads.size()) == limit)
                break;
            threads.emplace_back();
        }
        post.isAnswer = statement.integer(1) != 0;
        post.id = statement.integer(2);
        const std::string_view packed = statement.blob(3);
        const auto size = PRIMER_TRY(frameContentSize(packed));
        if (size > maxPostBytes)
            return Error{ErrorCode::LimitExceeded, "staged post too large", std::to_string(post.id)};
        auto json = PRIMER_TRY(decompress(packed, size));
        post.json = std::move(json);
        threads.back().push_back(std::move(post));
    }
    statement.reset();
    return threads;
}

Status dropStagedPosts(Connection &connection, std::int64_t source)
{
    return connection.cached("DELETE FROM stage_post WHERE source_id=?").bind(1, source).run();
}

} // namespace primer
