// Owns: the view of rejected rows: why, where, the raw line; by reason; trying again with other columns; the list as a
// file. Not here: reading them (rejected_rows_model.h), importing (import_flow.h).
#pragma once

#include <QWidget>

#include "ui/session/workspace_session.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace primer {

class ImportFlow;
class RejectedRowsModel;

class RejectedRowsView : public QWidget
{
    Q_OBJECT
public:
    RejectedRowsView(WorkspaceSession &session, ImportFlow &imports, QWidget *parent = nullptr);

    QTableView *table() const { return m_table; }
    QComboBox *reasons() const { return m_reasons; }
    QPushButton *mapButton() const { return m_map; }
    QPlainTextEdit *rawText() const { return m_raw; }
    /// As a job.
    void exportTo(const QString &path);

private:
    void makeLayout();
    void load();
    void showReasons(const std::vector<std::pair<std::string, std::int64_t>> &reasons);
    void showCurrent();
    void askWhereTo();

    WorkspaceSession &m_session;
    ImportFlow &m_imports;
    RejectedRowsModel *m_model;
    QComboBox *m_reasons;
    QPushButton *m_map;
    QPushButton *m_export;
    QTableView *m_table;
    QPlainTextEdit *m_raw;
    QLabel *m_empty;
    std::int64_t m_shownCount = -1;
    int m_generation = 0; ///< of the question for the reasons
};

} // namespace primer
