// Owns: the rows of a run by what became of them: accepted, each reason of rejection and failure with its number,
// waiting; asking again for those of one reason. Not here: one row (row_browser.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QWidget>

#include "core/storage/synthesis_store.h"
#include "core/synthesis/rejected_rows.h"
#include "ui/session/workspace_session.h"

class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace primer {

class RowBrowser;
struct RowKind;

class RowKindsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit RowKindsPanel(WorkspaceSession &session, QWidget *parent = nullptr);

    /// The counts may be others than before.
    void show(const SynthesisRun &run);
    void clear();
    /// While a run is asked for nothing is asked again.
    void setBusy(bool isBusy);
    QTreeWidget *kinds() const { return m_kinds; }
    RowBrowser *browser() const { return m_browser; }
    QPushButton *retryButton() const { return m_retry; }

Q_SIGNALS:
    void retryWanted(const std::string &reason, bool isRejected);
    void failed(const primer::Error &error);

private:
    void makeLayout();
    void fill(const std::vector<RejectedKind> &rejected);
    QTreeWidgetItem *add(const QString &name, std::int64_t count, int what, const std::string &reason);
    void choose();
    void showButtons();
    RowKind chosenKind() const;

    WorkspaceSession &m_session;
    QTreeWidget *m_kinds;
    QPushButton *m_retry;
    RowBrowser *m_browser;
    SynthesisRun m_run;
    bool m_isBusy = false;
    quint64 m_generation = 0;
};

} // namespace primer
