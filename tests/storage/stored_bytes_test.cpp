// What comes from file names, upstream rows and the command line need not be UTF-8; the store alters no byte of it.
#include <tuple>

#include <gtest/gtest.h>

#include "core/storage/batch_store.h"
#include "core/storage/execution_store.h"
#include "core/storage/import_store.h"
#include "core/storage/job_store.h"
#include "core/storage/judgement_store.h"
#include "core/storage/label_store.h"
#include "core/storage/quality_store.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"
#include "core/storage/synthesis_store.h"
#include "core/storage/view_store.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

/// Another text at every call, none of them UTF-8, each with a NUL.
class Texts
{
public:
    std::string next() { return std::string("\xff\0\xed\xa0\x80 t", 7) + std::to_string(++m_number) + "\xe2\x82"; }

private:
    int m_number = 0;
};

class StoredBytes : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        m_store = std::move(*opened);
    }
    void write(const Store::Work &work)
    {
        const Status status = m_store->write(Durability::Durable, work);
        ASSERT_TRUE(status.ok()) << status.error().detail << ": " << status.error().where;
    }
    template<typename Work, typename... Arguments>
    auto read(Work &&work, Arguments &&...arguments)
    {
        return *m_store->read(std::forward<Work>(work), std::forward<Arguments>(arguments)...);
    }
    /// A source with one sample (id 1) in it.
    void addSample()
    {
        for (std::string *text : {&m_source.uri, &m_source.name, &m_source.format, &m_source.mapping,
                                  &m_source.fingerprint, &m_source.cursor})
            *text = m_texts.next();
        for (std::string *text : {&m_origin.path, &m_origin.repository, &m_origin.licence, &m_origin.language,
                                  &m_origin.createdAt, &m_origin.extraJson})
            *text = m_texts.next();
        write([&](Connection &connection) -> Status {
            m_source.id = PRIMER_TRY(openSource(connection, m_source)).id;
            ImportRecord record;
            record.content = "x = 1\n";
            record.origin = m_origin;
            const PreparedRecord prepared = prepare(std::move(record));
            TermCache terms;
            const InsertCounts counts = PRIMER_TRY(insertSamples(connection, m_source.id, {&prepared, 1}, terms));
            PRIMER_TRY(advanceSource(connection, m_source.id, m_source.cursor, counts, 0, false));
            return success();
        });
    }
    /// A run of one item, which failed and then was labelled.
    void addLabels()
    {
        m_prompt.name = m_texts.next();
        m_prompt.system = m_texts.next();
        m_prompt.text = m_texts.next();
        m_prompt.pattern = m_texts.next();
        m_run.teacher = m_texts.next();
        m_run.kind = m_texts.next();
        m_run.settingsJson = m_texts.next();
        m_run.budgetNanos = 100;
        m_label.sample = 1;
        m_label.reasoning = m_texts.next();
        m_end.outcome = m_texts.next();
        m_end.reason = m_texts.next();
        m_end.reply = m_texts.next();
        m_end.next = ItemState::Failed;
        write([&](Connection &connection) -> Status {
            m_run.prompt = PRIMER_TRY(keepPrompt(connection, m_prompt)).id;
            const LabelItem item{0, 1};
            m_run.id = m_end.run = PRIMER_TRY(createLabelRun(connection, m_run, {&item, 1}));
            m_end.attempt = PRIMER_TRY(reserveAttempt(connection, Ledger::Labels, m_run.id, 0, 10));
            return settleAttempt(connection, Ledger::Labels, m_end);
        });
    }

    Status addSynthesis(Connection &connection)
    {
        m_synthesis.name = m_texts.next();
        m_synthesis.kind = m_texts.next();
        m_synthesis.writer = m_texts.next();
        m_synthesis.planJson = m_texts.next();
        m_synthesis.settingsJson = m_texts.next();
        m_document = {0, m_texts.next(), m_texts.next(), m_texts.next()};
        m_synthesis.set = m_synthesis.promptTemplate = PRIMER_TRY(keepDocument(connection, m_document));
        m_synthesis.id = PRIMER_TRY(createSynthesisRun(connection, m_synthesis));
        SynthesisItem item;
        item.choice = m_texts.next();
        item.seed = ~std::uint64_t(0);
        PRIMER_TRY(addSynthesisItems(connection, m_synthesis.id, {&item, 1}));
        m_reply = m_texts.next();
        const auto attempt = PRIMER_TRY(putWritten(connection, m_synthesis.id, 0, m_reply));
        PRIMER_TRY(putAnswer(connection, m_synthesis.id, 0, sha256(m_reply), attempt));
        m_judgement = {0, SynthesisVerdict::Accepted, m_texts.next(), m_texts.next(), m_texts.next(), m_texts.next()};
        PRIMER_TRY(putJudgements(connection, m_synthesis.id, {&m_judgement, 1}));
        m_execution = {0, sha256(m_reply), m_texts.next(), m_texts.next(), 3, m_texts.next(), 0.5};
        return putExecutions(connection, m_synthesis.id, {&m_execution, 1});
    }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    Texts m_texts;
    Source m_source;
    Origin m_origin;
    Prompt m_prompt;
    LabelRun m_run;
    TeacherLabel m_label;
    AttemptEnd m_end;
    SynthesisRun m_synthesis;
    SynthesisDocument m_document;
    SynthesisJudgement m_judgement;
    SynthesisExecution m_execution;
    std::string m_reply;
};

} // namespace

