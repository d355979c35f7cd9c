#include "ui/widgets/save_file.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

namespace primer {

namespace {

/// Where the last file went is where the next one most likely goes.
QString &lastFolder()
{
    static QString folder = QDir::homePath();
    return folder;
}

QString words(const char *text) { return QCoreApplication::translate("primer::SaveFile", text); }

QString fileNameOf(const QString &title)
{
    QString name;
    for (const QChar letter : title.toLower()) {
        if (letter.isLetterOrNumber())
            name += letter;
        else if (!name.isEmpty() && !name.endsWith(QLatin1Char('-')))
            name += QLatin1Char('-');
    }
    while (name.endsWith(QLatin1Char('-')))
        name.chop(1);
    return name;
}

void askToReplace(QWidget *parent, const QString &path, std::function<void()> then)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, words(QT_TRANSLATE_NOOP("primer::SaveFile", "Replace the file?")),
                                words(QT_TRANSLATE_NOOP("primer::SaveFile", "“%1” exists already. What is in it is "
                                                                            "lost when it is replaced."))
                                    .arg(QFileInfo(path).fileName()),
                                QMessageBox::Cancel, parent);
    box->setObjectName(QStringLiteral("replace"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    QPushButton *replace = box->addButton(words(QT_TRANSLATE_NOOP("primer::SaveFile", "Replace")),
                                          QMessageBox::DestructiveRole);
    box->button(QMessageBox::Cancel)->setText(words(QT_TRANSLATE_NOOP("primer::SaveFile", "Cancel")));
    box->setDefaultButton(QMessageBox::Cancel);
    QObject::connect(replace, &QPushButton::clicked, parent, std::move(then));
    box->open();
}

} // namespace

int kindOfName(const QString &path, const QList<FileKind> &kinds, int chosen)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [&ending](const FileKind &kind) { return kind.ending == ending; });
    return found == kinds.end() ? chosen : int(found - kinds.begin());
}

QString withEnding(const QString &path, const FileKind &kind)
{
    const QString ending = QFileInfo(path).suffix();
    const bool hasEnding = std::any_of(ending.begin(), ending.end(), [](QChar letter) { return letter.isLetter(); });
    return hasEnding ? path : path + QLatin1Char('.') + kind.ending;
}

void askForFile(QWidget *parent, const QString &caption, const QString &name, const QList<FileKind> &kinds, int chosen,
                std::function<void(const QString &path, int kind)> then)
{
    QStringList filters;
    for (const FileKind &kind : kinds)
        filters.append(kind.filter);
    auto *dialog = new QFileDialog(parent, caption, lastFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    // Asked here, once the name has its ending: the dialog would ask of the name as it was typed.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->setNameFilters(filters);
    dialog->selectNameFilter(filters.at(chosen));
    dialog->selectFile(withEnding(fileNameOf(name), kinds.at(chosen)));
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [parent, dialog, kinds, filters, chosen, then = std::move(then)](const QString &path) {
                         lastFolder() = QFileInfo(path).absolutePath();
                         const auto filter = int(filters.indexOf(dialog->selectedNameFilter()));
                         const int kind = kindOfName(path, kinds, filter < 0 ? chosen : filter);
                         const QString whole = withEnding(path, kinds.at(kind));
                         if (QFileInfo::exists(whole))
                             askToReplace(parent, whole, [then, whole, kind] { then(whole, kind); });
                         else
                             then(whole, kind);
                     });
    dialog->open();
}

} // namespace primer
