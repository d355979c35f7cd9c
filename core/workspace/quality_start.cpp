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
    auto reader = workspace.store().reader();
    if (!reader)
        return reader.error();
    const auto newest = maxSampleId(**reader);
    if (!newest)
        return newest.error();
    std::vector<SampleId> ids(*newest);
    std::iota(ids.begin(), ids.end(), SampleId(1));
    return ids;
}

Result<QualityStartReport> startQuality(Workspace &workspace, const QualityStart &start, Feedback &feedback)
{
    QualityStartReport report;
    const auto facts = fillFacts(workspace, feedback);
    if (!facts)
        return facts.error();
    std::int64_t known = 0;
    {
        auto reader = workspace.store().reader();
        if (!reader)
            return reader.error();
        const auto labels = currentLabels(**reader, heuristicTeacherName);
        if (!labels)
            return labels.error();
        known = std::int64_t(labels->size());
    }
    if (known < start.labels) {
        QuerySpec spec;
        spec.filter = start.filter;
        const auto rows = workspace.query().run(spec, feedback);
        if (!rows)
            return rows.error();
        auto from = withoutLabelsOf(workspace, heuristicTeacherName, (*rows)->ids);
        if (!from)
            return from.error();
        SamplingRequest draw;
        draw.kind = Sampling::Diverse;
        draw.count = start.labels - known;
        const auto samples = drawSamples(workspace.query(), draw, std::move(*from));
        if (!samples)
            return samples.error();
        const auto labelled = labelHeuristically(workspace, *samples, feedback);
        if (!labelled)
            return labelled.error();
        report.labels = *labelled;
    }
    EmbedRequest embed;
    auto everyone = allSamples(workspace);
    if (!everyone)
        return everyone.error();
    embed.samples = std::move(*everyone);
    const auto embedded = embedSamples(workspace.store(), embed, feedback);
    if (!embedded)
        return embedded.error();
    report.embedded = embedded->total;
    FitRequest fit;
    fit.teacher = heuristicTeacherName;
    fit.leaveOut = start.leaveOut;
    const auto fitted = fitForest(workspace, fit, feedback);
    if (!fitted)
        return fitted.error();
    report.fit = *fitted;
    const auto scored = scoreSamples(workspace, fitted->forest, feedback);
    if (!scored)
        return scored.error();
    report.scores = *scored;
    return report;
}

} // namespace primer