TEST_F(StoredBytes, OfSamplesAndTheirSources)
{
    addSample();
    const SampleId id = 1;
    const SampleRow row = read(fetchRows, std::span(&id, 1)).front();
    EXPECT_EQ(row.path, m_origin.path);
    EXPECT_EQ(row.repository, m_origin.repository);
    EXPECT_EQ(row.licence, m_origin.licence);
    EXPECT_EQ(row.language, m_origin.language);
    EXPECT_EQ(row.createdAt, m_origin.createdAt);
    EXPECT_EQ(row.source, m_source.name);
    const StoredOrigin origin = read(fetchOrigins, id, 10).front();
    EXPECT_EQ(origin.source, m_source.name);
    EXPECT_EQ(origin.origin.path, m_origin.path);
    EXPECT_EQ(origin.origin.repository, m_origin.repository);
    EXPECT_EQ(origin.origin.licence, m_origin.licence);
    EXPECT_EQ(origin.origin.language, m_origin.language);
    EXPECT_EQ(origin.origin.createdAt, m_origin.createdAt);
    EXPECT_EQ(origin.origin.extraJson, m_origin.extraJson);
    const Source source = read(listSources).front();
    EXPECT_EQ(source.uri, m_source.uri);
    EXPECT_EQ(source.name, m_source.name);
    EXPECT_EQ(source.format, m_source.format);
    EXPECT_EQ(source.mapping, m_source.mapping);
    EXPECT_EQ(source.fingerprint, m_source.fingerprint);
    EXPECT_EQ(source.cursor, m_source.cursor);
    write([&](Connection &connection) -> Status { // the same bytes are the same source
        EXPECT_EQ(PRIMER_TRY(openSource(connection, m_source)).id, m_source.id);
        return success();
    });
    std::string path;
    EXPECT_TRUE(m_store
                    ->read(readTextColumn, Column::Path, SampleId(0),
                           [&](SampleId, std::string_view text) {
                               path = text;
                               return true;
                           })
                    .ok());
    EXPECT_EQ(path, m_origin.path);
    EXPECT_EQ(read(readTerms, Column::Repository).front().second, m_origin.repository);
    EXPECT_EQ(read(readTerms, Column::Source).front().second, m_source.name);
}

TEST_F(StoredBytes, OfRejectedRows)
{
    addSample();
    const QuarantinedRow rejected{m_texts.next(), 7, m_texts.next(), m_texts.next(), m_texts.next()};
    for (const int added : {1, 0}) { // the same bytes are the same row
        write([&](Connection &connection) -> Status {
            EXPECT_EQ(PRIMER_TRY(insertQuarantined(connection, m_source.id, {&rejected, 1})), added);
            return success();
        });
    }
    const QuarantinedRow row = read(listQuarantined, 10).front();
    EXPECT_EQ(row.file, rejected.file);
    EXPECT_EQ(row.reason, rejected.reason);
    EXPECT_EQ(row.detail, rejected.detail);
    EXPECT_EQ(row.excerpt, rejected.excerpt);
}

TEST_F(StoredBytes, OfJudgementsDraftsAndQueues)
{
    addSample();
    Judgement judgement;
    judgement.sample = 1;
    judgement.note = m_texts.next();
    judgement.annotator = m_texts.next();
    judgement.createdAt = m_texts.next();
    Queue queue;
    queue.name = m_texts.next();
    queue.kind = m_texts.next();
    queue.filter = m_texts.next();
    const std::string draft = m_texts.next();
    write([&](Connection &connection) -> Status {
        const SampleId id = 1;
        judgement.queue = PRIMER_TRY(createQueue(connection, queue, {&id, 1}));
        PRIMER_TRY(recordJudgement(connection, judgement));
        return saveDraft(connection, 1, draft);
    });
    EXPECT_EQ(read(loadDraft, 1), draft);
    const Judgement found = read(listJudgements, 1, 10).front();
    EXPECT_EQ(found.note, judgement.note);
    EXPECT_EQ(found.annotator, judgement.annotator);
    EXPECT_EQ(found.createdAt, judgement.createdAt);
    EXPECT_EQ(read(queueItems, judgement.queue).front().judgement->note, judgement.note);
    const Queue kept = read(listQueues).front();
    EXPECT_EQ(kept.name, queue.name);
    EXPECT_EQ(kept.kind, queue.kind);
    EXPECT_EQ(kept.filter, queue.filter);
}

