// Owns: where the chosen run stands, in one line and a bar. Not here: reading it (run_watch.h).
#pragma once

#include <QWidget>

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

private:
    QString emptyText() const;
    QString standOf(const RunSeries &series, std::int64_t planned) const;

    RunWatch &m_watch;
    QLabel *m_text;
    QProgressBar *m_progress;
};

} // namespace primer
