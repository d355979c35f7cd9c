// Owns: asking for more steps of a run, with what they do to its learning rate in numbers. Not here: adding them.
#pragma once

#include <cstdint>

#include <QDialog>

#include "core/recipe/training_config.h"

class QLabel;
class QRadioButton;
class QSpinBox;

namespace primer {

class ExtendDialog : public QDialog
{
    Q_OBJECT
public:
    /// `done`: steps of the run so far. The engine of a run that trains cannot keep the schedule.
    ExtendDialog(const TrainingConfig &config, std::int64_t done, bool isRunning, QWidget *parent = nullptr);

    std::int64_t steps() const;
    bool keepsSchedule() const;
    QSpinBox *stepsInput() const { return m_steps; }
    QRadioButton *keep() const { return m_keep; }
    QRadioButton *stretch() const { return m_stretch; }
    QLabel *effect() const { return m_effect; }

private:
    void showEffect();

    TrainingConfig m_config;
    std::int64_t m_done;
    QSpinBox *m_steps;
    QRadioButton *m_keep, *m_stretch;
    QLabel *m_effect;
};

} // namespace primer
