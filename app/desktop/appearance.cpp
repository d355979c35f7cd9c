#include "app/desktop/appearance.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QStyle>

#include "ui/widgets/palettes.h"
#include "ui/widgets/window_style.h"

namespace primer {

Appearance::Appearance(AppSettings &settings)
    : m_settings(settings), m_systemPalette(QApplication::palette()), m_systemStyle(QApplication::style()->objectName())
{
    connect(&settings, &AppSettings::themeChanged, this, &Appearance::applyTheme);
    connect(&settings, &AppSettings::languageChanged, this, &Appearance::applyLanguage);
}

void Appearance::applyTheme()
{
    const bool hasDesktopStyle = !qEnvironmentVariableIsEmpty("XDG_CURRENT_DESKTOP");
    const bool isDesktops = m_settings.theme() == Theme::System && hasDesktopStyle;
    switch (m_settings.theme()) {
    case Theme::System: QApplication::setPalette(hasDesktopStyle ? m_systemPalette : lightPalette()); break;
    case Theme::Light: QApplication::setPalette(lightPalette()); break;
    case Theme::Dark: QApplication::setPalette(darkPalette()); break;
    case Theme::HighContrast: QApplication::setPalette(highContrastPalette()); break;
    }
    // After the palette, by which it measures frames.
    QApplication::setStyle(new WindowStyle(isDesktops ? m_systemStyle : QStringLiteral("Fusion")));
}

void Appearance::applyLanguage()
{
    const QLocale locale = m_settings.language().isEmpty() ? QLocale::system() : QLocale(m_settings.language());
    QLocale::setDefault(locale);
    QApplication::removeTranslator(&m_translator);
    QApplication::removeTranslator(&m_qtTranslator);
    if (m_qtTranslator.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                            QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&m_qtTranslator);
    if (m_translator.load(locale, QStringLiteral("primer"), QStringLiteral("_"), QStringLiteral(":/i18n")))
        QApplication::installTranslator(&m_translator);
}

} // namespace primer
