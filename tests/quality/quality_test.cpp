#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/forest/classification_measures.h"
#include "core/quality/embedding.h"
#include "core/quality/embedding_set.h"
#include "core/quality/feature_words.h"
#include "core/quality/forest_fit.h"
#include "core/quality/forest_record.h"
#include "core/quality/forest_report_json.h"
#include "core/quality/forest_scoring.h"
#include "core/quality/feature_rows.h"
#include "core/quality/group_split.h"
#include "core/quality/labelled_examples.h"
#include "core/quality/quality_truth.h"
#include "core/quality/quality_view.h"
#include "core/quality/thresholds.h"
#include "core/query/filter.h"
#include "core/query/query_engine.h"
#include "core/storage/forest_score_store.h"
#include "core/storage/judgement_store.h"
#include "core/storage/label_run_upkeep.h"
#include "core/storage/label_store.h"
#include "core/storage/quality_store.h"
#include "core/text/hashed_features.h"
#include "tests/support/labelled_store.h"

using namespace primer;

namespace {

class QualityTest : public test::LabelledStoreTest
{
protected:
    WorkspaceData data() { return {*m_store, *m_query}; }
    void measuresThoseOfScoreAndRules(const std::vector<HeldOutScore> &heldOut);
    void tellsFeaturesInWords(const ForestReport &report);
    Feedback m_feedback;
};

/// Precision and recall are those of score and rules together: what a rule drops is not kept, whatever its score.
void QualityTest::measuresThoseOfScoreAndRules(const std::vector<HeldOutScore> &heldOut)
{
    const std::string rule = "path:f1";
    const auto passing = m_query->columns().evaluate(*Filter::parse(rule), m_feedback);
    const auto ruled = QualityView::make(data(), "", {rule}, m_feedback);
    ASSERT_TRUE(passing.ok() && ruled.ok());
    double kept = 0, right = 0, positive = 0, dropped = 0;
    for (const HeldOutScore &score : heldOut) {
        const bool passes = (**passing)[score.sample - 1] != 0;
        const bool isKept = passes && score.score >= 0.5F;
        kept += isKept;
        right += isKept && score.isPositive;
        positive += score.isPositive;
        dropped += score.isPositive && !passes;
    }
    ASSERT_TRUE(kept > 0 && dropped > 0);
    const HeldOutPoint point = (*ruled)->at(0.5).heldOut;
    ASSERT_TRUE(point.isKnown);
    EXPECT_DOUBLE_EQ(point.precision, right / kept);
    EXPECT_DOUBLE_EQ(point.recall, right / positive);
    EXPECT_LE(point.recallLow, point.recall);
    EXPECT_GE(point.recallHigh, point.recall);
    EXPECT_LT(point.recallHigh, 1) << "the intervals are of what the rules leave";
}

/// The most important feature stands for tokens that fall into its place.
void QualityTest::tellsFeaturesInWords(const ForestReport &report)
{
    std::vector<std::string> features{report.importance.front().name, "nonsense"};
    const auto words = wordsOfFeatures(*m_store, features, m_all, 3, m_feedback);
    ASSERT_TRUE(words.ok()) << words.error().detail;
    ASSERT_EQ(words->size(), 2U);
    EXPECT_TRUE(words->back().words.empty());
    ASSERT_FALSE(words->front().words.empty());
    EXPECT_LE(words->front().words.size(), 3U);
    const std::size_t open = features.front().rfind('[');
    const std::size_t place = std::stoul(features.front().substr(open + 1));
    for (const auto &[word, count] : words->front().words) {
        EXPECT_GT(count, 0);
        TokensByPlace found{{place, {}}};
        countTokens(word, 64, found);
        EXPECT_EQ(found[place][word], 1) << word;
    }
}

} // namespace

