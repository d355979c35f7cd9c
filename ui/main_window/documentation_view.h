// Owns: the documentation in a window of its own, to be read beside the work. Not here: what it says (README.md).
#pragma once

#include <QDialog>

class QTextBrowser;

namespace primer {

class DocumentationView : public QDialog
{
    Q_OBJECT
public:
    /// One for the window: it comes to the front when it is open.
    static void open(QWidget *window);
    QTextBrowser *text() const { return m_text; }

private:
    explicit DocumentationView(QWidget *window);
    QTextBrowser *m_text;
};

} // namespace primer
