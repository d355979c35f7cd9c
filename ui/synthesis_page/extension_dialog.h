// Owns: asking by how much a run of synthesis is extended. Not here: extending it (core/synthesis).
#pragma once

#include <QDialog>

#include "core/storage/synthesis_store.h"
#include "core/synthesis/synthesis_run.h"

class QDialogButtonBox;
class QDoubleSpinBox;
class QSpinBox;

namespace primer {

class ExtensionDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ExtensionDialog(const SynthesisRun &run, QWidget *parent = nullptr);
    SynthesisExtension extension() const;

    QSpinBox *prompts() const { return m_prompts; }
    QSpinBox *target() const { return m_target; }
    QDialogButtonBox *buttons() const { return m_buttons; }

private:
    void fill();

    const SynthesisRun m_run;
    QSpinBox *m_prompts, *m_target, *m_concurrency;
    QDoubleSpinBox *m_budget, *m_temperature;
    QDialogButtonBox *m_buttons;
};

} // namespace primer