TEST_F(QualityTest, goesFromLabelsToAThreshold)
{
    ASSERT_TRUE(test::labelFiles(*m_store, 1).ok());
    EmbedRequest embed;
    embed.samples = m_all;
    embed.width = 64;
    ASSERT_TRUE(embedSamples(*m_store, embed, m_feedback).ok());
    FitRequest fit;
    fit.teacher = "a teacher";
    fit.forest.trees = 30;
    const auto fitted = fitForest(data(), fit, m_feedback);
    ASSERT_TRUE(fitted.ok()) << fitted.error().detail;
    const ForestReport &report = fitted->report;
    ASSERT_TRUE(report.labels && report.split && report.forest && report.logistic);
    EXPECT_EQ(report.labels->count, files);
    EXPECT_EQ(report.split->learnt + report.split->heldOut, files);
    EXPECT_EQ(report.seeds.size(), 3U);
    EXPECT_GE(report.learningCurve.size(), 3U);
    EXPECT_FALSE(report.forest->calibration.empty() || report.importance.empty());
    // What is stored reads as the same, and the measures come from the scores beside it.
    const auto record = m_store->read(readForestRecord, fitted->forest);
    ASSERT_TRUE(record.ok()) << record.error().detail;
    EXPECT_EQ(toJson(record->report), toJson(report));
    ASSERT_EQ(std::int64_t(record->heldOut.size()), report.split->heldOut);
    std::vector<float> scores;
    std::vector<std::uint8_t> truth;
    for (const HeldOutScore &score : record->heldOut) {
        EXPECT_EQ(score.isPositive, score.sample % 2 == 0);
        scores.push_back(score.score);
        truth.push_back(score.isPositive ? 1 : 0);
    }
    EXPECT_EQ(areaUnderRoc(scores, truth), report.forest->areaUnderRoc);
    const auto nothing = saveThreshold(data(), "early", "", {}, 0.5, m_feedback);
    EXPECT_FALSE(nothing.ok()) << "nothing is scored yet";
    const auto scored = scoreSamples(data(), fitted->forest, m_feedback);
    ASSERT_TRUE(scored.ok());
    EXPECT_EQ(scored->scored, files);
    // Samples learnt from have the scores of the trees that did not see them.
    const auto own = m_store->read(ownScores, fitted->forest);
    const auto values = m_query->columns().values(Column::Quality);
    ASSERT_TRUE(own.ok() && values.ok());
    EXPECT_GT(own->size(), std::size_t(files / 2));
    for (const OwnScore &one : *own)
        EXPECT_FLOAT_EQ(float((**values)[one.sample - 1]), one.score);
    const auto first = saveThreshold(data(), "good", "language:python", {"max_line<=1000"}, 0.5, m_feedback);
    ASSERT_TRUE(first.ok()) << first.error().detail;
    EXPECT_EQ(first->total, files);
    EXPECT_NEAR(double(first->kept), files / 2.0, 5);
    const auto second = saveThreshold(data(), "good", "", {}, 0, m_feedback);
    ASSERT_TRUE(second.ok());
    EXPECT_EQ(second->version, 2);
    // Every sample has an answer to why it is in or out.
    const auto inside = m_query->columns().evaluate(*Filter::parse(filterOf(*first)), m_feedback);
    ASSERT_TRUE(inside.ok());
    for (const SampleId id : {SampleId(1), SampleId(2), SampleId(files)}) {
        const auto reasons = reasonsFor(data(), *first, id);
        ASSERT_TRUE(reasons.ok());
        EXPECT_EQ(std::all_of(reasons->begin(), reasons->end(), [](const Reason &reason) { return reason.holds; }),
                  (**inside)[id - 1] != 0);
        EXPECT_EQ(reasons->size(), 3U);
    }
    const auto counts = funnelOf(data(), "", {"size>=1", "path:f1", "quality>=0"}, m_feedback);
    ASSERT_TRUE(counts.ok());
    EXPECT_EQ(counts->size(), 4U);
    EXPECT_TRUE(std::is_sorted(counts->rbegin(), counts->rend()));

    measuresThoseOfScoreAndRules(record->heldOut);
    tellsFeaturesInWords(report);
}

