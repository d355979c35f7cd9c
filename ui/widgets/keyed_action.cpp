#include "ui/widgets/keyed_action.h"

namespace primer {

namespace {
constexpr const char *idProperty = "keyId";
} // namespace

QAction *addKeyedAction(QWidget *owner, AppSettings &settings, const QString &id, const QString &text,
                        const QKeySequence &key, std::function<void()> run, Qt::ShortcutContext context)
{
    auto *action = new QAction(text, owner);
    action->setProperty(idProperty, id);
    action->setShortcutContext(context);
    action->setShortcut(settings.key(id, key));
    owner->addAction(action);
    QObject::connect(action, &QAction::triggered, owner, std::move(run));
    QObject::connect(&settings, &AppSettings::keysChanged, action,
                     [action, &settings, id, key] { action->setShortcut(settings.key(id, key)); });
    return action;
}

QList<QAction *> keyedActions(const QWidget *window)
{
    QList<QAction *> keyed;
    for (QAction *action : window->findChildren<QAction *>()) {
        if (!keyedActionId(action).isEmpty())
            keyed.append(action);
    }
    return keyed;
}

namespace {

bool meet(const QKeySequence &left, const QKeySequence &right)
{
    return !left.isEmpty() && !right.isEmpty()
           && (left.matches(right) != QKeySequence::NoMatch || right.matches(left) != QKeySequence::NoMatch);
}

/// Both work while the focus is at some one place.
bool workTogether(const QAction *left, const QAction *right)
{
    if (left->shortcutContext() == Qt::WindowShortcut || right->shortcutContext() == Qt::WindowShortcut)
        return true;
    const auto *one = qobject_cast<const QWidget *>(left->parent());
    const auto *other = qobject_cast<const QWidget *>(right->parent());
    return one && other && (one == other || one->isAncestorOf(other) || other->isAncestorOf(one));
}

} // namespace

QAction *keyConflict(const QList<QAction *> &actions, const QAction *action, const QKeySequence &key)
{
    for (QAction *other : actions) {
        if (other != action && meet(key, other->shortcut()) && workTogether(action, other))
            return other;
    }
    return nullptr;
}

QString keyedActionId(const QAction *action) { return action->property(idProperty).toString(); }

} // namespace primer
