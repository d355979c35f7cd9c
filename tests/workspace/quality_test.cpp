#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/forest/forest_report.h"
#include "core/forest/logistic.h"
#include "core/storage/import_store.h"
#include "core/storage/label_store.h"
#include "core/storage/sample_store.h"
#include "core/workspace/embedding.h"
#include "core/workspace/label_sampling.h"
#include "core/workspace/quality.h"
#include "core/workspace/quality_split.h"
#include "core/workspace/quality_truth.h"
#include "core/workspace/quality_view.h"
#include "core/workspace/selection.h"
#include "core/workspace/teacher_labelling.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

/// 400 files of 20 repositories; every other one is about lists, which its label says.
class QualityTest : public ::testing::Test
{
protected:
    static constexpr int files = 400;

    void SetUp() override
    {
        auto opened = Workspace::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        m_workspace = std::move(*opened);
        Random random(3);
        std::vector<PreparedRecord> records;
        for (int number = 0; number < files; ++number) {
            ImportRecord record;
            record.content = number % 2 ? "def sort_list(items):\n    items.append(1)\n"
                                        : "CONFIG = {'key': 'value'}\n";
            for (int line = 0; line < 8; ++line)
                record.content += "name_" + std::to_string(random.next() % 100'000)
                                  + (number % 2 ? " = items[0]\n" : " = None\n");
            record.origin.path = "f" + std::to_string(number) + ".py";
            record.origin.repository = "repo" + std::to_string(number % 20 / 2);
            record.origin.language = "python";
            record.position = number;
            records.push_back(prepare(std::move(record)));
        }
        Source wanted;
        wanted.uri = "/data";
        wanted.name = "data";
        wanted.format = "jsonl";
        const Status written = m_workspace->store().write(Durability::Durable, [&](Connection &connection) -> Status {
            auto source = openSource(connection, wanted);
            TermCache terms;
            const auto inserted = insertSamples(connection, source->id, records, terms);
            return inserted ? success() : Status(inserted.error());
        });
        ASSERT_TRUE(written.ok()) << written.error().detail;
        for (SampleId id = 1; id <= files; ++id)
            m_all.push_back(id);
    }

    void label(int every)
    {
        const Status written = m_workspace->store().write(Durability::Durable, [&](Connection &connection) -> Status {
            LabelRun run;
            run.teacher = "a teacher";
            run.kind = "chat";
            run.settingsJson = "{}";
            std::vector<LabelItem> items;
            std::vector<TeacherLabel> labels;
            for (SampleId id = 1; id <= files; id += SampleId(every)) {
                labels.push_back({0, std::int64_t(items.size()), id, 0, id % 2 ? 1.0 : 5.0, "because", 1, "", ""});
                items.push_back({0, id, 0, ItemState::Waiting, "", 0, 0});
            }
            const auto created = createLabelRun(connection, run, items);
            if (!created)
                return created.error();
            run.id = *created;
            for (TeacherLabel &label : labels)
                label.run = run.id;
            return putTeacherLabels(connection, run, labels);
        });
        ASSERT_TRUE(written.ok()) << written.error().detail;
    }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Workspace> m_workspace;
    std::vector<SampleId> m_all;
    Feedback m_feedback;
};

} // namespace

