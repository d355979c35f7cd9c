#include "ui/main_window/documentation_view.h"

#include <QFile>
#include <QRegularExpression>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/widgets/dialog_size.h"

namespace primer {

DocumentationView::DocumentationView(QWidget *window) : QDialog(window), m_text(new QTextBrowser(this))
{
    setWindowTitle(tr("Documentation"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_text->setOpenExternalLinks(true);
    m_text->setAccessibleName(windowTitle());
    QFile file(QStringLiteral(":/README.md")); // within the program: nothing is waited for
    if (file.open(QIODevice::ReadOnly)) {
        static const QRegularExpression picture(QStringLiteral("!\\[[^\\]]*\\]\\([^)]*\\)\\n*"));
        m_text->setMarkdown(QString::fromUtf8(file.readAll()).remove(picture));
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    resizeWithin(*this, {820, 720});
}

void DocumentationView::open(QWidget *window)
{
    auto *view = window->findChild<DocumentationView *>();
    if (!view)
        view = new DocumentationView(window);
    view->show();
    view->raise();
    view->activateWindow();
    view->text()->setFocus();
}

} // namespace primer
