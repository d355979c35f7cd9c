// Owns: the one window, and its making anew when the language changes. Not here: what the window does.
#pragma once

#include <memory>

#include <QObject>
#include <QString>

#include "ui/main_window/main_window.h"
#include "ui/settings/app_settings.h"

namespace primer {

class WindowOwner : public QObject
{
    Q_OBJECT
public:
    WindowOwner(AppSettings &settings, QString parquetWorker);
    MainWindow &window() { return *m_window; }

private:
    void make();
    /// Texts are translated when a widget is made. While jobs run the window stays as it is: they are worth more.
    void makeAnew();

    AppSettings &m_settings;
    QString m_parquetWorker;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace primer
