#include "core/storage/sample_store.h"

#include <cstring>
#include <limits>

#include "core/base/digest_bytes.h"
#include "core/storage/compression.h"
#include "core/storage/judgement_store.h"
#include "core/storage/sample_keys.h"

namespace primer {

namespace {

constexpr std::size_t maxCachedTerms = 200'000;
constexpr double noValue = std::numeric_limits<double>::quiet_NaN();

struct TermIds {
    std::int64_t repository = 0;
    std::int64_t licence = 0;
    std::int64_t language = 0;
};

Status insertNew(Connection &connection, std::int64_t source, const PreparedRecord &record, const TermIds &terms)
{
    NativeStatement &insert = connection.cachedNative(
        "INSERT INTO sample(sha_key, kind, source_id, repository_id, licence_id, language_id, size_bytes, line_count, "
        "max_line_length, avg_line_length, alphanum_fraction, stars, score, valid_utf8, created_at, path, sha256) "
        "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    insert.bind(1, shaKeyOf(record.digest))
        .bind(2, int(record.kind))
        .bind(3, source)
        .bind(4, terms.repository)
        .bind(5, terms.licence)
        .bind(6, terms.language)
        .bind(7, record.rawSize)
        .bind(8, record.measures.lineCount)
        .bind(9, record.measures.maxLineLength)
        .bind(10, record.measures.avgLineLength)
        .bind(11, record.measures.alphanumFraction)
        .bindOptional(12, record.origin.stars)
        .bindOptional(13, record.origin.score)
        .bind(14, int(record.measures.validUtf8))
        .bindText(15, record.origin.createdAt)
        .bindText(16, record.origin.path)
        .bindBlob(17, bytesOf(record.digest));
    PRIMER_TRY(insert.run());
    const std::int64_t id = connection.lastInsertId();
    NativeStatement &content = connection.cachedNative("INSERT INTO content(sample_id, raw_size, bytes) VALUES(?,?,?)");
    PRIMER_TRY(content.bind(1, id).bind(2, record.rawSize).bindBlob(3, record.content).run());
    if (record.kind == SampleKind::Thread) {
        NativeStatement &thread = connection.cachedNative(
            "INSERT INTO thread(sample_id, raw_size, bytes) VALUES(?,?,?)");
        PRIMER_TRY(thread.bind(1, id).bind(2, record.threadRawSize).bindBlob(3, record.thread).run());
    }
    return success();
}

/// True when the place was not known yet.
Result<bool> insertOrigin(Connection &connection, SampleId sample, std::int64_t source, const PreparedRecord &record,
                          const TermIds &terms)
{
    NativeStatement &insert = connection.cachedNative(
        "INSERT OR IGNORE INTO origin(sample_id, source_id, position, repository_id, licence_id, language_id, stars, "
        "score, created_at, path, extra, extra_checksum) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
    insert.bind(1, std::int64_t(sample))
        .bind(2, source)
        .bind(3, record.position)
        .bind(4, terms.repository)
        .bind(5, terms.licence)
        .bind(6, terms.language)
        .bindOptional(7, record.origin.stars)
        .bindOptional(8, record.origin.score)
        .bindText(9, record.origin.createdAt)
        .bindText(10, record.origin.path)
        .bindText(11, record.origin.extraJson)
        .bind(12, checksumOf(record.origin.extraJson));
    PRIMER_TRY(insert.run());
    return connection.changes() > 0;
}

/// True when it is the sample's label now.
Result<bool> takeLabel(Connection &connection, SampleId sample, int label)
{
    Statement &find = connection.cached("SELECT 1 FROM judgement WHERE sample_id=? AND undone_at IS NULL LIMIT 1");
    const bool isJudged = PRIMER_TRY(find.bind(1, std::int64_t(sample)).step());
    find.reset();
    if (isJudged)
        return false;
    Judgement judgement;
    judgement.sample = sample;
    judgement.value = label;
    judgement.annotator = "import";
    PRIMER_TRY(recordJudgement(connection, judgement));
    return true;
}

const char *sqlNameOf(Column column)
{
    switch (column) {
    case Column::Id: return "id";
    case Column::Kind: return "kind";
    case Column::Path: return "path";
    case Column::Repository: return "repository_id";
    case Column::Licence: return "licence_id";
    case Column::Language: return "language_id";
    case Column::Source: return "source_id";
    case Column::CreatedAt: return "created_at";
    case Column::SizeBytes: return "size_bytes";
    case Column::LineCount: return "line_count";
    case Column::MaxLineLength: return "max_line_length";
    case Column::AvgLineLength: return "avg_line_length";
    case Column::AlphanumFraction: return "alphanum_fraction";
    case Column::Stars: return "stars";
    case Column::Score: return "score";
    case Column::Label: return "label";
    case Column::Verdict: return "verdict";
    case Column::Copies: return "copies";
    case Column::ValidUtf8: return "valid_utf8";
    case Column::TeacherValue: return "(SELECT value FROM current_label c WHERE c.sample_id=sample.id)";
    case Column::TeacherName: return "(SELECT term_id FROM current_label c WHERE c.sample_id=sample.id)";
    case Column::Quality: return "(SELECT score FROM quality q WHERE q.sample_id=sample.id)";
    case Column::Parses: return "(SELECT parses FROM fact f WHERE f.sample_id=sample.id)";
    case Column::CommentShare: return "(SELECT comment_share FROM fact f WHERE f.sample_id=sample.id)";
    case Column::DocumentedShare: return "(SELECT documented_share FROM fact f WHERE f.sample_id=sample.id)";
    case Column::Repetition: return "(SELECT repetition FROM fact f WHERE f.sample_id=sample.id)";
    }
    return "id";
}

constexpr std::string_view rowQuery =
    "SELECT s.id, s.kind, s.path, r.text, l.text, g.text, o.name, s.created_at, s.size_bytes, s.line_count, "
    "s.max_line_length, s.avg_line_length, s.alphanum_fraction, s.stars, s.score, s.label, s.verdict, s.copies, "
    "c.value, coalesce(t.text, ''), q.score "
    "FROM sample s LEFT JOIN current_label c ON c.sample_id=s.id LEFT JOIN term t ON t.id=c.term_id LEFT JOIN quality "
    "q ON q.sample_id=s.id JOIN term r ON r.id=s.repository_id JOIN term l ON l.id=s.licence_id "
    "JOIN term g ON g.id=s.language_id JOIN source o ON o.id=s.source_id WHERE s.id=?";

SampleRow rowOf(const NativeStatement &statement)
{
    SampleRow row;
    row.id = SampleId(statement.integer(0));
    row.kind = SampleKind(statement.integer(1));
    row.path = statement.text(2);
    row.repository = statement.text(3);
    row.licence = statement.text(4);
    row.language = statement.text(5);
    row.source = statement.text(6);
    row.createdAt = statement.text(7);
    row.sizeBytes = statement.integer(8);
    row.lineCount = statement.integer(9);
    row.maxLineLength = statement.integer(10);
    row.avgLineLength = statement.real(11);
    row.alphanumFraction = statement.real(12);
    row.stars = statement.optionalInteger(13);
    row.score = statement.optionalReal(14);
    if (const auto label = statement.optionalInteger(15))
        row.label = int(*label);
    if (const auto verdict = statement.optionalInteger(16))
        row.verdict = Verdict(*verdict);
    row.copies = statement.integer(17);
    row.teacherValue = statement.optionalReal(18);
    row.teacherName = statement.text(19);
    row.quality = statement.optionalReal(20);
    return row;
}

Result<std::string> singleBlob(Connection &connection, std::string_view sql, SampleId id)
{
    NativeStatement &statement = connection.cachedNative(sql);
    statement.bind(1, std::int64_t(id));
    const auto row = PRIMER_TRY(statement.step());
    if (!row)
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(id)};
    Result<std::string> bytes = decompress(statement.blob(1), std::size_t(statement.integer(0)));
    statement.reset();
    return bytes;
}

Result<std::int64_t> singleInteger(Connection &connection, std::string_view sql)
{
    Statement &statement = connection.cached(sql);
    const auto row = PRIMER_TRY(statement.step());
    const std::int64_t value = row ? statement.integer(0) : 0;
    statement.reset();
    return value;
}

} // namespace

std::int64_t checksumOf(std::string_view bytes)
{
    std::uint64_t state = 0xcbf29ce484222325; // FNV-1a: every step can be undone, so one changed byte always shows
    for (const char byte : bytes)
        state = (state ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    return std::int64_t(state);
}

PreparedRecord prepare(ImportRecord &&record)
{
    PreparedRecord prepared;
    prepared.digest = sha256(record.content);
    prepared.measures = measureText(record.content);
    prepared.kind = record.kind;
    prepared.rawSize = std::int64_t(record.content.size());
    prepared.position = record.position;
    prepared.content = compress(record.content);
    prepared.label = record.label;
    prepared.origin = std::move(record.origin);
    if (record.kind == SampleKind::Thread) {
        prepared.threadRawSize = std::int64_t(record.threadJson.size());
        prepared.thread = compress(record.threadJson);
    }
    return prepared;
}

Result<std::int64_t> TermCache::idOf(Connection &connection, const std::string &text)
{
    if (const auto known = m_ids.find(text); known != m_ids.end())
        return known->second;
    Statement &find = connection.cached("SELECT id FROM term WHERE text=?");
    find.bindText(1, text);
    const auto row = PRIMER_TRY(find.step());
    std::int64_t id = row ? find.integer(0) : 0;
    find.reset();
    if (!row) {
        PRIMER_TRY(connection.cached("INSERT INTO term(text) VALUES(?)").bindText(1, text).run());
        id = connection.lastInsertId();
    }
    if (m_ids.size() >= maxCachedTerms)
        m_ids.clear();
    m_ids.emplace(text, id);
    return id;
}

Result<InsertCounts> insertSamples(Connection &connection, std::int64_t source, std::span<const PreparedRecord> records,
                                   TermCache &terms)
{
    InsertCounts counts;
    SampleKeys &keys = connection.sampleKeys();
    PRIMER_TRY(keys.catchUp(connection));
    for (const PreparedRecord &record : records) {
        const auto repository = terms.idOf(connection, record.origin.repository);
        const auto licence = terms.idOf(connection, record.origin.licence);
        const auto language = terms.idOf(connection, record.origin.language);
        for (const auto *id : {&repository, &licence, &language}) {
            if (!*id)
                return id->error();
        }
        const TermIds ids{*repository, *licence, *language};
        const auto known = PRIMER_TRY(keys.find(connection, record.digest));
        SampleId sample = known;
        if (sample == 0) {
            PRIMER_TRY(insertNew(connection, source, record, ids));
            sample = SampleId(connection.lastInsertId());
            // The last insert may have been the thread or content row: both carry the sample's own id.
            keys.add(record.digest, sample);
            ++counts.added;
        } else {
            ++counts.duplicates;
        }
        const auto isNewPlace = PRIMER_TRY(insertOrigin(connection, sample, source, record, ids));
        if (known != 0 && isNewPlace) {
            NativeStatement &count = connection.cachedNative("UPDATE sample SET copies=copies+1 WHERE id=?");
            PRIMER_TRY(count.bind(1, std::int64_t(sample)).run());
        }
        counts.bytes += record.rawSize;
        if (record.label) {
            const bool isTaken = PRIMER_TRY(takeLabel(connection, sample, *record.label));
            counts.labels += isTaken;
        }
    }
    PRIMER_TRY(keys.moveWhenMany(connection));
    return counts;
}

Result<SampleId> sampleWithContent(Connection &connection, const Sha256Digest &digest)
{
    SampleKeys &keys = connection.sampleKeys();
    PRIMER_TRY(keys.catchUp(connection));
    return keys.find(connection, digest);
}

Result<SampleId> maxSampleId(Connection &connection)
{
    const auto value = PRIMER_TRY(singleInteger(connection, "SELECT coalesce(max(id), 0) FROM sample"));
    return SampleId(value);
}

Result<std::int64_t> totalRawBytes(Connection &connection)
{
    return singleInteger(connection, "SELECT coalesce(sum(size_bytes), 0) FROM sample");
}

Result<std::vector<SampleRow>> fetchRows(Connection &connection, std::span<const SampleId> ids)
{
    std::vector<SampleRow> rows;
    rows.reserve(ids.size());
    for (const SampleId id : ids) {
        NativeStatement &statement = connection.cachedNative(rowQuery);
        statement.bind(1, std::int64_t(id));
        const auto row = PRIMER_TRY(statement.step());
        if (row)
            rows.push_back(rowOf(statement));
        statement.reset();
    }
    return rows;
}

Status fetchContentInto(Connection &connection, SampleId id, std::string &target)
{
    NativeStatement &statement = connection.cachedNative("SELECT raw_size, bytes FROM content WHERE sample_id=?");
    statement.bind(1, std::int64_t(id));
    const auto row = PRIMER_TRY(statement.step());
    if (!row)
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(id)};
    Status filled = decompressInto(statement.blob(1), std::size_t(statement.integer(0)), target);
    statement.reset();
    return filled;
}

Result<std::string> fetchContent(Connection &connection, SampleId id)
{
    return singleBlob(connection, "SELECT raw_size, bytes FROM content WHERE sample_id=?", id);
}

Result<std::vector<ThreadPost>> fetchThread(Connection &connection, SampleId id)
{
    const auto posts = PRIMER_TRY(singleBlob(connection, "SELECT raw_size, bytes FROM thread WHERE sample_id=?", id));
    return threadFromJson(posts);
}

Result<std::string> fetchSha256Hex(Connection &connection, SampleId id)
{
    NativeStatement &statement = connection.cachedNative("SELECT sha256 FROM sample WHERE id=?");
    statement.bind(1, std::int64_t(id));
    const auto row = PRIMER_TRY(statement.step());
    if (!row || statement.blob(0).size() != 32)
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(id)};
    Sha256Digest digest{};
    std::memcpy(digest.data(), statement.blob(0).data(), digest.size());
    statement.reset();
    return toHex(digest);
}

Status forEachOrigin(Connection &connection, SampleId id, const std::function<bool(StoredOrigin &&)> &take)
{
    NativeStatement &statement = connection.cachedNative(
        "SELECT o.path, r.text, l.text, g.text, o.created_at, o.stars, o.score, o.extra, s.name, s.uri FROM origin o "
        "JOIN term r ON r.id=o.repository_id JOIN term l ON l.id=o.licence_id JOIN term g ON g.id=o.language_id "
        "JOIN source s ON s.id=o.source_id WHERE o.sample_id=? ORDER BY o.source_id, o.position");
    statement.bind(1, std::int64_t(id));
    for (bool goesOn = true; goesOn;) {
        const auto row = PRIMER_TRY(statement.step());
        if (!row)
            break;
        StoredOrigin stored;
        stored.origin.path = statement.text(0);
        stored.origin.repository = statement.text(1);
        stored.origin.licence = statement.text(2);
        stored.origin.language = statement.text(3);
        stored.origin.createdAt = statement.text(4);
        stored.origin.stars = statement.optionalInteger(5);
        stored.origin.score = statement.optionalReal(6);
        stored.origin.extraJson = statement.text(7);
        stored.source = statement.text(8);
        stored.sourceUri = statement.text(9);
        goesOn = take(std::move(stored));
    }
    statement.reset();
    return success();
}

Result<std::vector<StoredOrigin>> fetchOrigins(Connection &connection, SampleId id, std::size_t maxOrigins)
{
    std::vector<StoredOrigin> origins;
    PRIMER_TRY(forEachOrigin(connection, id, [&](StoredOrigin &&stored) {
        origins.push_back(std::move(stored));
        return origins.size() < maxOrigins;
    }));
    return origins;
}

double dateNumber(std::string_view iso)
{
    if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-')
        return noValue;
    double number = 0;
    for (const std::size_t place : {0, 1, 2, 3, 5, 6, 8, 9}) {
        if (iso[place] < '0' || iso[place] > '9')
            return noValue;
        number = number * 10 + (iso[place] - '0');
    }
    return number;
}

Status readColumn(Connection &connection, Column column, SampleId after,
                  const std::function<bool(SampleId, double)> &take)
{
    const bool isDate = columnInfo(column).type == ColumnType::Date;
    NativeStatement statement(connection,
                              std::string("SELECT id, ") + sqlNameOf(column) + " FROM sample WHERE id>? ORDER BY id");
    statement.bind(1, std::int64_t(after));
    for (;;) {
        const auto row = PRIMER_TRY(statement.step());
        if (!row)
            return success();
        const double value = statement.isNull(1) ? noValue : isDate ? dateNumber(statement.blob(1)) : statement.real(1);
        if (!take(SampleId(statement.integer(0)), value))
            return Error{ErrorCode::Cancelled, "", ""};
    }
}

Status readTextColumn(Connection &connection, Column column, SampleId after,
                      const std::function<bool(SampleId, std::string_view)> &take)
{
    NativeStatement statement(connection,
                              std::string("SELECT id, ") + sqlNameOf(column) + " FROM sample WHERE id>? ORDER BY id");
    statement.bind(1, std::int64_t(after));
    for (;;) {
        const auto row = PRIMER_TRY(statement.step());
        if (!row)
            return success();
        if (!take(SampleId(statement.integer(0)), statement.blob(1)))
            return Error{ErrorCode::Cancelled, "", ""};
    }
}

Result<std::vector<std::pair<std::int64_t, std::string>>> readTerms(Connection &connection, Column column)
{
    using Terms = std::vector<std::pair<std::int64_t, std::string>>;
    if (column == Column::Kind)
        return Terms{{0, sampleKindName(SampleKind::Code)}, {1, sampleKindName(SampleKind::Thread)}};
    if (column == Column::Verdict) {
        return Terms{
            {0, verdictName(Verdict::Value)}, {1, verdictName(Verdict::Skip)}, {2, verdictName(Verdict::Discard)}};
    }
    Statement &statement = connection.cached(column == Column::Source
                                                 ? "SELECT id, CAST(name AS BLOB) FROM source ORDER BY id"
                                                 : "SELECT id, CAST(text AS BLOB) FROM term ORDER BY id");
    Terms terms;
    PRIMER_TRY(statement.forEachRow([&] { terms.emplace_back(statement.integer(0), statement.text(1)); }));
    return terms;
}

Result<std::vector<SampleId>> idsOrderedByText(Connection &connection, Column column)
{
    NativeStatement statement(connection, std::string("SELECT id FROM sample ORDER BY ") + sqlNameOf(column) + ", id");
    std::vector<SampleId> ids;
    for (;;) {
        const auto row = PRIMER_TRY(statement.step());
        if (!row)
            return ids;
        ids.push_back(SampleId(statement.integer(0)));
    }
}

} // namespace primer
