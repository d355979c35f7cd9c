// Owns: showing the content of one sample: code or thread, notices about what was made visible, search in file, the
// outline beside the code. Not here: loading it (ui/models).
#pragma once

#include <functional>

#include <QWidget>

#include "core/dataset/sample.h"
#include "core/syntax/python_outline.h"
#include "ui/code_view/display_text.h"

class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace primer {

class CodeView;
class FindBar;
class OutlineView;
class ThreadView;

class SampleView : public QWidget
{
    Q_OBJECT
public:
    explicit SampleView(QWidget *parent = nullptr);
    void showCode(const DisplayText &text, const QString &language, const QString &path);
    void showThread(const std::vector<ThreadPost> &posts);
    /// Nothing chosen, or still loading.
    void showNote(const QString &note);
    /// "" while a content is shown.
    QString note() const;
    /// Of the code that is shown.
    void setOutline(const PythonOutline &outline, bool isPython);
    void setOutlineShown(bool isShown);
    bool isOutlineShown() const { return m_wantsOutline; }
    OutlineView *outline() const { return m_outline; }
    /// The search of the page: marked in every file that is shown from now on.
    void setPageSearch(const QString &pattern, bool isRegex, bool ignoreCase);
    CodeView *codeView() const { return m_code; }
    FindBar *findBar() const { return m_findBar; }
    /// What is selected in the code or the thread, with \n between lines.
    QString selectedText() const;
    void copySelection() const;
    void selectAll();
    /// Adds to the menu over the content what the page can do with it.
    void setMenuFiller(std::function<void(QMenu &)> filler) { m_menuFiller = std::move(filler); }

public Q_SLOTS:
    /// With what is selected.
    void openFind();
    void closeFind();
    void stepHit(int by);

private:
    void makeLayout();
    void openMenu(const QPoint &globalPlace);
    bool isThread() const;
    int mark(const QString &pattern, bool isRegex, bool ignoreCase, bool goesThere = true);
    void findChanged();
    void markHits();

    CodeView *m_code;
    ThreadView *m_thread;
    QStackedWidget *m_stack;
    QLabel *m_note;
    QLabel *m_notice;
    QSplitter *m_splitter;
    OutlineView *m_outline;
    FindBar *m_findBar;
    std::function<void(QMenu &)> m_menuFiller;
    QString m_pattern;
    bool m_isRegex = false;
    bool m_ignoreCase = false;
    bool m_wantsOutline = false;
};

} // namespace primer
