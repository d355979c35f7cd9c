#include "core/workspace/quality_view.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <nlohmann/json.hpp>

#include "core/forest/forest_report.h"
#include "core/storage/quality_store.h"
#include "core/storage/sample_store.h"

namespace primer {

using Json = nlohmann::ordered_json;

namespace {

int binOf(float score) { return std::clamp(int(score * float(QualityView::bins)), 0, QualityView::bins - 1); }

std::size_t labelKind(double value)
{
    return std::isnan(value) ? QualityView::labelKinds - 1
                             : std::size_t(std::clamp<long>(std::lround(value), 0, QualityView::labelKinds - 2));
}

HeldOutPoint pointOf(const Json &json)
{
    HeldOutPoint point;
    point.isKnown = true;
    const auto read = [&](const char *name, double &value, double &low, double &high) {
        value = json.at(name);
        low = json.at(std::string(name) + "_interval").at(0);
        high = json.at(std::string(name) + "_interval").at(1);
    };
    read("precision", point.precision, point.precisionLow, point.precisionHigh);
    read("recall", point.recall, point.recallLow, point.recallHigh);
    read("f1", point.f1, point.f1Low, point.f1High);
    return point;
}

} // namespace

void QualityView::order(const RowMask &mask, const Columns &columns,
                        const std::vector<std::pair<std::int64_t, std::string>> &names)
{
    const ColumnValues &scores = *columns.scores, &sizes = *columns.sizes, &sources = *columns.sources;
    const auto kindIn = [](const ColumnValues &values, std::size_t place) {
        return labelKind(place < values.size() ? values[place] : std::nan(""));
    };
    const std::size_t count = std::min({mask.size(), scores.size(), sizes.size(), sources.size()});
    std::vector<std::uint32_t> places;
    for (std::size_t place = 0; place < count; ++place) {
        m_setSize += mask[place];
        if (mask[place] && !std::isnan(scores[place]))
            places.push_back(std::uint32_t(place));
    }
    std::stable_sort(places.begin(), places.end(),
                     [&](std::uint32_t left, std::uint32_t right) { return scores[left] < scores[right]; });
    std::map<std::int64_t, std::int64_t> sizeOf;
    for (const std::uint32_t place : places)
        ++sizeOf[std::int64_t(sources[place])];
    std::vector<std::pair<std::int64_t, std::int64_t>> bySize(sizeOf.begin(), sizeOf.end());
    std::stable_sort(bySize.begin(), bySize.end(),
                     [](const auto &left, const auto &right) { return left.second > right.second; });
    const std::map<std::int64_t, std::string> nameOf(names.begin(), names.end());
    std::map<std::int64_t, std::size_t> numberOf;
    for (const auto &[source, size] : bySize) {
        numberOf[source] = m_sourceNames.size();
        const auto name = nameOf.find(source);
        m_sourceNames.push_back(name == nameOf.end() ? std::string() : name->second);
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

Status QualityView::readReport(Workspace &workspace)
{
    auto reader = workspace.store().reader();
    if (!reader)
        return reader.error();
    const auto scored = scoredForest(**reader);
    if (!scored)
        return scored.error();
    m_forest = *scored;
    if (m_forest == 0)
        return success();
    const auto stored = storedForest(**reader, m_forest);
    if (!stored)
        return stored.error();
    const Json report = Json::parse(stored->reportJson, nullptr, false);
    if (!report.is_object() || !report.contains("held_out"))
        return success();
    try {
        m_heldOutScores = report.at("held_out").at("scores").get<std::vector<float>>();
        m_heldOutTruth = report.at("held_out").at("positive").get<std::vector<std::uint8_t>>();
        for (const Json &point : report.at("forest").at("curve")) {
            m_curveCuts.push_back(point.at("threshold"));
            m_curve.push_back(pointOf(point));
        }
    } catch (const nlohmann::json::exception &problem) {
        return Error{ErrorCode::Corrupt, problem.what(), "report of forest " + std::to_string(m_forest)};
    }
    return m_heldOutScores.size() == m_heldOutTruth.size()
               ? success()
               : Status(Error{ErrorCode::Corrupt, "scores and truth differ in number", "report of a forest"});
}

Result<std::shared_ptr<const QualityView>> QualityView::make(Workspace &workspace, const std::string &filter,
                                                             const std::vector<std::string> &stages, Feedback &feedback)
{
    std::string whole = filter;
    for (const std::string &stage : stages)
        whole += (whole.empty() ? "" : " ") + stage;
    const auto parsed = Filter::parse(whole);
    if (!parsed)
        return parsed.error();
    ColumnCache &columns = workspace.query().columns();
    const auto mask = columns.evaluate(*parsed, feedback);
    if (!mask)
        return mask.error();
    Columns values;
    const std::pair<Column, std::shared_ptr<const ColumnValues> *> wanted[] = {{Column::Quality, &values.scores},
                                                                               {Column::SizeBytes, &values.sizes},
                                                                               {Column::Source, &values.sources},
                                                                               {Column::TeacherValue, &values.labels},
                                                                               {Column::Label, &values.judgements}};
    for (const auto &[column, target] : wanted) {
        const auto loaded = columns.values(column);
        if (!loaded)
            return loaded.error();
        *target = *loaded;
    }
    auto view = std::make_shared<QualityView>();
    {
        auto reader = workspace.store().reader();
        if (!reader)
            return reader.error();
        const auto names = readTerms(**reader, Column::Source);
        if (!names)
            return names.error();
        view->order(**mask, values, *names);
    }
    PRIMER_TRY(view->readReport(workspace));
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
        result.sources.push_back(
            {m_sourceNames[source], std::int64_t(scores.size()), std::int64_t(scores.end() - first)});
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
