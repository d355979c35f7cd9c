#include "core/importers/import_pipeline.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/importers/formats/staged_posts.h"

namespace primer {

namespace {

/// `members` go first; a column of a row that has one of their names is its own and stays.
void addMembers(std::string &object, const UpstreamMembers &members)
{
    if (object.empty() || object == "{}") {
        object = "{" + members.text + "}";
        return;
    }
    const bool mayClash = std::any_of(members.each.begin(), members.each.end(), [&object](const auto &member) {
        return object.find(member.quotedName) != std::string::npos;
    });
    if (!mayClash) {
        object.insert(1, members.text + ",");
        return;
    }
    const auto own = nlohmann::ordered_json::parse(object, nullptr, false);
    std::string kept;
    for (const auto &member : members.each) {
        if (!own.contains(member.name))
            kept += member.quotedName + ":" + member.value + ",";
    }
    object.insert(1, kept);
}

/// Once for all rows: they come by the million.
UpstreamMembers membersOf(const std::string &text)
{
    UpstreamMembers members{text, {}};
    if (text.empty())
        return members;
    const auto object = nlohmann::ordered_json::parse("{" + text + "}");
    for (const auto &[name, value] : object.items())
        members.each.push_back({name, nlohmann::ordered_json(name).dump(), value.dump()});
    return members;
}

} // namespace

ImportPipeline::ImportPipeline(Store &store, PipelineSource source, RecordReader &reader, int threads,
                               Feedback &feedback, std::optional<ImportBatch> first)
    : m_store(store), m_source(std::move(source)), m_upstream(membersOf(m_source.upstream)), m_reader(reader),
      m_feedback(feedback), m_first(std::move(first)), m_toPrepare(batchesInFlight)
{
    m_threads.emplace_back([this] { read(); });
    for (int i = 0; i < std::max(1, threads); ++i)
        m_threads.emplace_back([this] { prepareAll(); });
}

ImportPipeline::~ImportPipeline()
{
    stop();
    for (std::thread &thread : m_threads)
        thread.join();
}

Result<RowTally> ImportPipeline::run(ImportReport &report, std::uint64_t doneBefore, std::uint64_t totalAll)
{
    for (std::size_t next = 0;; ++next) {
        PreparedBatch batch;
        {
            std::unique_lock lock(m_mutex);
            m_ready.wait(lock, [&] { return m_prepared.count(next) || (m_readEnded && next >= m_batchesRead); });
            const auto found = m_prepared.find(next);
            if (found == m_prepared.end()) {
                PRIMER_TRY(std::move(m_readStatus));
                return m_tally;
            }
            batch = std::move(found->second);
            m_prepared.erase(found);
        }
        const Status written = write(batch, report);
        m_room.release();
        if (!written)
            return written.error();
        m_feedback.report(doneBefore + m_bytesDone.load(), std::max(totalAll, doneBefore + m_bytesDone.load()));
        m_feedback.setItems(std::uint64_t(report.added + report.duplicates));
    }
}

void ImportPipeline::read()
{
    for (std::size_t number = 0; !m_stopping; ++number) {
        m_room.acquire();
        if (m_stopping || m_feedback.isCancelled()) {
            endReading(Error{ErrorCode::Cancelled, "", "import"});
            return;
        }
        ImportBatch batch;
        const Result<bool> more = m_first ? Result<bool>(true) : m_reader.next(batch);
        if (m_first)
            batch = std::move(*std::exchange(m_first, std::nullopt));
        m_bytesDone = m_reader.bytesDone();
        if (!more || !*more) {
            endReading(more ? success() : Status(more.error()));
            return;
        }
        {
            const std::lock_guard lock(m_mutex);
            ++m_batchesRead;
        }
        m_toPrepare.push({number, std::move(batch)});
    }
    endReading(Error{ErrorCode::Cancelled, "", "import"});
}

void ImportPipeline::endReading(Status status)
{
    {
        const std::lock_guard lock(m_mutex);
        m_readEnded = true;
        m_readStatus = std::move(status);
    }
    m_toPrepare.close();
    m_ready.notify_all();
}

void ImportPipeline::addUpstream(ImportBatch &batch) const
{
    if (m_upstream.each.empty())
        return;
    for (ImportRecord &record : batch.records)
        addMembers(record.origin.extraJson, m_upstream);
    for (StagedPost &post : batch.posts)
        addMembers(post.json, m_upstream);
}

void ImportPipeline::prepareAll()
{
    while (auto item = m_toPrepare.pop()) {
        PreparedBatch prepared;
        prepared.rest = std::move(item->second);
        addUpstream(prepared.rest);
        std::vector<ImportRecord> records = std::exchange(prepared.rest.records, {});
        prepared.records.reserve(records.size());
        for (ImportRecord &record : records) {
            ImportRecord taken = std::move(record); // its content is freed before the next one is prepared
            prepared.records.push_back(prepare(std::move(taken)));
        }
        {
            const std::lock_guard lock(m_mutex);
            m_prepared.emplace(item->first, std::move(prepared));
        }
        m_ready.notify_all();
    }
}

Status ImportPipeline::write(PreparedBatch &batch, ImportReport &report)
{
    ImportBatch &rest = batch.rest;
    const std::size_t readQuarantined = rest.quarantined.size();
    InsertCounts counts;
    const bool hasLabels = std::any_of(batch.records.begin(), batch.records.end(),
                                       [](const PreparedRecord &record) { return record.label.has_value(); });
    const Durability durability = hasLabels ? Durability::Durable : Durability::Bulk;
    PRIMER_TRY(m_store.write(durability, [&](Connection &connection) -> Status {
        rest.quarantined.resize(readQuarantined); // what a transaction that is done again had added
        counts = PRIMER_TRY(insertSamples(connection, m_source.id, batch.records, m_terms));
        for (const std::size_t place : PRIMER_TRY(stagePosts(connection, m_source.id, rest.posts))) {
            const StagedPost &post = rest.posts[place];
            rest.quarantined.push_back(
                quarantinedPost(post, m_source.file, "id_taken", "another post has the Id " + std::to_string(post.id)));
        }
        const std::int64_t isNew = PRIMER_TRY(insertQuarantined(connection, m_source.id, rest.quarantined));
        return advanceSource(connection, m_source.id, rest.cursor, counts, isNew, false);
    }));
    count(batch, counts, readQuarantined, report);
    return success();
}

void ImportPipeline::count(const PreparedBatch &batch, const InsertCounts &counts, std::size_t readQuarantined,
                           ImportReport &report)
{
    const ImportBatch &rest = batch.rest;
    const auto rejected = std::int64_t(rest.quarantined.size()) + rest.lost;
    report.added += counts.added;
    report.duplicates += counts.duplicates;
    report.labels += counts.labels;
    report.bytes += counts.bytes;
    report.quarantined += rejected;
    report.joined += rest.joined;
    std::int64_t passedOver = 0;
    for (const auto &[rule, number] : rest.passedOver) {
        report.passedOver[rule] += number;
        passedOver += number;
    }
    const auto staged = std::int64_t(rest.posts.size() - (rest.quarantined.size() - readQuarantined));
    report.rows += rest.rows - staged;
    m_tally.rows += rest.rows;
    m_tally.staged += staged;
    m_tally.accounted += counts.added + counts.duplicates + rejected + rest.joined + passedOver + staged;
}

void ImportPipeline::stop()
{
    m_stopping = true;
    m_room.release();
    m_toPrepare.close();
}

} // namespace primer
