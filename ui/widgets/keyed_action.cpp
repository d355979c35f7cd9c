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

QString keyedActionId(const QAction *action) { return action->property(idProperty).toString(); }

} // namespace primer
