// Owns: what a run will take, in words: parameters, tokens, epochs, memory beside the device's, time. Not here: asking
// for the run (run_dialog.h), the estimate of memory (core/recipe).
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include "core/recipe/training_config.h"
#include "ui/training_page/run_dialog.h"

namespace primer {

class RunForecast
{
    Q_DECLARE_TR_FUNCTIONS(primer::RunForecast)
public:
    /// `dataTokens` 0: not known yet; `device` null: not known; `flopsPerSecond` 0: nothing was trained here before.
    RunForecast(const TrainingConfig &config, quint64 dataTokens, const DeviceChoice *device, double flopsPerSecond);

    QString text() const { return m_facts.join(QStringLiteral(" · ")); }
    /// The rounded numbers in full.
    const QString &exactText() const { return m_exact; }

private:
    void addMemory(const TrainingConfig &config, const DeviceChoice *device);
    void addTime(const TrainingConfig &config, const DeviceChoice &device, double flopsPerSecond);

    QStringList m_facts;
    QString m_exact;
};

} // namespace primer
