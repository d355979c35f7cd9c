// Owns: what a dataset or training set is made of beyond the current set: a kept threshold, near-duplicates left out.
// Not here: choosing the samples (core/workspace/selection.h).
#pragma once

#include <string>

#include <QWidget>

#include "core/workspace/selection.h"
#include "ui/session/workspace_session.h"

class QCheckBox;
class QComboBox;

namespace primer {

class SetChoice : public QWidget
{
    Q_OBJECT
public:
    explicit SetChoice(WorkspaceSession &session, QWidget *parent = nullptr);

    /// The current set, cut as chosen.
    SelectionRequest request() const;
    QComboBox *thresholds() const { return m_thresholds; }
    QCheckBox *copies() const { return m_copies; }
    /// "NAME@VERSION" and whether near-duplicates go, as they were left; takes hold when the thresholds are read.
    void restore(const QString &threshold, bool dropsCopies);
    QString threshold() const;

Q_SIGNALS:
    void changed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showThresholds();

    WorkspaceSession &m_session;
    QComboBox *m_thresholds;
    QCheckBox *m_copies;
    QString m_wanted;
};

} // namespace primer
