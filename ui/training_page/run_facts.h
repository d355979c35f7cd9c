// Owns: where the chosen run stands, in one line and a bar. Not here: reading it (run_watch.h).
#pragma once

#include <QWidget>

#include "core/recipe/training_config.h"

class QLabel;
class QProgressBar;

namespace primer {

class RunSeries;
class RunWatch;

class RunFacts : public QWidget
{
    Q_OBJECT
public:
    explicit RunFacts(RunWatch &watch, QWidget *parent = nullptr);
    void refresh();
    /// Of the chosen run: its dropout is part of what the two losses mean.
    void setConfig(const TrainingConfig &config);
    QLabel *text() const { return m_text; }
    /// Why the held-out loss cannot simply be compared with the training loss, or hidden.
    QLabel *hint() const { return m_hint; }

private:
    QString emptyText() const;
    QString heldOutText(const RunSeries &series) const;
    QString hintOn(const RunSeries &series) const;
    QString standOf(const RunSeries &series, std::int64_t planned) const;

    RunWatch &m_watch;
    QLabel *m_text, *m_hint;
    double m_dropout = 0; ///< the greater of the chosen run's two
    QProgressBar *m_progress;
};

} // namespace primer
