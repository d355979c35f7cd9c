// Owns: actions whose key a person can change, with a stable id; the keys dialog and the palette list them.
// Not here: what they do.
#pragma once

#include <functional>

#include <QAction>
#include <QKeySequence>
#include <QWidget>

#include "ui/settings/app_settings.h"

namespace primer {

/// Makes the action on `owner`; it works while the focus is inside `owner`. Its key follows the settings.
QAction *addKeyedAction(QWidget *owner, AppSettings &settings, const QString &id, const QString &text,
                        const QKeySequence &key, std::function<void()> run,
                        Qt::ShortcutContext context = Qt::WidgetWithChildrenShortcut);

/// All keyed actions of a window.
QList<QAction *> keyedActions(const QWidget *window);
QString keyedActionId(const QAction *action);

} // namespace primer
