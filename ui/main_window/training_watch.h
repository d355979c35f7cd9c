// Owns: which training runs of the workspace train now, looked at now and then off the UI thread: they are processes of
// their own and no jobs of this program. Not here: showing and steering them (ui/training_page).
#pragma once

#include <vector>

#include <QObject>
#include <QString>
#include <QTimer>

#include "core/runs/run_folder.h"

namespace primer {

class TrainingWatch : public QObject
{
    Q_OBJECT
public:
    explicit TrainingWatch(QString workspaceFolder, QObject *parent = nullptr);

    struct Run {
        RunSummary summary;
        std::int64_t steps = 0; ///< planned
        bool operator==(const Run &other) const
        {
            return summary.folder == other.summary.folder && summary.isRunning == other.summary.isRunning
                   && summary.last.step == other.summary.last.step && steps == other.steps;
        }
    };
    /// Those that train, and those that were seen to and have ended since.
    const std::vector<Run> &runs() const { return m_runs; }
    std::vector<QString> namesOfRunning() const;
    /// It ends at its next step with a checkpoint.
    void stop(const QString &folder);

Q_SIGNALS:
    void changed();
    void failed(const primer::Error &error);

private:
    void look();

    QString m_workspaceFolder;
    QTimer m_timer;
    std::vector<Run> m_runs;
    bool m_isLooking = false;
};

} // namespace primer
