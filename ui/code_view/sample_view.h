// Owns: showing the content of one sample: code or thread, notices about what was made visible, search in file.
// Not here: loading it (ui/models).
#pragma once

#include <QWidget>

#include "core/dataset/sample.h"
#include "ui/code_view/display_text.h"

class QLabel;
class QLineEdit;
class QStackedWidget;

namespace primer {

class CodeView;
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
    /// The search of the page: marked in every file that is shown from now on.
    void setPageSearch(const QString &pattern, bool isRegex, bool ignoreCase);
    CodeView *codeView() const { return m_code; }

public Q_SLOTS:
    void openFind();
    void closeFind();

private:
    void findChanged();
    CodeView *m_code;
    ThreadView *m_thread;
    QStackedWidget *m_stack;
    QLabel *m_note;
    QLabel *m_notice;
    QWidget *m_findBar;
    QLineEdit *m_find;
    QLabel *m_findCount;
    QString m_pattern;
    bool m_isRegex = false;
    bool m_ignoreCase = false;
};

} // namespace primer
