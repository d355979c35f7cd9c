#include "core/quality/quality_view.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/dataset/columns.h"
#include "core/forest/classification_measures.h"
#include "core/quality/forest_record.h"
#include "core/query/filter.h"
#include "core/query/query_engine.h"
#include "core/storage/forest_score_store.h"
#include "core/storage/quality_store.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

int binOf(float score) { return std::clamp(int(score * float(QualityView::bins)), 0, QualityView::bins - 1); }

std::size_t labelKind(double value)
{
    return std::isnan(value) ? QualityView::labelKinds - 1
                             : std::size_t(std::clamp<long>(std::lround(value), 0, QualityView::labelKinds - 2));
}

HeldOutPoint pointOf(const SurePoint &sure)
{
    HeldOutPoint point;
    point.isKnown = true;
    point.precision = sure.point.precision;
    point.precisionLow = sure.precision.low;
    point.precisionHigh = sure.precision.high;
    point.recall = sure.point.recall;
    point.recallLow = sure.recall.low;
    point.recallHigh = sure.recall.high;
    point.f1 = sure.point.f1;
    point.f1Low = sure.f1.low;
    point.f1High = sure.f1.high;
    return point;
}

} // namespace

void QualityView::order(const RowMask &base, const RowMask &mask, const Columns &columns,
                        const std::vector<std::pair<std::int64_t, std::string>> &names)
{
    const ColumnValues &scores = *columns.scores, &sizes = *columns.sizes, &sources = *columns.sources;
    const auto kindIn = [](const ColumnValues &values, std::size_t place) {
        return labelKind(place < values.size() ? values[place] : std::nan(""));
    };
    const std::size_t count = std::min({base.size(), mask.size(), scores.size(), sizes.size(), sources.size()});
    std::vector<std::uint32_t> places;
    std::map<std::int64_t, std::int64_t> sizeOf;
    for (std::size_t place = 0; place < count; ++place) {
        if (base[place]) {
            ++m_baseSize;
            m_baseBytes += std::int64_t(sizes[place]);
            ++sizeOf[std::int64_t(sources[place])];
        }
        m_setSize += mask[place];
        if (mask[place] && !std::isnan(scores[place]))
            places.push_back(std::uint32_t(place));
    }
    std::stable_sort(places.begin(), places.end(),
                     [&](std::uint32_t left, std::uint32_t right) { return scores[left] < scores[right]; });
    std::vector<std::pair<std::int64_t, std::int64_t>> bySize(sizeOf.begin(), sizeOf.end());
    std::stable_sort(bySize.begin(), bySize.end(),
                     [](const auto &left, const auto &right) { return left.second > right.second; });
    const std::map<std::int64_t, std::string> nameOf(names.begin(), names.end());
    std::map<std::int64_t, std::size_t> numberOf;
    for (const auto &[source, size] : bySize) {
        numberOf[source] = m_sourceNames.size();
        const auto name = nameOf.find(source);
        m_sourceNames.push_back(name == nameOf.end() ? std::string() : name->second);
        m_sourceSizes.push_back(size);
    }
    m_sourceScores.resize(m_sourceNames.size());
    m_byLabel.assign(bins, std::vector<std::int64_t>(labelKinds));
    m_byJudgement = m_byLabel;
    m_bySource.assign(bins, std::vector<std::int64_t>(m_sourceNames.size()));
    m_bytesBelow.push_back(0);
    for (const std::uint32_t place : places) {
        const auto score = float(scores[place]);
        const std::size_t source = numberOf[std::int64_t(sources[place])];
        m_scores.push_back(score);
        m_ids.push_back(SampleId(place + 1));
        m_bytesBelow.push_back(m_bytesBelow.back() + std::int64_t(sizes[place]));
        m_sourceScores[source].push_back(score);
        const auto bin = std::size_t(binOf(score));
        ++m_byLabel[bin][kindIn(*columns.labels, place)];
        ++m_byJudgement[bin][kindIn(*columns.judgements, place)];
        ++m_bySource[bin][source];
    }
}

Status QualityView::readReport(const WorkspaceData &data, const std::vector<std::string> &stages, Feedback &feedback)
{
    Store &store = data.store;
    m_forest = PRIMER_TRY(store.read(scoredForest));
    if (m_forest == 0)
        return success();
    const auto record = PRIMER_TRY(store.read(readForestRecord, m_forest));
    if (!record.report.forest)
        return success();
    for (const HeldOutScore &score : record.heldOut) {
        m_heldOutScores.push_back(score.score);
        m_heldOutTruth.push_back(score.isPositive ? 1 : 0);
    }
    for (const SurePoint &sure : record.report.forest->curve) {
        m_curveCuts.push_back(double(sure.point.threshold));
        m_curve.push_back(pointOf(sure));
    }
    std::string rules;
    for (const std::string &stage : stages)
        rules = joinFilters(std::move(rules), stage);
    if (rules.empty())
        return success();
    const auto parsed = PRIMER_TRY(Filter::parse(rules));
    const auto passing = PRIMER_TRY(data.query.columns().evaluate(parsed, feedback));
    applyRules(*passing, record.heldOut);
    return success();
}