TEST_F(StoredBytes, OfViewsAndSettings)
{
    const SavedView view{0, m_texts.next(), m_texts.next(), m_texts.next(), true, m_texts.next()};
    const std::string key = m_texts.next(), value = m_texts.next();
    write([&](Connection &connection) -> Status {
        PRIMER_TRY(saveView(connection, view));
        PRIMER_TRY(saveView(connection, view));
        return saveSetting(connection, key, value);
    });
    EXPECT_EQ(read(loadSetting, key), value);
    ASSERT_EQ(read(listViews).size(), 1u);
    const SavedView kept = read(listViews).front();
    EXPECT_EQ(kept.name, view.name);
    EXPECT_EQ(kept.filter, view.filter);
    EXPECT_EQ(kept.search, view.search);
    EXPECT_EQ(kept.sort, view.sort);
    write([&](Connection &connection) { return removeView(connection, view.name); });
    EXPECT_TRUE(read(listViews).empty());
}

TEST_F(StoredBytes, OfLabels)
{
    addSample();
    addLabels();
    const Prompt prompt = read(listPrompts).front();
    EXPECT_TRUE(prompt.sameTextAs(m_prompt));
    const LabelRun run = read(labelRun, m_run.id);
    EXPECT_EQ(run.teacher, m_run.teacher);
    EXPECT_EQ(run.kind, m_run.kind);
    EXPECT_EQ(run.settingsJson, m_run.settingsJson);
    EXPECT_EQ(read(labelItems, m_run.id, std::nullopt, 10).front().reason, m_end.reason);
    EXPECT_EQ(read(failureCounts, m_run.id).front().first, m_end.reason);
    EXPECT_EQ(read(lastReply, Ledger::Labels, m_run.id, 0), m_end.reply);
    write([&](Connection &connection) -> Status {
        EXPECT_EQ(PRIMER_TRY(retryFailed(connection, m_run.id, m_end.reason)), 1);
        return putTeacherLabels(connection, run, {&m_label, 1});
    });
    const TeacherLabel label = read(teacherLabels, m_run.id, 0).front();
    EXPECT_EQ(label.reasoning, m_label.reasoning);
    EXPECT_EQ(label.teacher, m_run.teacher);
    EXPECT_EQ(read(currentLabels, m_run.teacher).size(), 1u);
    EXPECT_EQ(read(teachersWithLabels).front().first, m_run.teacher);
    const SampleId id = 1;
    EXPECT_EQ(read(fetchRows, std::span(&id, 1)).front().teacherName, m_run.teacher);
}

TEST_F(StoredBytes, OfForestsAndThresholds)
{
    const StoredForest forest{0, m_texts.next(), m_texts.next(), 3, m_texts.next(), m_texts.next(), ""};
    Threshold threshold;
    threshold.name = m_texts.next();
    threshold.stages = m_texts.next();
    threshold.filter = m_texts.next();
    write([&](Connection &connection) -> Status {
        threshold.forest = PRIMER_TRY(putForest(connection, forest));
        threshold = PRIMER_TRY(putThreshold(connection, threshold));
        EXPECT_EQ(PRIMER_TRY(putThreshold(connection, threshold)).version, 2);
        return success();
    });
    const StoredForest kept = read(storedForest, threshold.forest);
    EXPECT_EQ(kept.features, forest.features);
    EXPECT_EQ(kept.teacher, forest.teacher);
    EXPECT_EQ(kept.file, forest.file);
    EXPECT_EQ(kept.reportJson, forest.reportJson);
    const Threshold found = read(thresholdByName, threshold.name + "@1");
    EXPECT_EQ(found.name, threshold.name);
    EXPECT_EQ(found.stages, threshold.stages);
    EXPECT_EQ(found.filter, threshold.filter);
    EXPECT_EQ(found.createdAt, threshold.createdAt);
}