TEST_F(QualityTest, goesFromLabelsToASetWithItsLineage)
{
    label(1);
    EmbedRequest embed;
    embed.samples = m_all;
    embed.width = 64;
    ASSERT_TRUE(embedSamples(*m_workspace, embed, m_feedback).ok());
    FitRequest fit;
    fit.teacher = "a teacher";
    fit.forest.trees = 30;
    const auto fitted = fitForest(*m_workspace, fit, m_feedback);
    ASSERT_TRUE(fitted.ok()) << fitted.error().detail;
    for (const char *part :
         {"\"logistic\"", "\"seeds\"", "\"learning_curve\"", "\"calibration\"", "\"f1_interval\"", "\"held_out\""})
        EXPECT_NE(fitted->reportJson.find(part), std::string::npos) << part;
    const auto nothing = saveThreshold(*m_workspace, "early", "", {}, 0.5, m_feedback);
    EXPECT_FALSE(nothing.ok()) << "nothing is scored yet";
    const auto scored = scoreSamples(*m_workspace, fitted->forest, m_feedback);
    ASSERT_TRUE(scored.ok());
    EXPECT_EQ(scored->scored, files);
    const auto first = saveThreshold(*m_workspace, "good", "language:python", {"max_line<=1000"}, 0.5, m_feedback);
    ASSERT_TRUE(first.ok()) << first.error().detail;
    EXPECT_EQ(first->total, files);
    EXPECT_NEAR(double(first->kept), files / 2.0, 5);
    const auto second = saveThreshold(*m_workspace, "good", "", {}, 0, m_feedback);
    ASSERT_TRUE(second.ok());
    EXPECT_EQ(second->version, 2);
    SelectionRequest request;
    request.threshold = "good@1";
    const auto selection = selectSamples(*m_workspace, request, m_feedback);
    ASSERT_TRUE(selection.ok());
    EXPECT_EQ(std::int64_t(selection->ids.size()), first->kept);
    EXPECT_NE(selection->lineageJson.find("\"teacher\":\"a teacher\""), std::string::npos);
    request.threshold = "good";
    EXPECT_EQ(selectSamples(*m_workspace, request, m_feedback)->ids.size(), std::size_t(files));
    request.threshold = "good@7";
    EXPECT_EQ(selectSamples(*m_workspace, request, m_feedback).error().code, ErrorCode::NotFound);
    // Every sample has an answer to why it is in or out.
    const auto is = std::set<SampleId>(selection->ids.begin(), selection->ids.end());
    for (const SampleId id : {SampleId(1), SampleId(2), SampleId(files)}) {
        const auto reasons = reasonsFor(*m_workspace, *first, id);
        ASSERT_TRUE(reasons.ok());
        EXPECT_EQ(std::all_of(reasons->begin(), reasons->end(), [](const Reason &reason) { return reason.holds; }),
                  is.contains(id));
        EXPECT_EQ(reasons->size(), 3U);
    }
    // Another forest's scores: the threshold does not silently mean them.
    const auto other = fitForest(*m_workspace, fit, m_feedback);
    ASSERT_TRUE(other.ok() && scoreSamples(*m_workspace, other->forest, m_feedback).ok());
    request.threshold = "good@1";
    EXPECT_EQ(selectSamples(*m_workspace, request, m_feedback).error().code, ErrorCode::InvalidInput);
    const auto counts = funnelOf(*m_workspace, "", {"size>=1", "path:f1", "quality>=0"}, m_feedback);
    ASSERT_TRUE(counts.ok());
    EXPECT_EQ(counts->size(), 4U);
    EXPECT_TRUE(std::is_sorted(counts->rbegin(), counts->rend()));
}

TEST_F(QualityTest, theViewCountsWhatACutKeeps)
{
    label(2);
    std::vector<float> scores;
    for (const SampleId id : m_all)
        scores.push_back(float(id % 101) / 100);
    const StoredForest forest{0, "x", "y", 3, "none", "{}", ""};
    ASSERT_TRUE(m_workspace->store()
                    .write(Durability::Durable,
                           [&](Connection &connection) -> Status {
                               const auto id = putForest(connection, forest);
                               return id ? replaceScores(connection, *id, m_all, scores) : Status(id.error());
                           })
                    .ok());
    const auto view = QualityView::make(*m_workspace, "", {}, m_feedback);
    ASSERT_TRUE(view.ok()) << view.error().detail;
    for (const double cut : {0.0, 0.25, 0.5, 0.995, 1.0}) {
        const CutResult result = (*view)->at(cut);
        std::int64_t kept = 0;
        for (const float score : scores)
            kept += double(score) >= cut;
        EXPECT_EQ(result.kept, kept) << cut;
        EXPECT_EQ(result.total, files);
        EXPECT_EQ(result.sources.front().kept, kept);
        EXPECT_FALSE(result.heldOut.isKnown);
        const auto above = (*view)->above(cut, 6), below = (*view)->below(cut, 6);
        EXPECT_EQ(above.size(), std::min<std::size_t>(6, std::size_t(kept)));
        for (const auto &one : above)
            EXPECT_GE(one.score, cut);
        for (const auto &one : below)
            EXPECT_LT(one.score, cut);
    }
    EXPECT_EQ((*view)->at(0).keptBytes, (*view)->at(0).totalBytes);
    std::int64_t labelled = 0, all = 0;
    for (const auto &bin : (*view)->byLabel()) {
        for (std::size_t kind = 0; kind < bin.size(); ++kind) {
            all += bin[kind];
            labelled += kind + 1 < bin.size() ? bin[kind] : 0;
        }
    }
    EXPECT_EQ(all, files);
    EXPECT_EQ(labelled, files / 2);
    Judgement judgement;
    judgement.sample = m_all.front();
    judgement.value = 4;
    ASSERT_TRUE(m_workspace->judge(judgement).ok());
    const auto judged = QualityView::make(*m_workspace, "", {}, m_feedback);
    ASSERT_TRUE(judged.ok());
    std::vector<std::int64_t> byJudgement(QualityView::labelKinds);
    for (const auto &bin : (*judged)->byJudgement()) {
        for (std::size_t kind = 0; kind < bin.size(); ++kind)
            byJudgement[kind] += bin[kind];
    }
    EXPECT_EQ(byJudgement, (std::vector<std::int64_t>{0, 0, 0, 0, 1, 0, files - 1}));
    const auto part = QualityView::make(*m_workspace, "repo:repo1", {"size>=1"}, m_feedback);
    ASSERT_TRUE(part.ok());
    EXPECT_EQ((*part)->setSize(), files / 10);
}

