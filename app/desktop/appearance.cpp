#include "app/desktop/appearance.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QStyleFactory>

namespace primer {

namespace {

QPalette lightPalette()
{
    QPalette palette(QColor(0xf3, 0xf4, 0xf6));
    palette.setColor(QPalette::Base, QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::AlternateBase, QColor(0xf7, 0xf8, 0xfa));
    palette.setColor(QPalette::Text, QColor(0x1c, 0x1f, 0x24));
    palette.setColor(QPalette::WindowText, QColor(0x1c, 0x1f, 0x24));
    palette.setColor(QPalette::ButtonText, QColor(0x1c, 0x1f, 0x24));
    palette.setColor(QPalette::Highlight, QColor(0x2f, 0x6f, 0xde));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x2f, 0x6f, 0xde));
    palette.setColor(QPalette::PlaceholderText, QColor(0x6b, 0x72, 0x80));
    palette.setColor(QPalette::ToolTipBase, QColor(0x2b, 0x2f, 0x36));
    palette.setColor(QPalette::ToolTipText, QColor(0xf3, 0xf4, 0xf6));
    return palette;
}

QPalette darkPalette()
{
    QPalette palette(QColor(0x2a, 0x2d, 0x33));
    palette.setColor(QPalette::Window, QColor(0x23, 0x26, 0x2b));
    palette.setColor(QPalette::Base, QColor(0x1b, 0x1d, 0x21));
    palette.setColor(QPalette::AlternateBase, QColor(0x22, 0x25, 0x2a));
    for (const QPalette::ColorRole role :
         {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::BrightText})
        palette.setColor(role, QColor(0xe3, 0xe6, 0xea));
    palette.setColor(QPalette::Mid, QColor(0x5a, 0x60, 0x6a));
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x7e, 0xea));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x7a, 0xa8, 0xf5));
    palette.setColor(QPalette::PlaceholderText, QColor(0x8d, 0x95, 0xa1));
    palette.setColor(QPalette::ToolTipBase, QColor(0xe3, 0xe6, 0xea));
    palette.setColor(QPalette::ToolTipText, QColor(0x1b, 0x1d, 0x21));
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0x80, 0x86, 0x90));
    return palette;
}

} // namespace

Appearance::Appearance(AppSettings &settings) : m_settings(settings), m_systemPalette(QApplication::palette())
{
    connect(&settings, &AppSettings::themeChanged, this, &Appearance::applyTheme);
    connect(&settings, &AppSettings::languageChanged, this, &Appearance::applyLanguage);
}

void Appearance::applyTheme()
{
    const bool hasDesktopStyle = !qEnvironmentVariableIsEmpty("XDG_CURRENT_DESKTOP");
    if (m_settings.theme() != Theme::System || !hasDesktopStyle)
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    switch (m_settings.theme()) {
    case Theme::System: QApplication::setPalette(hasDesktopStyle ? m_systemPalette : lightPalette()); break;
    case Theme::Light: QApplication::setPalette(lightPalette()); break;
    case Theme::Dark: QApplication::setPalette(darkPalette()); break;
    }
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