TEST_F(QualityTest, theViewCountsWhatACutKeeps)
{
    ASSERT_TRUE(test::labelFiles(*m_store, 2).ok());
    std::vector<float> scores;
    for (const SampleId id : m_all)
        scores.push_back(float(id % 101) / 100);
    const StoredForest forest{0, "x", "y", 3, "none", "{}", ""};
    ASSERT_TRUE(m_store
                    ->write(Durability::Durable,
                            [&](Connection &connection) -> Status {
                                const auto id = putForest(connection, forest);
                                return id ? replaceScores(connection, *id, m_all, scores) : Status(id.error());
                            })
                    .ok());
    const auto view = QualityView::make(data(), "", {}, m_feedback);
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
    ASSERT_TRUE(m_store
                    ->write(Durability::Durable,
                            [&](Connection &connection) -> Status {
                                PRIMER_TRY(recordJudgement(connection, judgement));
                                return success();
                            })
                    .ok());
    m_query->columns().forget(Column::Label);
    const auto judged = QualityView::make(data(), "", {}, m_feedback);
    ASSERT_TRUE(judged.ok());
    std::vector<std::int64_t> byJudgement(QualityView::labelKinds);
    for (const auto &bin : (*judged)->byJudgement()) {
        for (std::size_t kind = 0; kind < bin.size(); ++kind)
            byJudgement[kind] += bin[kind];
    }
    EXPECT_EQ(byJudgement, (std::vector<std::int64_t>{0, 0, 0, 0, 1, 0, files - 1}));
    const auto part = QualityView::make(data(), "repo:repo1", {"size>=1"}, m_feedback);
    ASSERT_TRUE(part.ok());
    EXPECT_EQ((*part)->setSize(), files / 10);
    // Rules and missing scores leave the base as it is.
    const auto dropped = QualityView::make(data(), "repo:repo1", {"path:nowhere"}, m_feedback);
    ASSERT_TRUE(dropped.ok());
    EXPECT_EQ((*dropped)->setSize(), 0);
    EXPECT_EQ((*dropped)->baseSize(), files / 10);
    EXPECT_GT((*dropped)->baseBytes(), 0);
}

TEST_F(QualityTest, aDeletedLabellingCountsNoMore)
{
    ASSERT_TRUE(test::labelFiles(*m_store, 4).ok());
    const auto first = m_store->read(listLabelRuns);
    ASSERT_TRUE(first.ok() && first->size() == 1);
    // A second one, of every second file and the other opinion; those of the first are among them.
    std::int64_t second = 0;
    const auto write = [this](const Store::Work &work) { return m_store->write(Durability::Durable, work); };
    ASSERT_TRUE(write([&](Connection &connection) -> Status {
                    LabelRun run;
                    run.teacher = "another";
                    run.kind = "chat";
                    run.settingsJson = "{}";
                    const std::vector<LabelItem> items{{0, 1, 0, ItemState::Waiting, "", 0, 0},
                                                       {1, 2, 0, ItemState::Waiting, "", 0, 0}};
                    second = run.id = PRIMER_TRY(createLabelRun(connection, run, items));
                    const std::vector<TeacherLabel> labels{{run.id, 0, 1, 0, 2.0, "", 1, "", ""},
                                                           {run.id, 1, 2, 0, 3.0, "", 1, "", ""}};
                    return putTeacherLabels(connection, run, labels);
                }).ok());
    const auto labelOf = [this](SampleId sample) -> double {
        const auto labels = m_store->read(currentLabels, std::string());
        for (const auto &[id, value] : *labels) {
            if (id == sample)
                return value;
        }
        return -1;
    };
    EXPECT_EQ(labelOf(1), 2);
    EXPECT_EQ(labelOf(2), 3);
    ASSERT_TRUE(write([&](Connection &connection) { return renameLabelRun(connection, second, "late"); }).ok());
    ASSERT_TRUE(write([&](Connection &connection) { return removeLabelRun(connection, second); }).ok());
    EXPECT_EQ(labelOf(1), 1) << "the label before it";
    EXPECT_EQ(labelOf(2), -1) << "there was none";
    EXPECT_EQ(m_store->read(listLabelRuns)->size(), 1U);
    EXPECT_FALSE(m_store->read(labelRun, second).ok());
    EXPECT_EQ(m_store->read(teacherLabels, std::int64_t(0), SampleId(1))->size(), 1U);
    EXPECT_FALSE(write([&](Connection &connection) { return removeLabelRun(connection, second); }).ok());
    ASSERT_TRUE(write([&](Connection &connection) { return restoreLabelRun(connection, second); }).ok());
    EXPECT_EQ(labelOf(1), 2);
    EXPECT_EQ(labelOf(2), 3);
    EXPECT_EQ(m_store->read(labelRun, second)->title, "late");
}

