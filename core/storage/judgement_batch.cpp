#include "core/storage/judgement_batch.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "core/storage/import_store.h"
#include "core/storage/native_statement.h"

namespace primer {

namespace {

constexpr std::size_t lookEvery = 1024; ///< rows between two looks at the feedback

/// False when the person cancelled.
bool goesOn(Feedback &feedback, std::size_t done, std::size_t total)
{
    if (done % lookEvery != 0)
        return true;
    feedback.report(done, total);
    return !feedback.isCancelled();
}

Error cancelled() { return Error{ErrorCode::Cancelled, "", "judgements"}; }

} // namespace

Result<JudgementRange> recordJudgements(Connection &connection, const Judgement &like,
                                        std::span<const SampleId> samples, Feedback &feedback)
{
    const bool isValue = like.verdict == Verdict::Value;
    if (isValue && (like.value < 0 || like.value > 5))
        return Error{ErrorCode::InvalidInput, "a value is 0 to 5", std::to_string(like.value)};
    NativeStatement insert(connection,
                           "INSERT INTO judgement(sample_id, verdict, value, note, annotator, created_at, queue_id, "
                           "blind) SELECT id, ?2, ?3, coalesce((SELECT note FROM draft WHERE sample_id=?1), ''), ?4, "
                           "?5, 0, 0 FROM sample WHERE id=?1");
    NativeStatement update(connection, "UPDATE sample SET label=?2, verdict=?3 WHERE id=?1");
    NativeStatement drop(connection, "DELETE FROM draft WHERE sample_id=?1");
    const std::string now = utcNow();
    JudgementRange range;
    for (const SampleId sample : samples) {
        if (!goesOn(feedback, std::size_t(range.count), samples.size()))
            return cancelled();
        insert.bind(1, std::int64_t(sample)).bind(2, int(like.verdict));
        update.bind(1, std::int64_t(sample)).bind(3, int(like.verdict));
        if (isValue) {
            insert.bind(3, like.value);
            update.bind(2, like.value);
        } else {
            insert.bindNull(3);
            update.bindNull(2);
        }
        insert.bindText(4, like.annotator).bindText(5, now);
        PRIMER_TRY(insert.run());
        if (connection.changes() == 0)
            return Error{ErrorCode::NotFound, "no such sample", std::to_string(sample)};
        const std::int64_t id = connection.lastInsertId();
        if (range.count++ == 0)
            range.first = id;
        PRIMER_TRY(update.run());
        PRIMER_TRY(drop.bind(1, std::int64_t(sample)).run());
    }
    return range;
}

Result<std::vector<SampleId>> undoJudgements(Connection &connection, const JudgementRange &range, Feedback &feedback)
{
    const std::int64_t last = range.first + range.count - 1;
    std::vector<SampleId> samples;
    NativeStatement find(connection,
                         "SELECT sample_id FROM judgement WHERE id BETWEEN ?1 AND ?2 AND undone_at IS NULL");
    find.bind(1, range.first).bind(2, last);
    PRIMER_TRY(find.forEachRow([&] { samples.push_back(SampleId(find.integer(0))); }));
    if (samples.empty())
        return Error{ErrorCode::NotFound, "no such judgements, or taken back before", std::to_string(range.first)};
    const std::string now = utcNow();
    NativeStatement draft(connection,
                          "INSERT INTO draft(sample_id, note, updated_at) SELECT sample_id, note, ?3 FROM judgement "
                          "WHERE id BETWEEN ?1 AND ?2 AND undone_at IS NULL AND note<>'' ON CONFLICT(sample_id) DO "
                          "NOTHING");
    PRIMER_TRY(draft.bind(1, range.first).bind(2, last).bindText(3, now).run());
    NativeStatement undo(connection,
                         "UPDATE judgement SET undone_at=?3 WHERE id BETWEEN ?1 AND ?2 AND undone_at IS NULL");
    PRIMER_TRY(undo.bind(1, range.first).bind(2, last).bindText(3, now).run());
    NativeStatement refresh(connection,
                            "UPDATE sample SET (label, verdict) = (SELECT value, verdict FROM (SELECT value, verdict "
                            "FROM judgement WHERE sample_id=?1 AND undone_at IS NULL ORDER BY id DESC LIMIT 1) UNION "
                            "ALL SELECT NULL, NULL LIMIT 1) WHERE id=?1");
    for (std::size_t done = 0; done < samples.size(); ++done) {
        if (!goesOn(feedback, done, samples.size()))
            return cancelled();
        PRIMER_TRY(refresh.bind(1, std::int64_t(samples[done])).run());
    }
    return samples;
}

Result<std::int64_t> extendQueue(Connection &connection, std::int64_t queue, std::span<const SampleId> samples,
                                 Feedback &feedback)
{
    const auto queues = PRIMER_TRY(listQueues(connection));
    const auto known = std::find_if(queues.begin(), queues.end(),
                                    [queue](const Queue &one) { return one.id == queue; });
    if (known == queues.end())
        return Error{ErrorCode::NotFound, "no such queue", std::to_string(queue)};
    if (known->kind != "list")
        return Error{ErrorCode::InvalidInput, "the queue was drawn by chance; samples chosen by hand would spoil it",
                     known->name};
    const auto there = PRIMER_TRY(queueSamples(connection, queue));
    std::unordered_set<SampleId> isThere(there.begin(), there.end());
    NativeStatement place(connection, "SELECT coalesce(max(position), -1) FROM queue_item WHERE queue_id=?");
    place.bind(1, queue);
    PRIMER_TRY(place.step());
    std::int64_t position = place.integer(0);
    place.reset();
    NativeStatement insert(connection, "INSERT INTO queue_item(queue_id, position, sample_id) VALUES(?,?,?)");
    std::int64_t added = 0;
    for (std::size_t done = 0; done < samples.size(); ++done) {
        if (!goesOn(feedback, done, samples.size()))
            return cancelled();
        if (!isThere.insert(samples[done]).second)
            continue;
        PRIMER_TRY(insert.bind(1, queue).bind(2, ++position).bind(3, std::int64_t(samples[done])).run());
        ++added;
    }
    return added;
}

} // namespace primer
