#include "ui/main_window/start_page.h"

#include <QCommandLinkButton>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include "ui/widgets/message_bar.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

StartPage::StartPage(AppSettings &settings, QWidget *parent)
    : QWidget(parent), m_messages(new MessageBar(this)), m_choices(new QWidget(this)), m_busy(new QLabel(this)),
      m_progress(new QProgressBar(this))
{
    auto *title = new QLabel(tr("Primer"), this);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 2);
    title->setFont(large);
    auto *subtitle = new QLabel(tr("Turn raw code into a small corpus of textbook quality, and see what that does."),
                                this);
    const auto choice = [this](const char *icon, const QString &text, const QString &description) {
        auto *button = new QCommandLinkButton(text, description, m_choices);
        button->setIcon(themedIcon(QLatin1String(icon)));
        button->setAccessibleName(text);
        button->setAccessibleDescription(description);
        return button;
    };
    QPushButton *demo = choice(
        "play", tr("Open the demo"),
        tr("Imports the Python files of this machine: some thousand real files, which can be read as they come."));
    QPushButton *open = choice("folder", tr("Open a workspace…"), tr("A folder whose name ends in .primer."));
    QPushButton *create = choice(
        "folder-new", tr("New workspace…"),
        tr("Then drop files or folders on the window: Parquet, JSON lines, Posts.xml, source trees."));
    connect(demo, &QPushButton::clicked, this, &StartPage::demoRequested);
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
    connect(create, &QPushButton::clicked, this, &StartPage::createRequested);
    auto *choices = new QVBoxLayout(m_choices);
    choices->setContentsMargins(0, 12, 0, 0);
    for (QPushButton *button : {demo, open, create})
        choices->addWidget(button);
    const QStringList &recent = settings.recentWorkspaces();
    if (!recent.isEmpty()) {
        choices->addSpacing(12);
        choices->addWidget(new QLabel(tr("Recent"), m_choices));
    }
    for (const QString &path : recent) {
        auto *button = choice("history", QFileInfo(path).completeBaseName(), QDir::toNativeSeparators(path));
        button->setEnabled(QFileInfo::exists(path));
        connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT recentChosen(path); });
        choices->addWidget(button);
    }
    m_busy->hide();
    m_progress->setRange(0, 0);
    m_progress->hide();
    auto *column = new QVBoxLayout;
    column->addStretch(1);
    column->addWidget(title);
    column->addWidget(subtitle);
    column->addWidget(m_choices);
    column->addWidget(m_busy);
    column->addWidget(m_progress);
    column->addStretch(2);
    auto *layout = new QHBoxLayout(this);
    layout->addStretch(1);
    layout->addLayout(column, 2);
    layout->addStretch(1);
}

void StartPage::setBusy(const QString &what)
{
    m_busy->setText(what);
    m_busy->setVisible(!what.isEmpty());
    m_progress->setVisible(!what.isEmpty());
    m_choices->setEnabled(what.isEmpty());
}

} // namespace primer