void QualityView::applyRules(const RowMask &passing, const std::vector<HeldOutScore> &heldOut)
{
    constexpr float belowEveryCut = -1;
    constexpr std::uint64_t seed = 1;
    bool hasDropped = false;
    for (std::size_t place = 0; place < heldOut.size(); ++place) {
        const SampleId sample = heldOut[place].sample; // 0: a report that does not name its samples
        if (sample == 0 || sample > passing.size() || passing[sample - 1] != 0)
            continue;
        m_heldOutScores[place] = belowEveryCut;
        hasDropped = true;
    }
    if (!hasDropped)
        return;
    const std::vector<float> cuts(m_curveCuts.begin(), m_curveCuts.end());
    m_curve.clear();
    for (const SurePoint &sure : surePoints(m_heldOutScores, m_heldOutTruth, cuts, seed))
        m_curve.push_back(pointOf(sure));
}

Result<std::shared_ptr<const QualityView>> QualityView::make(const WorkspaceData &data, const std::string &filter,
                                                             const std::vector<std::string> &stages, Feedback &feedback,
                                                             const std::shared_ptr<const RowMask> &within)
{
    std::string rules;
    for (const std::string &stage : stages)
        rules = joinFilters(std::move(rules), stage);
    const auto conditions = PRIMER_TRY(Filter::parse(filter));
    const auto ruled = PRIMER_TRY(Filter::parse(rules));
    ColumnCache &columns = data.query.columns();
    auto base = PRIMER_TRY(columns.evaluate(conditions, feedback));
    if (within)
        base = bothOf(*base, *within);
    const auto passing = PRIMER_TRY(columns.evaluate(ruled, feedback));
    const std::shared_ptr<const RowMask> mask = stages.empty() ? base : bothOf(*base, *passing);
    Columns values;
    const std::pair<Column, std::shared_ptr<const ColumnValues> *> wanted[] = {{Column::Quality, &values.scores},
                                                                               {Column::SizeBytes, &values.sizes},
                                                                               {Column::Source, &values.sources},
                                                                               {Column::TeacherValue, &values.labels},
                                                                               {Column::Label, &values.judgements}};
    for (const auto &[column, target] : wanted)
        *target = PRIMER_TRY(columns.values(column));
    auto view = std::make_shared<QualityView>();
    const auto names = PRIMER_TRY(data.store.read(readTerms, Column::Source));
    view->order(*base, *mask, values, names);
    PRIMER_TRY(view->readReport(data, stages, feedback));
    return std::shared_ptr<const QualityView>(std::move(view));
}

std::size_t QualityView::placeOf(double cut) const
{
    return std::size_t(std::lower_bound(m_scores.begin(), m_scores.end(), cut,
                                        [](float score, double wanted) { return double(score) < wanted; })
                       - m_scores.begin());
}

CutResult QualityView::at(double cut) const
{
    CutResult result;
    const std::size_t place = placeOf(cut);
    result.total = std::int64_t(m_scores.size());
    result.kept = result.total - std::int64_t(place);
    result.totalBytes = m_bytesBelow.back();
    result.keptBytes = result.totalBytes - m_bytesBelow[place];
    for (std::size_t source = 0; source < m_sourceNames.size(); ++source) {
        const std::vector<float> &scores = m_sourceScores[source];
        const auto first = std::lower_bound(scores.begin(), scores.end(), cut,
                                            [](float score, double wanted) { return double(score) < wanted; });
        result.sources.push_back({m_sourceNames[source], m_sourceSizes[source], std::int64_t(scores.end() - first)});
    }
    if (m_heldOutScores.empty() || m_curve.empty())
        return result;
    const auto nearest = std::min_element(m_curveCuts.begin(), m_curveCuts.end(), [cut](double left, double right) {
        return std::fabs(left - cut) < std::fabs(right - cut);
    });
    result.heldOut = m_curve[std::size_t(nearest - m_curveCuts.begin())];
    const ThresholdPoint point = pointAt(m_heldOutScores, m_heldOutTruth, float(cut));
    result.heldOut.precision = point.precision;
    result.heldOut.recall = point.recall;
    result.heldOut.f1 = point.f1;
    return result;
}

std::vector<QualityView::Scored> QualityView::above(double cut, std::size_t count) const
{
    std::vector<Scored> found;
    for (std::size_t place = placeOf(cut); place < m_scores.size() && found.size() < count; ++place)
        found.push_back({m_ids[place], double(m_scores[place])});
    return found;
}

std::vector<QualityView::Scored> QualityView::below(double cut, std::size_t count) const
{
    std::vector<Scored> found;
    for (std::size_t place = placeOf(cut); place > 0 && found.size() < count; --place)
        found.push_back({m_ids[place - 1], double(m_scores[place - 1])});
    return found;
}

} // namespace primer
