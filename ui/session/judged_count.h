// Owns: how many samples of a set people have judged, kept in step with each judgement. Not here: judging.
#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/workspace/workspace.h"
#include "ui/session/judging.h"

namespace primer {

class JudgedCount : public QObject
{
    Q_OBJECT
public:
    JudgedCount(std::shared_ptr<Workspace> workspace, Judging &judging, QObject *parent = nullptr);

    /// Counts them, off the UI thread; `changed` comes when it is known.
    void follow(std::shared_ptr<const RowSet> rows);
    int judged() const { return m_count; }

Q_SIGNALS:
    void changed();
    void failed(const primer::Error &error);

private:
    struct Counted;
    void count();
    void take(const CurrentLabel &label);

    std::shared_ptr<Workspace> m_workspace;
    std::shared_ptr<const RowSet> m_rows;
    std::vector<bool> m_isJudged; ///< of sample N at [N - 1], of all samples
    int m_count = 0;
    bool m_isKnown = false;
    bool m_isCounting = false;
    QTimer m_wait;          ///< the rows themselves come first: both read the whole table
    bool m_isStale = false; ///< a judgement or other rows came while it was counted
};

} // namespace primer
