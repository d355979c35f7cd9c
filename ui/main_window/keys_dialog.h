// Owns: the list of keys, and changing them. Not here: the actions (ui/widgets/keyed_action.h).
#pragma once

#include <QDialog>

#include "ui/settings/app_settings.h"

class QLabel;
class QTableWidget;

namespace primer {

class KeysDialog : public QDialog
{
    Q_OBJECT
public:
    KeysDialog(const QList<QAction *> &actions, AppSettings &settings, QWidget *parent);

private:
    void fill();
    void choose(QAction *action, const QKeySequence &key);
    void tellConflict(QAction *action, QAction *other, const QKeySequence &key);
    QList<QAction *> m_actions;
    AppSettings &m_settings;
    QTableWidget *m_table;
    QLabel *m_conflict;
};

} // namespace primer
