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
/// The first other action that `key`, or a beginning or continuation of it, would make ambiguous where `action` works;
/// null when there is none. Actions of pages that are never shown together may share a key.
QAction *keyConflict(const QList<QAction *> &actions, const QAction *action, const QKeySequence &key);

} // namespace primer
