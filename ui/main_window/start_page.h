// Owns: the first page: demo, open, drop. Not here: doing it.
#pragma once

#include <QWidget>

#include "ui/settings/app_settings.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace primer {

class MessageBar;

class StartPage : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(AppSettings &settings, QWidget *parent = nullptr);
    MessageBar *messages() const { return m_messages; }
    void setBusy(const QString &what);

Q_SIGNALS:
    void demoRequested();
    void openRequested();
    void createRequested();
    void recentChosen(const QString &path);

private:
    MessageBar *m_messages;
    QWidget *m_choices;
    QLabel *m_busy;
    QProgressBar *m_progress;
};

} // namespace primer
