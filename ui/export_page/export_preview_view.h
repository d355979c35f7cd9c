// Owns: what an export would write, to be looked at: files, first rows, the card; while it is made, when nothing would
// be written, when it cannot be told. Not here: asking (export_previewer.h).
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/export_page/export_previewer.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableWidget;
class QTextBrowser;
class QTreeWidget;

namespace primer {

class ExportPreviewView : public QWidget
{
    Q_OBJECT
public:
    explicit ExportPreviewView(ExportPreviewer &previewer, QWidget *parent = nullptr);
    QTreeWidget *files() const { return m_files; }
    QTableWidget *rows() const { return m_rows; }
    QTextBrowser *card() const { return m_card; }
    /// What stands in the place of the preview, "" while that is shown.
    QString note() const;

private:
    void makeLayout();
    QWidget *titled(const QString &title, QWidget *view);
    void showState();
    void showNote(const QString &text, bool canRetry = false);
    void showFiles(const ExportPreview &preview);
    void showRows(const ExportPreview &preview);
    void showCard(const ExportPreview &preview);

    ExportPreviewer &m_previewer;
    QStackedWidget *m_stack;
    QWidget *m_content, *m_notePage;
    QLabel *m_note;
    QPushButton *m_retry;
    QTreeWidget *m_files;
    QTableWidget *m_rows;
    QTextBrowser *m_card;
    QTimer m_untilLoading;
};

} // namespace primer
