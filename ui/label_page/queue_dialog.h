// Owns: asking for a new spot-check queue: how many, random or stratified, seed, blind. Not here: drawing it.
#pragma once

#include <QDialog>

#include "core/workspace/workspace.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace primer {

class QueueDialog : public QDialog
{
    Q_OBJECT
public:
    /// `seed` is what is offered.
    QueueDialog(qint64 available, const std::string &filter, std::int64_t seed, QWidget *parent = nullptr);
    QueueRequest request() const;

private:
    std::string m_filterText;
    QLineEdit *m_name;
    QSpinBox *m_count;
    QComboBox *m_strata;
    QSpinBox *m_seed;
    QCheckBox *m_blind;
};

} // namespace primer
