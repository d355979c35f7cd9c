#include "core/workspace/quality_start.h"

#include <numeric>
#include <utility>

#include "core/labelling/heuristic_teacher.h"
#include "core/quality/embedding.h"
#include "core/quality/embedding_set.h"
#include "core/quality/feature_rows.h"
#include "core/query/label_sampling.h"
#include "core/query/query_engine.h"
#include "core/storage/label_store.h"
#include "core/storage/quality_store.h"
#include "core/storage/sample_store.h"
#include "core/workspace/facts.h"

namespace primer {

Result<std::vector<SampleId>> allSamples(Workspace &workspace)
{
    const auto newest = PRIMER_TRY(workspace.store().read(maxSampleId));
    std::vector<SampleId> ids(newest);
    std::iota(ids.begin(), ids.end(), SampleId(1));
    return ids;
}

Result<QualityStartReport> startQuality(Workspace &workspace, const QualityStart &start, Feedback &feedback)
{
    QualityStartReport report;
    {
        const FeedbackStep step(feedback, "facts", 0, 0.3);
        PRIMER_TRY(fillFacts(workspace, feedback));
    }
    std::int64_t known = 0;
    {
        const auto labels = PRIMER_TRY(workspace.store().read(currentLabels, heuristicTeacherName));
        known = std::int64_t(labels.size());
    }
    if (known < start.labels) {
        const FeedbackStep step(feedback, "labels by rules", 0.3, 0.4);
        QuerySpec spec;
        spec.filter = start.filter;
        const auto rows = PRIMER_TRY(workspace.query().run(spec, feedback));
        auto from = PRIMER_TRY(withoutLabelsOf(workspace, heuristicTeacherName, rows->ids));
        SamplingRequest draw;
        draw.kind = Sampling::Diverse;
        draw.count = start.labels - known;
        const auto samples = PRIMER_TRY(drawSamples(workspace.query(), draw, std::move(from)));
        const auto labelled = PRIMER_TRY(labelHeuristically(workspace, samples, feedback));
        report.labels = labelled;
    }
    {
        const FeedbackStep step(feedback, "vectors", 0.4, 0.6);
        EmbedRequest embed;
        embed.samples = PRIMER_TRY(allSamples(workspace));
        const auto embedded = PRIMER_TRY(embedSamples(workspace.store(), embed, feedback));
        report.embedded = embedded.total;
    }
    {
        const FeedbackStep step(feedback, "forest", 0.6, 0.85);
        FitRequest fit;
        fit.teacher = heuristicTeacherName;
        fit.leaveOut = start.leaveOut;
        report.fit = PRIMER_TRY(fitForest(workspace, fit, feedback));
    }
    const FeedbackStep step(feedback, "scores", 0.85, 1);
    report.scores = PRIMER_TRY(scoreSamples(workspace, report.fit.forest, feedback));
    return report;
}

Result<ScoreSummary> scoreWithVectors(Workspace &workspace, std::int64_t forest, Feedback &feedback)
{
    const auto stored = PRIMER_TRY(workspace.store().read(storedForest, forest));
    {
        const FeedbackStep step(feedback, "vectors", 0, 0.6);
        for (const std::string &name : splitNames(stored.features)) {
            const auto set = PRIMER_TRY(EmbeddingSet::open(workspace.folder(), name));
            if (set->info().kind != "hashed")
                continue;
            EmbedRequest embed;
            embed.name = name;
            embed.width = std::int64_t(set->width());
            embed.samples = PRIMER_TRY(allSamples(workspace));
            PRIMER_TRY(embedSamples(workspace.store(), embed, feedback));
        }
    }
    const FeedbackStep step(feedback, "scores", 0.6, 1);
    return scoreSamples(workspace, forest, feedback);
}

} // namespace primer
