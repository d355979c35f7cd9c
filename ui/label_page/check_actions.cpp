#include "ui/label_page/check_actions.h"

#include <QInputDialog>
#include <QMenu>

namespace primer {

CheckActions::CheckActions(WorkspaceSession &session, AppSettings &settings, QWidget *page)
    : QObject(page), m_session(session), m_page(page), m_menu(new QMenu(page))
{
    QAction *rename = m_menu->addAction(tr("Rename the check…"), this,
                                        [this] { askForName(m_session.queue().queue()); });
    QAction *remove = m_menu->addAction(tr("Delete the check"), this,
                                        [this] { this->remove(m_session.queue().queue()); });
    m_menu->addSeparator();
    QAction *hides = m_menu->addAction(tr("In checks, hide scores and teacher labels until I have judged"));
    hides->setCheckable(true);
    connect(m_menu, &QMenu::aboutToShow, this, [this, rename, remove, hides, &settings] {
        rename->setEnabled(m_session.queue().queue() != 0);
        remove->setEnabled(m_session.queue().queue() != 0);
        hides->setChecked(settings.hidesOpinions());
    });
    connect(hides, &QAction::triggered, this, [this, &settings](bool isOn) {
        settings.setHidesOpinions(isOn);
        Q_EMIT hidesOpinionsChanged();
    });
    connect(&session.lists(), &WorkspaceLists::queueRemoved, this, &CheckActions::removed);
}

void CheckActions::askForName(std::int64_t queue)
{
    const Queue *known = m_session.lists().queue(queue);
    if (!known)
        return;
    auto *dialog = new QInputDialog(m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename the check"));
    dialog->setLabelText(tr("Name"));
    dialog->setTextValue(QString::fromStdString(known->name));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, queue](const QString &name) {
        if (!name.trimmed().isEmpty())
            m_session.lists().renameQueue(queue, name.trimmed());
    });
    dialog->open();
}

void CheckActions::remove(std::int64_t queue)
{
    if (queue != 0)
        m_session.lists().removeQueue(queue);
}

} // namespace primer
