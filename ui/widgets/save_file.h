// Owns: asking for a file to write: kinds of files, a name's ending, what is there already. Not here: writing it.
#pragma once

#include <functional>

#include <QList>
#include <QString>

class QWidget;

namespace primer {

struct FileKind {
    QString ending; ///< "png"
    QString filter; ///< "Pictures (*.png)"
};

/// The kind of the name's own ending, else `chosen`.
int kindOfName(const QString &path, const QList<FileKind> &kinds, int chosen);
/// A name without an ending gets the one of its kind. Digits after a point are no ending ("loss-0.5").
QString withEnding(const QString &path, const FileKind &kind);

/// Opens a dialog with `chosen` of `kinds`. `then` is called with a complete name and its kind; for a file that exists
/// only when the person agrees to replace it.
void askForFile(QWidget *parent, const QString &caption, const QString &name, const QList<FileKind> &kinds, int chosen,
                std::function<void(const QString &path, int kind)> then);

} // namespace primer
