// Owns: asking what a forest shall learn from. Not here: fitting.
#pragma once

#include <QDialog>

#include "core/quality/forest_fit.h"
#include "ui/session/quality_lists.h"

class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QListWidget;
class QSpinBox;

namespace primer {

class FitDialog : public QDialog
{
    Q_OBJECT
public:
    FitDialog(const QualityLists &lists, QWidget *parent = nullptr);
    FitRequest request() const;

private:
    void showReady();
    QListWidget *m_features;
    QComboBox *m_teacher;
    QDoubleSpinBox *m_positiveFrom;
    QSpinBox *m_trees, *m_seed;
    QComboBox *m_report;
    QDialogButtonBox *m_buttons;
};

} // namespace primer
