#include "core/storage/stored_rows_check.h"

#include <cmath>
#include <cstring>

#include "core/base/digest_bytes.h"
#include "core/base/hashing.h"
#include "core/storage/interrupt_on_cancel.h"
#include "core/storage/migrations.h"
#include "core/storage/sample_keys.h"
#include "core/storage/sample_store.h"
#include "core/text/text_measures.h"

namespace primer {

namespace {

struct RowRule {
    int sinceSchema;
    const char *problem; ///< before the number that `sql` gives
    const char *sql;
};

constexpr RowRule rules[] = {
    {1, "none of its origins tells what is told of sample ",
     "SELECT s.id FROM sample s WHERE NOT EXISTS(SELECT 1 FROM origin o WHERE o.sample_id=s.id AND "
     "o.source_id=s.source_id AND o.repository_id=s.repository_id AND o.licence_id=s.licence_id AND "
     "o.language_id=s.language_id AND o.path=s.path AND o.created_at=s.created_at AND o.stars IS s.stars AND "
     "o.score IS s.score) LIMIT 20"},
    {1, "there are not as many origins as copies of sample ",
     "SELECT s.id FROM sample s WHERE s.copies<>(SELECT count(*) FROM origin o WHERE o.sample_id=s.id) LIMIT 20"},
    {1, "an origin is of no sample: ",
     "SELECT o.sample_id FROM origin o WHERE NOT EXISTS(SELECT 1 FROM sample s WHERE s.id=o.sample_id) LIMIT 20"},
    {1, "a word or source is missing of an origin of sample ",
     "SELECT o.sample_id FROM origin o WHERE o.repository_id NOT IN (SELECT id FROM term) OR o.licence_id NOT IN "
     "(SELECT id FROM term) OR o.language_id NOT IN (SELECT id FROM term) OR o.source_id NOT IN (SELECT id FROM "
     "source) LIMIT 20"},
    {1, "the upstream columns are no JSON of sample ",
     "SELECT sample_id FROM origin WHERE extra<>'' AND NOT json_valid(extra) LIMIT 20"},
    {1, "label or verdict is not that of the newest judgement of sample ",
     "SELECT s.id FROM sample s LEFT JOIN judgement j ON j.id=(SELECT max(id) FROM judgement n WHERE n.sample_id=s.id "
     "AND n.undone_at IS NULL) WHERE s.label IS NOT j.value OR s.verdict IS NOT j.verdict LIMIT 20"},
    {1, "a judgement is none: ",
     "SELECT id FROM judgement WHERE verdict NOT IN (0, 1, 2) OR (verdict=0) <> (value IS NOT NULL AND value BETWEEN 0 "
     "AND 5) LIMIT 20"},
    {2, "the teacher's value is in no run, of sample ",
     "SELECT c.sample_id FROM current_label c WHERE NOT EXISTS(SELECT 1 FROM teacher_label l JOIN label_run r ON "
     "r.id=l.run_id JOIN term t ON t.text=r.teacher WHERE l.sample_id=c.sample_id AND l.turn=0 AND l.value=c.value "
     "AND t.id=c.term_id) LIMIT 20"},
    {2, "a labelled item has no label, in run ",
     "SELECT i.run_id FROM label_item i WHERE i.state=2 AND NOT EXISTS(SELECT 1 FROM teacher_label l WHERE "
     "l.run_id=i.run_id AND l.position=i.position AND l.sample_id=i.sample_id) LIMIT 20"},
    {4, "the key that finds a content again is missing of sample ",
     "SELECT s.id FROM sample s WHERE s.id<=(SELECT CAST(value AS INTEGER) FROM setting WHERE "
     "key='storage.keyed_samples') AND NOT EXISTS(SELECT 1 FROM sample_key k WHERE k.sha_key=s.sha_key AND "
     "k.sample_id=s.id) LIMIT 20"},
};

bool isClose(double one, double two) { return std::fabs(one - two) <= 1e-9 * std::max(1.0, std::fabs(one)); }

Status addChecksumProblems(Connection &connection, const Feedback &feedback, std::vector<std::string> &problems)
{
    constexpr int maxTold = 20;
    NativeStatement statement(connection, "SELECT sample_id, extra, extra_checksum FROM origin");
    int told = 0;
    while (told < maxTold && !feedback.isCancelled()) {
        const bool isRow = PRIMER_TRY(statement.step());
        if (!isRow)
            break;
        const auto checksum = statement.optionalInteger(2);
        if (!checksum || *checksum == checksumOf(statement.blob(1)))
            continue;
        problems.push_back("the upstream columns are not what they were of sample "
                           + std::to_string(statement.integer(0)));
        ++told;
    }
    return success();
}

std::string measureProblem(const NativeStatement &row, const std::string &content)
{
    const TextMeasures measures = measureText(content);
    const bool isSame = row.integer(2) == std::int64_t(content.size()) && row.integer(3) == measures.lineCount
                        && row.integer(4) == measures.maxLineLength && isClose(row.real(5), measures.avgLineLength)
                        && isClose(row.real(6), measures.alphanumFraction)
                        && (row.integer(7) != 0) == measures.validUtf8;
    return isSame ? "" : "the measures are not those of the content";
}

} // namespace

Result<std::vector<std::string>> rowProblems(Connection &connection, const Feedback &feedback)
{
    const InterruptOnCancel interrupt(connection, feedback);
    const auto version = PRIMER_TRY(schemaVersion(connection));
    std::vector<std::string> problems;
    for (const RowRule &rule : rules) {
        if (rule.sinceSchema > version)
            continue;
        Statement &statement = connection.cached(rule.sql);
        PRIMER_TRY(
            statement.forEachRow([&] { problems.push_back(rule.problem + std::to_string(statement.integer(0))); }));
    }
    if (version >= 4)
        PRIMER_TRY(addChecksumProblems(connection, feedback, problems));
    return problems;
}

Result<std::string> contentProblem(Connection &connection, SampleId sample)
{
    const auto content = PRIMER_TRY(fetchContent(connection, sample));
    NativeStatement &row = connection.cachedNative(
        "SELECT sha256, sha_key, size_bytes, line_count, max_line_length, avg_line_length, alphanum_fraction, "
        "valid_utf8, kind FROM sample WHERE id=?");
    row.bind(1, std::int64_t(sample));
    const bool isRow = PRIMER_TRY(row.step());
    if (!isRow)
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(sample)};
    const Sha256Digest digest = sha256(content);
    std::string problem;
    if (row.blob(0) != bytesOf(digest))
        problem = "the digest is another";
    else if (row.integer(1) != shaKeyOf(digest))
        problem = "the key is not that of its digest";
    else
        problem = measureProblem(row, content);
    const std::int64_t kind = row.integer(8);
    row.reset();
    if (!problem.empty() || kind == std::int64_t(SampleKind::Code))
        return problem;
    if (kind != std::int64_t(SampleKind::Thread))
        return std::string("the kind is none");
    const auto posts = PRIMER_TRY(fetchThread(connection, sample));
    return threadToText(posts) == content ? problem : std::string("the posts are not those of the content");
}

} // namespace primer
