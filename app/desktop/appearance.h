// Owns: language and theme of the whole program, following the settings. Not here: choosing them.
#pragma once

#include <QObject>
#include <QPalette>
#include <QTranslator>

#include "ui/settings/app_settings.h"

namespace primer {

class Appearance : public QObject
{
    Q_OBJECT
public:
    explicit Appearance(AppSettings &settings);
    void applyTheme();
    /// Texts are translated when they are made: a change holds from the next window or start on.
    void applyLanguage();

private:
    AppSettings &m_settings;
    QPalette m_systemPalette;
    QString m_systemStyle;
    QTranslator m_translator;
    QTranslator m_qtTranslator;
};

} // namespace primer
