// Owns: the training runs of a workspace as they are on disk, looked at now and then off the UI thread, for all that
// show them; they are processes of their own and no jobs of this program. Not here: their events
// (ui/training_page/run_watch), words, starting and steering them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include <QObject>
#include <QString>
#include <QTimer>

#include "core/base/result.h"
#include "core/runs/run_folder.h"

namespace primer {

/// A run at the last look.
struct KnownRun {
    RunSummary summary;
    QString folder;
    QString title, notes;   ///< what the person calls it, and wrote of it
    RunEvent lastStep;      ///< Other when there is none
    std::int64_t steps = 0; ///< planned; 0 when its configuration cannot be read

    /// It has moved on since, or other words stand for it.
    bool isSameAs(const KnownRun &other) const;
};

class TrainingRuns : public QObject
{
    Q_OBJECT
public:
    explicit TrainingRuns(QString workspaceFolder, QObject *parent = nullptr);

    const QString &workspaceFolder() const { return m_workspaceFolder; }
    /// By id, as of the last look.
    const std::vector<KnownRun> &runs() const { return m_runs; }
    bool hasLooked() const { return m_hasLooked; }
    /// Titles of those that train.
    std::vector<QString> namesOfRunning() const;
    /// Looks often while somebody sees them.
    void setWatched(bool isWatched);
    void refresh();
    /// It ends at its next step with a checkpoint.
    void stop(const QString &folder);

Q_SIGNALS:
    /// There was a look, whether or not it found anything new.
    void looked();
    void failed(const primer::Error &error);

private:
    QString m_workspaceFolder;
    QTimer m_timer;
    std::vector<KnownRun> m_runs;
    bool m_isLooking = false;
    bool m_hasLooked = false;
};

} // namespace primer
