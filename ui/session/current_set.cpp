#include "ui/session/current_set.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>

#include "core/jobs/background.h"

namespace primer {

namespace {

const QString partsKey = QStringLiteral("parts"), historyKey = QStringLiteral("history");

/// As the state was before a set had parts.
SampleSet olderSet(const QJsonObject &stored)
{
    const auto text = [&stored](const char *key) { return stored.value(QLatin1String(key)).toString().toStdString(); };
    const auto isSet = [&stored](const char *key) { return stored.value(QLatin1String(key)).toBool(); };
    return setOf(text("filter"), {text("search"), isSet("regex"), isSet("ignoreCase")}, text("sort"));
}

} // namespace

CurrentSet::CurrentSet(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace))
{}

CurrentSet::~CurrentSet()
{
    if (m_feedback)
        m_feedback->cancel();
}

void CurrentSet::change(const SampleSet &value, Change kind)
{
    if (value == m_value)
        return;
    if (value.parts != m_value.parts) {
        const bool continues = kind == Change::Typing && m_lastChange == Change::Typing && m_history.canUndo();
        if (!continues)
            m_history.add(m_value);
        m_lastChange = kind;
    }
    take(value);
}

void CurrentSet::undo()
{
    if (auto before = m_history.undo(m_value)) {
        before->sort = m_value.sort;
        m_lastChange = Change::Step;
        take(*before);
    }
}

void CurrentSet::redo()
{
    if (auto after = m_history.redo(m_value)) {
        after->sort = m_value.sort;
        m_lastChange = Change::Step;
        take(*after);
    }
}

void CurrentSet::take(const SampleSet &value)
{
    SetProblems problems(value.parts.size());
    for (std::size_t place = 0; place < problems.size(); ++place) {
        const auto known = std::find(m_value.parts.begin(), m_value.parts.end(), value.parts[place]);
        if (known != m_value.parts.end())
            problems[place] = m_problems[std::size_t(known - m_value.parts.begin())];
    }
    m_value = value;
    m_problems = std::move(problems);
    ask(); // first: who hears of the value sees that it is being answered
    Q_EMIT valueChanged();
}

void CurrentSet::refresh() { ask(); }

void CurrentSet::takeProblems(const SetProblems &problems)
{
    const auto isSame = [](const std::optional<Error> &left, const std::optional<Error> &right) {
        return left.has_value() == right.has_value()
               && (!left
                   || (left->code == right->code && left->detail == right->detail && left->where == right->where));
    };
    if (std::equal(problems.begin(), problems.end(), m_problems.begin(), m_problems.end(), isSame))
        return;
    m_problems = problems;
    Q_EMIT problemsChanged();
}

void CurrentSet::ask()
{
    if (m_feedback)
        m_feedback->cancel();
    const quint64 generation = ++m_generation;
    const auto feedback = std::make_shared<Feedback>();
    m_feedback = feedback;
    const QPointer<CurrentSet> self(this);
    // What is delivered after the whole must not take its place.
    const auto deliver = [self, generation](auto take) {
        QMetaObject::invokeMethod(qApp, [self, generation, take] {
            if (self && self->m_generation == generation && self->m_feedback)
                take(*self);
        });
    };
    const auto partial = [deliver](std::shared_ptr<const RowSet> soFar) {
        deliver([soFar](CurrentSet &set) {
            set.m_rows = soFar;
            Q_EMIT set.rowsChanged();
        });
    };
    inBackground(
        this,
        [workspace = m_workspace, value = m_value, feedback, partial, deliver,
         known = m_knownNearDuplicates]() -> Result<SetAnswer> {
            const SetPlan plan = PRIMER_TRY(SetPlan::make(*workspace, value));
            deliver([problems = plan.problems](CurrentSet &set) { set.takeProblems(problems); });
            return answerPlan(*workspace, plan, *feedback, partial, known);
        },
        [this, generation](const Result<SetAnswer> &answer) {
            if (generation != m_generation)
                return; // a newer question was asked meanwhile
            m_feedback.reset();
            if (!answer) {
                Q_EMIT queryFailed(answer.error());
                return;
            }
            takeProblems(answer->problems);
            m_rows = answer->rows;
            m_nearDuplicates = answer->nearDuplicates;
            if (m_nearDuplicates)
                m_knownNearDuplicates = m_nearDuplicates;
            Q_EMIT rowsChanged();
        });
}

SelectionRequest CurrentSet::selection() const
{
    SelectionRequest request;
    for (std::size_t place = 0; place < m_value.parts.size(); ++place) {
        if (m_value.parts[place].isOn && !m_problems[place])
            request.samples.parts.push_back(m_value.parts[place]);
    }
    return request;
}

QJsonObject CurrentSet::toJson() const
{
    QJsonObject json = primer::toJson(m_value);
    json.insert(historyKey, m_history.toJson());
    return json;
}

void CurrentSet::restore(const QJsonObject &stored)
{
    m_history.restore(stored.value(historyKey).toObject());
    m_lastChange = Change::Step;
    take(stored.contains(partsKey) ? setOf(stored).value_or(SampleSet()) : olderSet(stored));
}

} // namespace primer
