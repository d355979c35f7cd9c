#include "core/workspace/quality_start.h"

#include <numeric>
#include <utility>

#include "core/labelling/heuristic_teacher.h"
#include "core/quality/embedding.h"
#include "core/query/label_sampling.h"
#include "core/query/query_engine.h"
#include "core/storage/label_store.h"
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
    PRIMER_TRY(fillFacts(workspace, feedback));
    std::int64_t known = 0;
    {
        const auto labels = PRIMER_TRY(workspace.store().read(currentLabels, heuristicTeacherName));
        known = std::int64_t(labels.size());
    }
    if (known < start.labels) {
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
    EmbedRequest embed;
    auto everyone = PRIMER_TRY(allSamples(workspace));
    embed.samples = std::move(everyone);
    const auto embedded = PRIMER_TRY(embedSamples(workspace.store(), embed, feedback));
    report.embedded = embedded.total;
    FitRequest fit;
    fit.teacher = heuristicTeacherName;
    fit.leaveOut = start.leaveOut;
    const auto fitted = PRIMER_TRY(fitForest(workspace, fit, feedback));
    report.fit = fitted;
    const auto scored = PRIMER_TRY(scoreSamples(workspace, fitted.forest, feedback));
    report.scores = scored;
    return report;
}

} // namespace primer