TEST_F(QualityTest, aForestWhoseReportCannotBeReadIsUsedWithoutIt)
{
    const std::vector<float> scores(m_all.size(), 0.5f);
    for (const char *report : {"", "{", "[]", "{\"seeds\":7}", "\xff"}) {
        const StoredForest forest{0, "x", "y", 3, "none", report, ""};
        std::int64_t id = 0;
        ASSERT_TRUE(m_store
                        ->write(Durability::Durable,
                                [&](Connection &connection) -> Status {
                                    id = PRIMER_TRY(putForest(connection, forest));
                                    return replaceScores(connection, id, m_all, scores);
                                })
                        .ok());
        const auto record = m_store->read(readForestRecord, id);
        ASSERT_TRUE(record.ok()) << report << ": " << record.error().detail;
        EXPECT_TRUE(record->reportFault.has_value()) << report;
        EXPECT_EQ(record->forest.features, "x");
        const auto view = QualityView::make(data(), "", {}, m_feedback);
        ASSERT_TRUE(view.ok()) << report << ": " << view.error().detail;
        EXPECT_EQ((*view)->at(0.5).kept, files);
    }
}

TEST_F(QualityTest, nearDuplicatesAreCountedAmongThoseThatAreLearnt)
{
    std::string text = "def shared(values):\n";
    for (int line = 0; line < 60; ++line)
        text += "    total_" + std::to_string(line) + " = values[" + std::to_string(line * 7) + "] + offset\n";
    std::vector<ImportRecord> records;
    for (int number = 0; number < 4; ++number)
        records.push_back(test::pythonFile(text + "# " + std::to_string(number) + "\n", "near.py", "near"));
    ASSERT_TRUE(test::addSamples(*m_store, std::move(records)).ok());
    const SampleId first = files + 1;
    std::vector<SampleId> all = m_all;
    for (SampleId id = first; id < first + 4; ++id)
        all.push_back(id);
    ASSERT_TRUE(m_store
                    ->write(Durability::Durable,
                            [&](Connection &connection) -> Status {
                                Judgement judgement;
                                judgement.value = 4;
                                for (SampleId id = first; id < first + 4; ++id) {
                                    judgement.sample = id;
                                    PRIMER_TRY(recordJudgement(connection, judgement));
                                }
                                return success();
                            })
                    .ok());
    EmbedRequest embed;
    embed.samples = all;
    embed.width = 32;
    ASSERT_TRUE(embedSamples(*m_store, embed, m_feedback).ok());
    m_query->columns().forget(Column::Label);
    const auto features = FeatureRows::open(m_store->folder(), {"hashed"});
    ASSERT_TRUE(features.ok());
    LabelChoice choice;
    choice.teacher = humanTeacher;
    const auto everyone = LabelledExamples::read(data(), *features, choice, m_feedback);
    ASSERT_TRUE(everyone.ok()) << everyone.error().detail;
    EXPECT_EQ(everyone->ids.size(), 4U);
    EXPECT_EQ(everyone->nearDuplicates, 3);
    choice.leaveOut = {first};
    const auto without = LabelledExamples::read(data(), *features, choice, m_feedback);
    ASSERT_TRUE(without.ok());
    EXPECT_EQ(without->ids.size(), 0U);
    EXPECT_EQ(without->nearDuplicates, 0) << "none of them is learnt from";
}

