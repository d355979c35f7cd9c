// Owns: what a finished check came to, as a page: how the judgements are spread, how well teachers and the forest agree
// with them, where they differ most, what to do next. Not here: the numbers (core/workspace/check_summary.h).
#pragma once

#include <memory>

#include <QWidget>

#include "core/workspace/check_summary.h"
#include "ui/session/workspace_session.h"

class QGridLayout;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace primer {

class CheckSummaryView : public QWidget
{
    Q_OBJECT
public:
    explicit CheckSummaryView(WorkspaceSession &session, QWidget *parent = nullptr);

    /// Reads and shows it; a second call for the same check reads it anew.
    void showCheck(std::int64_t queue);
    QLabel *title() const { return m_title; }
    QTreeWidget *sides() const { return m_sides; }
    QTreeWidget *furthest() const { return m_furthest; }
    QPushButton *differencesButton() const { return m_again; }
    QPushButton *allChecksButton() const { return m_all; }

Q_SIGNALS:
    /// Of the check, to look at it again.
    void sampleOpened(primer::SampleId sample);
    void allChecksWanted();
    void qualityWanted();

private:
    struct Shown;
    static QString percent(double share);
    void makeLayout();
    void show(const Shown &shown);
    void showSpread(const CheckSummary &summary);
    void showSides(const CheckSummary &summary);
    void showFurthest(const Shown &shown);

    WorkspaceSession &m_session;
    QLabel *m_title;
    QGridLayout *m_spread;
    QLabel *m_sidesHint;
    QTreeWidget *m_sides, *m_furthest;
    QLabel *m_furthestTitle;
    QPushButton *m_again, *m_forest, *m_all;
    quint64 m_generation = 0;
};

} // namespace primer
