#include "ui/session/cut_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QJsonArray>

#include "core/query/filter.h"
#include "core/jobs/background.h"
#include "core/quality/thresholds.h"

namespace primer {

namespace {

constexpr int restMs = 150; ///< the set changes several times while a search runs
constexpr double steps = 1000;

} // namespace

CutModel::CutModel(std::shared_ptr<Workspace> workspace, CurrentSet &set, QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace)), m_set(set)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(restMs);
    connect(&m_soon, &QTimer::timeout, this, &CutModel::makeView);
    connect(&set, &CurrentSet::rowsChanged, this, [this] {
        forgetRows(); // there are others, perhaps of the same conditions
        if (m_isWatched)
            m_soon.start();
    });
}

CutModel::~CutModel()
{
    if (m_feedback)
        m_feedback->cancel();
}

void CutModel::setValue(double value)
{
    const double rounded = std::round(std::clamp(value, 0.0, 1.0) * steps) / steps;
    if (rounded == m_value)
        return;
    m_value = rounded;
    cutAgain();
}

void CutModel::setRules(const std::vector<std::string> &rules)
{
    if (rules == m_rules)
        return;
    m_rules = rules;
    Q_EMIT rulesChanged();
    m_soon.start();
}

void CutModel::cutAgain()
{
    m_result = m_view ? m_view->at(m_value) : CutResult();
    Q_EMIT cutChanged();
}

void CutModel::setWatched(bool isWatched)
{
    m_isWatched = isWatched;
    if (isWatched)
        readLists();
}

void CutModel::noteColumnsChanged()
{
    forgetRows();
    if (m_isWatched)
        readLists();
}

void CutModel::readLists()
{
    const quint64 generation = ++m_listGeneration;
    inBackground(
        this, [workspace = m_workspace] { return QualityLists::read(*workspace); },
        [this, generation](const Result<QualityLists> &lists) {
            if (generation != m_listGeneration)
                return;
            if (!lists) {
                Q_EMIT failed(lists.error());
                return;
            }
            m_lists = *lists;
            m_areListsRead = true;
            Q_EMIT listsChanged();
            if (m_isWatched)
                makeView();
        });
}

void CutModel::makeView()
{
    m_soon.stop();
    if (!hasScores())
        return;
    const quint64 generation = ++m_viewGeneration;
    if (m_feedback)
        m_feedback->cancel();
    m_feedback = std::make_shared<Feedback>();
    m_base = withoutCut(m_set.selection().samples);
    inBackground(
        this,
        [workspace = m_workspace, base = m_base, rules = m_rules, feedback = m_feedback,
         known = knownRows()]() -> Result<Made> {
            Made made{nullptr, {}, known};
            if (!made.rows) {
                const SetAnswer answer = PRIMER_TRY(answerSet(*workspace, base, *feedback));
                made.rows = answer.rows->mask;
            }
            made.view = PRIMER_TRY(QualityView::make(*workspace, {}, rules, *feedback, made.rows));
            made.funnel = PRIMER_TRY(funnelOf(*workspace, {}, rules, *feedback, made.rows));
            return made;
        },
        [this, generation, rowsGeneration = m_rowsGeneration](const Result<Made> &made) {
            if (generation != m_viewGeneration)
                return;
            if (made)
                adopt(*made, rowsGeneration == m_rowsGeneration);
            else
                Q_EMIT failed(made.error());
        });
}

/// The rows of the base where they were answered already, by the set itself or for other rules; else null.
std::shared_ptr<const RowMask> CutModel::knownRows()
{
    if (m_answered && m_answeredBase.parts == m_base.parts)
        return m_answered;
    return goesThroughWholeSet() && !m_set.isQuerying() && !m_set.rows()->isPartial ? m_set.rows()->mask : nullptr;
}

void CutModel::forgetRows()
{
    m_answered.reset();
    ++m_rowsGeneration;
}

void CutModel::adopt(const Made &made, bool areRowsNew)
{
    m_answered = areRowsNew ? made.rows : nullptr;
    m_answeredBase = m_base;
    m_view = made.view;
    m_funnel = made.funnel;
    m_result = m_view->at(m_value);
    Q_EMIT viewChanged();
    Q_EMIT cutChanged();
}

bool CutModel::use(const Threshold &threshold)
{
    if (threshold.forest != m_lists.scored)
        return false;
    setRules(stagesOf(threshold));
    setValue(threshold.cut);
    return true;
}

bool CutModel::goesThroughWholeSet() const { return m_base.parts == m_set.selection().samples.parts; }

bool CutModel::goesThroughMoreThanConditions() const
{
    return std::any_of(m_base.parts.begin(), m_base.parts.end(),
                       [](const SetPart &part) { return part.kind != SetPart::Kind::Condition; });
}

bool CutModel::leavesOutNearDuplicates() const
{
    const SetPart *part = m_set.value().find(SetPart::Kind::NearDuplicates);
    return part && part->isOn;
}

void CutModel::keep(const QString &name)
{
    std::string filter;
    for (const SetPart &part : m_base.parts) {
        if (part.kind == SetPart::Kind::Condition)
            filter = joinFilters(std::move(filter), part.text);
    }
    inBackground(
        this,
        [workspace = m_workspace, name = name.toStdString(), filter, rules = m_rules, cut = m_value] {
            Feedback feedback;
            return saveThreshold(*workspace, name, filter, rules, cut, feedback);
        },
        [this](const Result<Threshold> &threshold) {
            if (!threshold) {
                Q_EMIT failed(threshold.error());
                return;
            }
            Q_EMIT kept(*threshold);
            readLists();
        });
}

void CutModel::makeCurrentSet()
{
    SampleSet set = m_set.value();
    const SampleSet base = withoutCut(set);
    std::erase_if(set.parts, [&base](const SetPart &part) {
        return part.kind != SetPart::Kind::NearDuplicates
               && std::find(base.parts.begin(), base.parts.end(), part) == base.parts.end();
    });
    for (const std::string &rule : m_rules)
        set.put(SetPart::rule(rule));
    set.put(SetPart::cutAt(m_value, m_lists.scored));
    m_set.change(set);
}

QJsonObject CutModel::toJson() const
{
    QJsonArray rules;
    for (const std::string &rule : m_rules)
        rules.append(QString::fromStdString(rule));
    return {{QStringLiteral("cut"), m_value}, {QStringLiteral("stages"), rules}};
}

void CutModel::restore(const QJsonObject &stored)
{
    std::vector<std::string> rules;
    for (const QJsonValue &rule : stored.value(QStringLiteral("stages")).toArray())
        rules.push_back(rule.toString().toStdString());
    setRules(rules);
    setValue(stored.value(QStringLiteral("cut")).toDouble(m_value));
}

} // namespace primer