TEST_F(QualityTest, vectorsAreAddedWhereTheyAreMissing)
{
    EmbedRequest embed;
    embed.width = 32;
    embed.samples.assign(m_all.begin(), m_all.begin() + 100);
    ASSERT_EQ(embedSamples(*m_workspace, embed, m_feedback)->added, 100);
    embed.samples = m_all;
    const auto rest = embedSamples(*m_workspace, embed, m_feedback);
    ASSERT_TRUE(rest.ok());
    EXPECT_EQ(rest->added, files - 100);
    EXPECT_EQ(rest->total, files);
    const auto set = EmbeddingSet::open(m_workspace->folder(), "hashed");
    ASSERT_TRUE(set.ok());
    EXPECT_TRUE(std::is_sorted((*set)->ids().begin(), (*set)->ids().end()));
    EXPECT_EQ((*set)->placeOf(files + 1), (*set)->ids().size());
    embed.width = 64;
    EXPECT_EQ(embedSamples(*m_workspace, embed, m_feedback).error().code, ErrorCode::InvalidInput);
    embed.name = "../elsewhere";
    EXPECT_FALSE(embedSamples(*m_workspace, embed, m_feedback).ok());
    // A batch that was not finished does not count; a damaged one is told.
    std::filesystem::remove(EmbeddingSet::folderOf(m_workspace->folder(), "hashed") + "/batch-00001/batch.json");
    EXPECT_EQ((*EmbeddingSet::open(m_workspace->folder(), "hashed"))->ids().size(), 100U);
    test::writeFile(EmbeddingSet::folderOf(m_workspace->folder(), "hashed") + "/batch-00000/part-00000.safetensors",
                    "short");
    EXPECT_EQ(EmbeddingSet::open(m_workspace->folder(), "hashed").error().code, ErrorCode::Corrupt);
}

TEST_F(QualityTest, samplesAreDrawnAsAsked)
{
    SamplingRequest draw;
    draw.count = 30;
    for (const Sampling kind : {Sampling::Random, Sampling::Stratified, Sampling::Diverse}) {
        draw.kind = kind;
        const auto once = drawSamples(m_workspace->query(), draw, m_all),
                   twice = drawSamples(m_workspace->query(), draw, m_all);
        ASSERT_TRUE(once.ok());
        EXPECT_EQ(once->size(), 30U);
        EXPECT_EQ(*once, *twice);
        EXPECT_EQ(std::set<SampleId>(once->begin(), once->end()).size(), 30U);
    }
    draw.kind = Sampling::Diverse;
    std::set<std::string> repositories;
    auto reader = m_workspace->store().reader();
    draw.count = 10;
    for (const SampleRow &row : *fetchRows(**reader, *drawSamples(m_workspace->query(), draw, m_all)))
        repositories.insert(row.repository);
    EXPECT_EQ(repositories.size(), 10U);
    draw.kind = Sampling::Uncertain;
    EXPECT_TRUE(drawSamples(m_workspace->query(), draw, m_all)->empty()) << "without scores nothing is uncertain";
    draw.kind = Sampling::Stratified;
    draw.stratifyBy = "size";
    EXPECT_FALSE(drawSamples(m_workspace->query(), draw, m_all).ok());
}

