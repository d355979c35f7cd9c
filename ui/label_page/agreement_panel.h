// Owns: how well two sides (teachers, people) agree: kappa, confusion, the samples that differ most as a queue to
// judge. Not here: the numbers (core/labelling).
#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "core/workspace/teacher_labelling.h"
#include "ui/session/workspace_session.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;
class QTreeWidget;

namespace primer {

class AgreementPanel : public QWidget
{
    Q_OBJECT
public:
    explicit AgreementPanel(WorkspaceSession &session, QWidget *parent = nullptr);
    /// Names of teachers, and humanTeacher. The choice is kept where it still stands.
    void setSides(const std::vector<std::string> &sides);
    QLabel *text() const { return m_text; }
    QTreeWidget *furthest() const { return m_furthest; }

Q_SIGNALS:
    void sampleOpened(primer::SampleId sample);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeLayout();
    /// Once at a time, and only while it can be seen: it reads all labels of both sides.
    void compare();
    void show(const Comparison &comparison);
    void showConfusion(const Agreement &agreement);
    void showFurthest(const std::vector<Comparison::Row> &furthest);

    WorkspaceSession &m_session;
    QComboBox *m_first, *m_second;
    QLabel *m_text;
    QTableWidget *m_confusion;
    QTreeWidget *m_furthest;
    QPushButton *m_queue;
    bool m_isComparing = false;
    bool m_isStale = true; ///< labels or judgements came since the last comparison
    quint64 m_generation = 0;
};

} // namespace primer
