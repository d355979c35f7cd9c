// benchmark_quality FOLDER [ROWS [WIDTH]]: what the quality page and the forest's verbs take on generated rows; prints
// JSON. The labels are a rule on a column, the vectors hashed words: only the times mean something.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <QCoreApplication>

#include "core/storage/label_store.h"
#include "core/storage/quality_store.h"
#include "core/quality/embedding.h"
#include "core/quality/forest_fit.h"
#include "core/quality/forest_scoring.h"
#include "core/workspace/quality_start.h"
#include "core/quality/quality_view.h"
#include "tests/benchmarks/million_rows.h"

namespace {

using namespace primer;
using Clock = std::chrono::steady_clock;

double msSince(Clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

constexpr int labelStep = 37; ///< every so many samples have a label

Status labelByRule(Workspace &workspace, int labels)
{
    return workspace.store().write(Durability::Bulk, [&](Connection &connection) -> Status {
        LabelRun run;
        run.teacher = "rule";
        run.kind = "heuristic";
        run.settingsJson = "{}";
        std::vector<LabelItem> items;
        std::vector<TeacherLabel> values;
        for (int number = 0; number < labels; ++number) {
            const auto sample = SampleId(number * labelStep + 1);
            items.push_back({number, sample, 0, ItemState::Waiting, "", 0, 0});
            values.push_back({0, number, sample, 0, double(number * 7919 % 6), "", 1, "", ""});
        }
        const auto id = createLabelRun(connection, run, items);
        if (!id)
            return id.error();
        run.id = *id;
        for (TeacherLabel &value : values)
            value.run = run.id;
        return putTeacherLabels(connection, run, values);
    });
}

int failed(const Error &error)
{
    std::fprintf(stderr, "%s: %s\n", error.where.c_str(), error.detail.c_str());
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc < 2)
        return 2;
    const int rows = argc > 2 ? std::atoi(argv[2]) : 1'000'000;
    const std::int64_t width = argc > 3 ? std::atoll(argv[3]) : 1024;
    auto workspace = benchmark::workspaceOf(std::string(argv[1]) + "/views.primer", rows);
    if (!workspace)
        return 1;
    Feedback feedback;
    EmbedRequest embed;
    embed.width = width;
    embed.samples = *allSamples(*workspace);
    auto begin = Clock::now();
    const auto embedded = embedSamples(workspace->store(), embed, feedback);
    if (!embedded)
        return failed(embedded.error());
    const double embedSeconds = msSince(begin) / 1000;
    const int labels = std::min(3000, int(embed.samples.size() / labelStep));
    if (const Status labelled = labelByRule(*workspace, labels); !labelled)
        return failed(labelled.error());
    FitRequest fit;
    fit.teacher = "rule";
    fit.isQuick = true;
    const auto fitted = fitForest(*workspace, fit, feedback);
    if (!fitted)
        return failed(fitted.error());
    double scoreSeconds = 0, storeSeconds = 0;
    for (int round = 0; round < 2; ++round) { // the second reads vectors that are in memory
        const auto scored = scoreSamples(*workspace, fitted->forest, feedback);
        if (!scored)
            return failed(scored.error());
        scoreSeconds = scored->seconds;
        storeSeconds = scored->storingSeconds;
    }
    begin = Clock::now();
    auto view = QualityView::make(*workspace, "", {}, feedback);
    const double coldMs = msSince(begin);
    begin = Clock::now();
    view = QualityView::make(*workspace, "", {"max_line<=1000 avg_line<=100", "alphanum>=0.25"}, feedback);
    const double stageMs = msSince(begin);
    if (!view)
        return failed(view.error());
    std::vector<double> cuts;
    for (int number = 0; number < 1000; ++number) {
        begin = Clock::now();
        const CutResult result = (*view)->at(number / 1000.0);
        const auto above = (*view)->above(number / 1000.0, 6), below = (*view)->below(number / 1000.0, 6);
        cuts.push_back(msSince(begin) + (result.kept + std::int64_t(above.size() + below.size()) < 0 ? 1e9 : 0));
    }
    std::sort(cuts.begin(), cuts.end());
    std::printf("{\"rows\": %d, \"width\": %lld, \"embed_hashed_seconds\": %.1f, \"refit_seconds\": %.2f, "
                "\"score_seconds\": %.2f, \"store_scores_seconds\": %.2f, \"view_cold_ms\": %.0f, "
                "\"view_with_stages_ms\": %.0f, \"cut_median_ms\": %.4f, \"cut_p99_ms\": %.4f}\n",
                rows, static_cast<long long>(width), embedSeconds, fitted->seconds, scoreSeconds, storeSeconds, coldMs,
                stageMs, cuts[500], cuts[990]);
    return 0;
}