TEST(Split, keepsRepositoriesAndCopiesTogether)
{
    std::vector<SampleId> samples;
    std::vector<std::int64_t> repositories;
    for (SampleId id = 1; id <= 200; ++id) {
        samples.push_back(id);
        repositories.push_back(id <= 180 ? std::int64_t(id / 10) : -1);
    }
    const std::vector<NearCopy> copies{{25, 3}, {190, 7}, {199, 198}};
    const auto groups = groupsOf(samples, repositories, copies);
    EXPECT_EQ(groups[24], groups[2]); // the repositories of 3 and 25 are one group
    EXPECT_EQ(groups[20], groups[4]);
    EXPECT_EQ(groups[189], groups[6]);
    EXPECT_EQ(groups[198], groups[197]);
    EXPECT_NE(groups[194], groups[195]);
    for (std::uint64_t seed = 1; seed < 20; ++seed) {
        const auto out = heldOutGroups(groups, 0.3, seed);
        EXPECT_LE(std::count(out.begin(), out.end(), 1), 60);
        EXPECT_GE(std::count(out.begin(), out.end(), 1), 40);
        for (std::size_t left = 0; left < groups.size(); ++left) {
            for (std::size_t right = 0; right < left; ++right)
                ASSERT_TRUE(groups[left] != groups[right] || out[left] == out[right]);
        }
    }
}

TEST(LogisticTest, findsWhatPartsTwoClasses)
{
    constexpr std::size_t rows = 2000, columns = 5;
    Random random(1);
    std::vector<float> features, targets;
    for (std::size_t row = 0; row < rows; ++row) {
        double margin = 0.5;
        for (std::size_t column = 0; column < columns; ++column) {
            features.push_back(float(random.uniform() * 4 - 2)
                               * (column == 4 ? 1000.f : 1.f)); // of another scale, and of no use
            margin += column < 3 ? double(features.back()) * (column == 1 ? -2 : 1.5) : 0;
        }
        targets.push_back(random.uniform() < 1 / (1 + std::exp(-margin)) ? 1.f : 0.f);
    }
    Feedback feedback;
    const FeatureMatrix matrix{features.data(), rows, columns};
    const auto fitted = Logistic::fit(matrix, targets, 1, feedback);
    ASSERT_TRUE(fitted.ok());
    const auto scores = fitted->predict(matrix);
    std::vector<std::uint8_t> truth;
    for (const float target : targets)
        truth.push_back(target > 0 ? 1 : 0);
    EXPECT_GT(areaUnderRoc(scores, truth), 0.9);
    for (const CalibrationBin &bin : calibrationBins(scores, truth, 5))
        EXPECT_NEAR(bin.meanScore, bin.positiveShare, 0.06); // the model is the true one, so it is calibrated
    EXPECT_FALSE(Logistic::fit(matrix, {}, 1, feedback).ok());
}

TEST(Truth, tellsByWhereAFileLies)
{
    EXPECT_EQ(truthKind("heapq.py", "python3.11"), "+documented_library");
    EXPECT_EQ(truthKind("networkx/algorithms/clique.py", "networkx"), "+algorithms");
    EXPECT_EQ(truthKind("networkx/algorithms/tests/test_clique.py", "networkx"), "-test_suite");
    EXPECT_EQ(truthKind("encodings/cp1252.py", "python3.11"), "-generated_table");
    EXPECT_EQ(truthKind("site-packages/idna/idnadata.py", "idna"), "-generated_table");
    EXPECT_EQ(truthKind("docs/conf.py", "anything"), "-configuration");
    EXPECT_EQ(truthKind("heapq.py", "anything"), "");
    EXPECT_EQ(truthKind("asyncio/tasks.py", "python3.11"), "");
}
