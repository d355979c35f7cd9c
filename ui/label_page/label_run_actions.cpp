#include "ui/label_page/label_run_actions.h"

#include <QInputDialog>
#include <QRegularExpression>

#include "core/dataset/columns.h"
#include "core/jobs/background.h"
#include "core/storage/label_run_upkeep.h"
#include "ui/code_view/display_text.h"

namespace primer {

LabelRunActions::LabelRunActions(WorkspaceSession &session, QWidget *page)
    : QObject(page), m_session(session), m_page(page)
{}

QString LabelRunActions::nameOf(const LabelRun &run)
{
    return displayText(run.title.empty() ? run.teacher : run.title).text;
}

QString LabelRunActions::labelOf(const LabelRun &run)
{
    QStringList words{nameOf(run)};
    for (const QString &word :
         QString::fromStdString(run.notes).split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts)) {
        if (word.size() > 1 && word.startsWith(QLatin1Char('#')))
            words.append(word);
    }
    return words.join(QLatin1Char(' '));
}

QString LabelRunActions::tipOf(const LabelRun &run)
{
    QString tip = tr("%1, run %2 of %3")
                      .arg(displayText(run.teacher).text, QString::number(run.id),
                           QString::fromStdString(run.createdAt));
    if (!run.notes.empty())
        tip += QStringLiteral("\n\n") + QString::fromStdString(run.notes);
    return QStringLiteral("<qt><p style=\"white-space:pre-wrap\">") + tip.toHtmlEscaped() + QStringLiteral("</p></qt>");
}

QInputDialog *LabelRunActions::newDialog(const QString &title, const QString &label, const QString &text)
{
    auto *dialog = new QInputDialog(m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(label);
    dialog->setTextValue(text);
    dialog->setOkButtonText(tr("Keep"));
    dialog->setCancelButtonText(tr("Cancel"));
    return dialog;
}

void LabelRunActions::write(const Store::Work &work, const std::function<void()> &then)
{
    inBackground(
        this, [workspace = m_session.workspace(), work] { return workspace->store().write(Durability::Durable, work); },
        [this, then](const Status &written) {
            if (!written) {
                Q_EMIT failed(written.error());
                return;
            }
            if (then)
                then();
            Q_EMIT changed();
        });
}

void LabelRunActions::askForName(const LabelRun &run)
{
    QInputDialog *dialog = newDialog(tr("Rename the labelling"), tr("Name. An empty one is the teacher's name again."),
                                     QString::fromStdString(run.title));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, id = run.id](const QString &name) {
        write([id, title = name.trimmed().toStdString()](Connection &connection) {
            return renameLabelRun(connection, id, title);
        });
    });
    dialog->open();
}

void LabelRunActions::askForNotes(const LabelRun &run)
{
    QInputDialog *dialog = newDialog(tr("Notes of “%1”").arg(nameOf(run)),
                                     tr("Notes. Words that begin with # are tags; they stand in the list."), {});
    dialog->setOption(QInputDialog::UsePlainTextEditForTextInput);
    dialog->setTextValue(QString::fromStdString(run.notes)); // the other field would make one line of it
    connect(dialog, &QInputDialog::textValueSelected, this, [this, id = run.id](const QString &notes) {
        write([id, text = notes.trimmed().toStdString()](Connection &connection) {
            return setLabelRunNotes(connection, id, text);
        });
    });
    dialog->open();
}

void LabelRunActions::writeLabels(const Store::Work &work, const std::function<void()> &then)
{
    write(work, [this, then] {
        for (const Column column : {Column::TeacherValue, Column::TeacherName})
            m_session.workspace()->query().columns().forget(column);
        m_session.noteColumnsChanged();
        if (then)
            then();
    });
}

void LabelRunActions::remove(const LabelRun &run)
{
    writeLabels([id = run.id](Connection &connection) { return removeLabelRun(connection, id); },
                [this, run] { Q_EMIT removed(run); });
}

void LabelRunActions::restore(const LabelRun &run)
{
    writeLabels([id = run.id](Connection &connection) { return restoreLabelRun(connection, id); });
}

} // namespace primer
