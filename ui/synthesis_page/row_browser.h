// Owns: rows of a run one below the other and all that is known of the chosen one: the text, before it where it is a
// rewrite, the prompt, the raw reply. Not here: which rows (row_kinds_panel.h, coverage_panel.h), reading them
// (row_reader.h).
#pragma once

#include <string>

#include <QWidget>

#include "ui/session/workspace_session.h"
#include "ui/synthesis_page/row_reader.h"

class QLabel;
class QPlainTextEdit;
class QSplitter;
class QTabWidget;
class QTreeWidget;

namespace primer {

class SampleView;

class RowBrowser : public QWidget
{
    Q_OBJECT
public:
    /// `note` stands in the place of a row while none is chosen.
    RowBrowser(WorkspaceSession &session, const QString &note, QWidget *parent = nullptr);

    /// Reads the rows of this kind; the chosen one stays chosen when it is among them.
    void show(const std::string &run, const RowKind &kind);
    void clear();
    QTreeWidget *rows() const { return m_rows; }
    SampleView *text() const { return m_text; }
    QLabel *facts() const { return m_facts; }

Q_SIGNALS:
    void failed(const primer::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeLayout();
    QPlainTextEdit *newPlainView(const QString &name);
    void fill(const FoundRows &found);
    void load();
    void fillRow(const RowContents &contents);
    QString factsOf(const RowContents &contents) const;

    WorkspaceSession &m_session;
    const QString m_note;
    QSplitter *m_splitter;
    QTreeWidget *m_rows;
    QLabel *m_count, *m_facts;
    QTabWidget *m_tabs;
    SampleView *m_text, *m_before;
    QPlainTextEdit *m_prompt, *m_reply;
    std::string m_run;
    SynthesisItem m_shown; ///< whose contents are on the page
    bool m_isShown = false;
    quint64 m_generation = 0, m_rowGeneration = 0;
};

} // namespace primer