TEST_F(QualityTest, vectorsAreAddedWhereTheyAreMissing)
{
    EmbedRequest embed;
    embed.width = 32;
    embed.samples.assign(m_all.begin(), m_all.begin() + 100);
    ASSERT_EQ(embedSamples(*m_store, embed, m_feedback)->added, 100);
    embed.samples = m_all;
    const auto rest = embedSamples(*m_store, embed, m_feedback);
    ASSERT_TRUE(rest.ok());
    EXPECT_EQ(rest->added, files - 100);
    EXPECT_EQ(rest->total, files);
    const auto set = EmbeddingSet::open(m_store->folder(), "hashed");
    ASSERT_TRUE(set.ok());
    EXPECT_TRUE(std::is_sorted((*set)->ids().begin(), (*set)->ids().end()));
    EXPECT_EQ((*set)->placeOf(files + 1), (*set)->ids().size());
    embed.width = 64;
    EXPECT_EQ(embedSamples(*m_store, embed, m_feedback).error().code, ErrorCode::InvalidInput);
    embed.name = "../elsewhere";
    EXPECT_FALSE(embedSamples(*m_store, embed, m_feedback).ok());
    // A batch that was not finished does not count; a damaged one is told.
    std::filesystem::remove(EmbeddingSet::folderOf(m_store->folder(), "hashed") + "/batch-00001/batch.json");
    EXPECT_EQ((*EmbeddingSet::open(m_store->folder(), "hashed"))->ids().size(), 100U);
    test::writeFile(EmbeddingSet::folderOf(m_store->folder(), "hashed") + "/batch-00000/part-00000.safetensors",
                    "short");
    EXPECT_EQ(EmbeddingSet::open(m_store->folder(), "hashed").error().code, ErrorCode::Corrupt);
}

TEST_F(QualityTest, filesWithoutARepositoryAreApart)
{
    std::vector<ImportRecord> further;
    for (int number = 0; number < 20; ++number)
        further.push_back(test::pythonFile("value_" + std::to_string(number) + " = " + std::to_string(number * 7),
                                           "g" + std::to_string(number) + ".py", ""));
    ASSERT_TRUE(test::addSamples(*m_store, std::move(further)).ok());
    std::vector<SampleId> some{1, 2, 3, 4};
    for (SampleId id = files + 1; id <= files + 20; ++id)
        some.push_back(id);
    const auto repositories = repositoriesOf(data(), some);
    ASSERT_TRUE(repositories.ok());
    EXPECT_EQ(std::count(repositories->begin(), repositories->end(), -1), 20);
    EXPECT_GE((*repositories)[0], 0);
    EXPECT_EQ((*repositories)[0], (*repositories)[1]);
    EXPECT_NE((*repositories)[0], (*repositories)[2]);
    // One repository alone parts nothing.
    const std::vector<SampleId> alone{1, 2, 21};
    const auto one = repositoriesOf(data(), alone);
    ASSERT_TRUE(one.ok());
    EXPECT_EQ(*one, (std::vector<std::int64_t>{-1, -1, -1}));
}

TEST(Split, keepsRepositoriesAndCopiesTogether)
{
    std::vector<SampleId> samples;
    std::vector<std::int64_t> repositories;
    for (SampleId id = 1; id <= 200; ++id) {
        samples.push_back(id);
        repositories.push_back(id <= 180 ? std::int64_t(id / 10) : -1);
    }
    const std::vector<NearDuplicate> copies{{25, 3}, {190, 7}, {199, 198}};
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
