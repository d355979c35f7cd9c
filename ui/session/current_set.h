// Owns: the set that all pages share: its conditions, search and order as one value, and the samples they choose now.
// Not here: what a condition means (core/query), how it is shown, a cut before it is a condition (cut_model.h).
#pragma once

#include <memory>
#include <string>

#include <QJsonObject>
#include <QObject>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/query/query_engine.h"
#include "core/workspace/selection.h"
#include "core/workspace/workspace.h"

namespace primer {

class CurrentSet : public QObject
{
    Q_OBJECT
public:
    explicit CurrentSet(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~CurrentSet() override;

    const QuerySpec &spec() const { return m_spec; }
    /// The one door through which the set changes; asks when it did.
    void setSpec(const QuerySpec &spec);
    /// Asks the same question again: rows may have come.
    void refresh();

    /// Never null; empty until the first answer, and as it was while a new question is answered or has failed.
    std::shared_ptr<const RowSet> rows() const { return m_rows; }
    bool isQuerying() const { return m_feedback != nullptr; }
    /// Neither a condition nor a search.
    bool isEverything() const { return m_spec.filter.empty() && m_spec.search.text.empty(); }
    /// The conditions but those on the score of the forest: what a cut goes through.
    std::string filterWithoutCut() const;
    /// What an export or a training starts from.
    SelectionRequest selection() const;

    QJsonObject toJson() const;
    static QuerySpec specOf(const QJsonObject &stored);

Q_SIGNALS:
    void specChanged();
    void rowsChanged();
    void queryFailed(const primer::Error &error);

private:
    void ask();

    std::shared_ptr<Workspace> m_workspace;
    QuerySpec m_spec;
    std::shared_ptr<const RowSet> m_rows = std::make_shared<RowSet>();
    std::shared_ptr<Feedback> m_feedback; ///< of the question that is being answered
    quint64 m_generation = 0;
};

} // namespace primer