TEST_F(StoredBytes, EveryTextColumnHoldsTexts)
{
    addSample();
    addLabels();
    write([&](Connection &connection) -> Status {
        const SampleId id = 1;
        const QuarantinedRow rejected{m_texts.next(), 7, m_texts.next(), m_texts.next(), m_texts.next()};
        PRIMER_TRY(insertQuarantined(connection, m_source.id, {&rejected, 1}));
        Queue queue;
        queue.name = m_texts.next();
        PRIMER_TRY(createQueue(connection, queue, {&id, 1}));
        Judgement judgement;
        judgement.sample = 1;
        const auto given = PRIMER_TRY(recordJudgement(connection, judgement));
        PRIMER_TRY(undoJudgement(connection, given));
        PRIMER_TRY(saveDraft(connection, 1, m_texts.next()));
        PRIMER_TRY(saveView(connection, {0, m_texts.next(), m_texts.next(), m_texts.next(), true, m_texts.next()}));
        PRIMER_TRY(putTeacherLabels(connection, m_run, {&m_label, 1}));
        const LabelItem item{0, 1};
        const std::int64_t nanos = 1;
        const LabelBatch batch = PRIMER_TRY(createBatch(connection, m_run.id, {&item, 1}, {&nanos, 1}));
        PRIMER_TRY(setBatchRemote(connection, batch.id, m_texts.next()));
        const auto forest = PRIMER_TRY(putForest(connection, {0, m_texts.next(), "", 3, "", "", ""}));
        const float score = 0.5;
        PRIMER_TRY(replaceScores(connection, forest, {&id, 1}, {&score, 1}));
        Threshold threshold;
        threshold.forest = forest;
        PRIMER_TRY(putThreshold(connection, threshold));
        StoredJob job;
        for (std::string *text : {&job.key, &job.kind, &job.subject, &job.state, &job.errorCode, &job.errorDetail,
                                  &job.errorWhere, &job.figuresJson, &job.continuation, &job.log, &job.beganAt})
            *text = m_texts.next();
        PRIMER_TRY(saveJob(connection, job));
        return addSynthesis(connection);
    });
    const auto reader = m_store->reader();
    ASSERT_TRUE(reader.ok());
    Connection &connection = *const_cast<Store::Reader &>(*reader);
    std::vector<std::pair<std::string, std::string>> columns;
    Statement schema(connection, "SELECT CAST(m.name AS BLOB), CAST(p.name AS BLOB) FROM sqlite_schema m "
                                 "JOIN pragma_table_info(m.name) p WHERE m.type='table' AND p.type='TEXT'");
    ASSERT_TRUE(schema.forEachRow([&] { columns.emplace_back(schema.text(0), schema.text(1)); }).ok());
    EXPECT_GT(columns.size(), 50u);
    for (const auto &[table, column] : columns) {
        Statement types(connection,
                        "SELECT count(*), total(typeof(" + column + ") NOT IN ('text', 'null')) FROM " + table);
        ASSERT_TRUE(*types.step());
        EXPECT_GT(types.integer(0), 0) << table;
        EXPECT_EQ(types.integer(1), 0) << table << "." << column;
    }
}

TEST_F(StoredBytes, OfSynthesis)
{
    write([&](Connection &connection) { return addSynthesis(connection); });
    const SynthesisRun run = read(synthesisRun, m_synthesis.name);
    EXPECT_EQ(run.kind, m_synthesis.kind);
    EXPECT_EQ(run.writer, m_synthesis.writer);
    EXPECT_EQ(run.planJson, m_synthesis.planJson);
    EXPECT_EQ(run.settingsJson, m_synthesis.settingsJson);
    EXPECT_EQ(std::tuple(run.planned, run.answered, run.accepted, run.waiting), std::tuple(1, 1, 1, 0));
    const SynthesisDocument document = read(synthesisDocument, run.set);
    EXPECT_EQ(document.kind, m_document.kind);
    EXPECT_EQ(document.name, m_document.name);
    EXPECT_EQ(document.body, m_document.body);
    const SynthesisItem item = *read(synthesisItem, run.id, 0);
    EXPECT_EQ(item.seed, ~std::uint64_t(0));
    EXPECT_EQ(item.problem, m_judgement.problem);
    EXPECT_EQ(item.detail, m_judgement.detail);
    EXPECT_EQ(item.functionName, m_judgement.functionName);
    EXPECT_EQ(read(replyOf, item.answer), m_reply);
    EXPECT_EQ(read(acceptedText, run.id, 0), m_judgement.text);
    EXPECT_EQ(read(answerOf, sha256(m_reply)), item.answer);
    const SynthesisExecution execution = read(synthesisExecutions, run.id).at(0);
    EXPECT_EQ(execution.textDigest, m_execution.textDigest);
    EXPECT_EQ(execution.outcome, m_execution.outcome);
    EXPECT_EQ(execution.reason, m_execution.reason);
    EXPECT_EQ(execution.backend, m_execution.backend);
    EXPECT_EQ(std::tuple(execution.claims, execution.cpuSeconds), std::tuple(3, 0.5));
}
