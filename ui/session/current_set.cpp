#include "ui/session/current_set.h"

#include <utility>
#include <vector>

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>

#include "core/base/log.h"
#include "core/jobs/background.h"
#include "core/query/filter.h"

namespace primer {

CurrentSet::CurrentSet(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace))
{}

CurrentSet::~CurrentSet()
{
    if (m_feedback)
        m_feedback->cancel();
}

void CurrentSet::setSpec(const QuerySpec &spec)
{
    if (spec == m_spec)
        return;
    m_spec = spec;
    Q_EMIT specChanged();
    ask();
}

void CurrentSet::refresh() { ask(); }

void CurrentSet::ask()
{
    if (m_feedback)
        m_feedback->cancel();
    const quint64 generation = ++m_generation;
    const auto feedback = std::make_shared<Feedback>();
    m_feedback = feedback;
    const QPointer<CurrentSet> self(this);
    const auto partial = [self, generation](std::shared_ptr<const RowSet> soFar) {
        QMetaObject::invokeMethod(qApp, [self, generation, soFar] {
            // A part that is delivered after the whole must not take its place.
            if (!self || self->m_generation != generation || !self->m_feedback)
                return;
            self->m_rows = soFar;
            Q_EMIT self->rowsChanged();
        });
    };
    inBackground(
        this,
        [workspace = m_workspace, spec = m_spec, feedback, partial] {
            return workspace->query().run(spec, *feedback, partial);
        },
        [this, generation](const Result<std::shared_ptr<const RowSet>> &answer) {
            if (generation != m_generation)
                return; // a newer question was asked meanwhile
            m_feedback.reset();
            if (!answer) {
                Q_EMIT queryFailed(answer.error());
                return;
            }
            m_rows = *answer;
            Q_EMIT rowsChanged();
        });
}

std::string CurrentSet::filterWithoutCut() const
{
    const auto parsed = Filter::parse(m_spec.filter);
    if (!parsed) {
        log::failure(log::Level::Debug, parsed.error());
        return m_spec.filter;
    }
    Filter base = *parsed;
    std::erase_if(base.conditions, [](const Condition &condition) { return condition.column == Column::Quality; });
    return base.toString();
}

SelectionRequest CurrentSet::selection() const
{
    SelectionRequest request;
    request.filter = m_spec.filter;
    request.search = m_spec.search;
    return request;
}

QJsonObject CurrentSet::toJson() const
{
    return {{QStringLiteral("filter"), QString::fromStdString(m_spec.filter)},
            {QStringLiteral("search"), QString::fromStdString(m_spec.search.text)},
            {QStringLiteral("regex"), m_spec.search.isRegex},
            {QStringLiteral("ignoreCase"), m_spec.search.ignoreCase},
            {QStringLiteral("sort"), QString::fromStdString(m_spec.sort)}};
}

QuerySpec CurrentSet::specOf(const QJsonObject &stored)
{
    QuerySpec spec;
    spec.filter = stored.value(QStringLiteral("filter")).toString().toStdString();
    spec.search.text = stored.value(QStringLiteral("search")).toString().toStdString();
    spec.search.isRegex = stored.value(QStringLiteral("regex")).toBool();
    spec.search.ignoreCase = stored.value(QStringLiteral("ignoreCase")).toBool();
    spec.sort = stored.value(QStringLiteral("sort")).toString().toStdString();
    return spec;
}

} // namespace primer
