// Owns: in words what the cut keeps and how good that is. Not here: the numbers (ui/session/cut_model.h).
#pragma once

#include <QWidget>

#include "ui/session/cut_model.h"

class QLabel;

namespace primer {

class CutSummary : public QWidget
{
    Q_OBJECT
public:
    explicit CutSummary(CutModel &cut, QWidget *parent = nullptr);
    QLabel *kept() const { return m_kept; }
    /// What the shares are of, and precision, recall and F1.
    QLabel *quality() const { return m_quality; }

private:
    void showCut();

    CutModel &m_cut;
    QLabel *m_kept, *m_quality;
};

} // namespace primer
