// Owns: how a command is called in the palette, and by which other words it is found. Not here: matching them
// (palette_search.h).
#pragma once

#include <QCoreApplication>
#include <QString>

class QAction;

namespace primer {

class CommandWords
{
    Q_DECLARE_TR_FUNCTIONS(primer::CommandWords)
public:
    /// Its text, with the menu's name before it where the text alone would not say what it does.
    static QString name(const QAction *action);
    static QString others(const QString &commandId);
};

} // namespace primer
