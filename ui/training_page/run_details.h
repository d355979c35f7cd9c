// Owns: the right side of the training page: a run's settings with those that differ from its preset marked, and its
// events as they come. Not here: numbers over time (run_charts.h).
#pragma once

#include <QWidget>

#include "core/recipe/training_config.h"
#include "core/runs/event_tail.h"

class QPlainTextEdit;
class QTreeWidget;

namespace primer {

class RunDetails : public QWidget
{
    Q_OBJECT
public:
    explicit RunDetails(QWidget *parent = nullptr);
    void clear();
    void setConfig(const TrainingConfig &config);
    /// Steps are not told one by one.
    void addEvent(const RunEvent &event);
    QTreeWidget *settings() const { return m_settings; }
    QPlainTextEdit *events() const { return m_events; }

private:
    QTreeWidget *m_settings;
    QPlainTextEdit *m_events;
};

} // namespace primer
