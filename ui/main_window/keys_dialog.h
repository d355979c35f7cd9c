// Owns: the list of keys, and changing them. Not here: the actions (ui/widgets/keyed_action.h).
#pragma once

#include <QDialog>

#include "ui/settings/app_settings.h"

class QTableWidget;

namespace primer {

class KeysDialog : public QDialog
{
    Q_OBJECT
public:
    KeysDialog(const QList<QAction *> &actions, AppSettings &settings, QWidget *parent);

private:
    void fill();
    QList<QAction *> m_actions;
    AppSettings &m_settings;
    QTableWidget *m_table;
};

} // namespace primer
