#include "ui/session/set_history.h"

#include <utility>

#include <QJsonDocument>

#include "core/base/log.h"

namespace primer {

namespace {

const QString pastKey = QStringLiteral("past"), futureKey = QStringLiteral("future");

std::optional<SampleSet> step(std::vector<SampleSet> &from, std::vector<SampleSet> &to, const SampleSet &now)
{
    if (from.empty())
        return std::nullopt;
    SampleSet next = std::move(from.back());
    from.pop_back();
    to.push_back(now);
    return next;
}

QJsonArray listOf(const std::vector<SampleSet> &sets)
{
    QJsonArray list;
    for (const SampleSet &set : sets)
        list.append(toJson(set));
    return list;
}

std::vector<SampleSet> setsOf(const QJsonValue &stored)
{
    std::vector<SampleSet> sets;
    for (const QJsonValue &entry : stored.toArray()) {
        if (auto set = setOf(entry.toObject()))
            sets.push_back(std::move(*set));
    }
    return sets;
}

} // namespace

QJsonObject toJson(const SampleSet &set)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(set.toJson())).object();
}

std::optional<SampleSet> setOf(const QJsonObject &stored)
{
    auto set = SampleSet::fromJson(QJsonDocument(stored).toJson(QJsonDocument::Compact).toStdString());
    if (set)
        return std::move(*set);
    log::failure(log::Level::Warning, set.error(), "a set of the session's state");
    return std::nullopt;
}

void SetHistory::add(const SampleSet &before)
{
    m_future.clear();
    m_past.push_back(before);
    if (m_past.size() > maxSteps)
        m_past.erase(m_past.begin());
}

std::optional<SampleSet> SetHistory::undo(const SampleSet &now) { return step(m_past, m_future, now); }

std::optional<SampleSet> SetHistory::redo(const SampleSet &now) { return step(m_future, m_past, now); }

QJsonObject SetHistory::toJson() const { return {{pastKey, listOf(m_past)}, {futureKey, listOf(m_future)}}; }

void SetHistory::restore(const QJsonObject &stored)
{
    m_past = setsOf(stored.value(pastKey));
    m_future = setsOf(stored.value(futureKey));
}

} // namespace primer
