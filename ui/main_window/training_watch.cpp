#include "ui/main_window/training_watch.h"

#include <algorithm>
#include <utility>

#include "core/jobs/background.h"

namespace primer {

namespace {

constexpr int lookEveryMs = 2000;

} // namespace

TrainingWatch::TrainingWatch(QString workspaceFolder, QObject *parent)
    : QObject(parent), m_workspaceFolder(std::move(workspaceFolder))
{
    m_timer.setInterval(lookEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &TrainingWatch::look);
    m_timer.start();
    look();
}

void TrainingWatch::look()
{
    if (std::exchange(m_isLooking, true))
        return;
    std::vector<std::string> seen;
    for (const Run &run : m_runs)
        seen.push_back(run.summary.folder);
    inBackground(
        this,
        [folder = m_workspaceFolder.toStdString(), seen] {
            std::vector<Run> runs;
            for (const RunSummary &run : listRuns(folder)) {
                if (!run.isRunning && std::find(seen.begin(), seen.end(), run.folder) == seen.end())
                    continue;
                const auto config = readRunConfig(run.folder);
                runs.push_back({run, config ? config->steps : 0});
            }
            return runs;
        },
        [this](const std::vector<Run> &runs) {
            m_isLooking = false;
            if (runs == m_runs)
                return;
            m_runs = runs;
            Q_EMIT changed();
        });
}

std::vector<QString> TrainingWatch::namesOfRunning() const
{
    std::vector<QString> names;
    for (const Run &run : m_runs) {
        if (run.summary.isRunning)
            names.push_back(QString::fromStdString(run.summary.id));
    }
    return names;
}

void TrainingWatch::stop(const QString &folder)
{
    inBackground(
        this, [folder = folder.toStdString()] { return sendToRun(folder, "stop"); },
        [this](const Status &sent) {
            if (!sent)
                Q_EMIT failed(sent.error());
        });
}

} // namespace primer
