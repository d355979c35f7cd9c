// primer: the window. primer [WORKSPACE]
#include <cstdio>

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include "app/desktop/appearance.h"
#include "app/desktop/window_owner.h"
#include "core/base/log.h"
#include "core/qt_messages/qt_messages.h"
#include "ui/settings/app_settings.h"

namespace {

constexpr std::size_t linesOfLogWindow = 10'000;
constexpr int exitUsage = 2;

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("primer"));
    QApplication::setOrganizationName(QStringLiteral("primer"));
    QApplication::setApplicationVersion(QStringLiteral(PRIMER_VERSION));

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("workspace"), QStringLiteral("NAME.primer"),
                                 QStringLiteral("[workspace]"));
    const QCommandLineOption logLevel(QStringLiteral("log-level"), QString::fromLatin1(primer::log::levelChoices),
                                      QStringLiteral("level"));
    parser.addOption(logLevel);
    parser.process(application);
    auto logSettings = primer::log::settingsFor("primer", parser.value(logLevel).toStdString());
    if (!logSettings) {
        std::fprintf(stderr, "%s: %s\n", logSettings.error().where.c_str(), logSettings.error().detail.c_str());
        return exitUsage;
    }
    logSettings->keptLines = linesOfLogWindow;
    const primer::log::Session log = primer::log::start(*logSettings);
    primer::routeQtMessages();
    primer::log::info("primer " PRIMER_VERSION " begins");

    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/primer.svg")));
    QApplication::setDesktopFileName(QStringLiteral("primer"));

    primer::AppSettings settings;
    primer::Appearance appearance(settings);
    appearance.applyLanguage();
    appearance.applyTheme();

    primer::WindowOwner owner(settings, QApplication::applicationDirPath() + QStringLiteral("/primer-parquet"));
    if (!parser.positionalArguments().isEmpty())
        owner.window().openWorkspace(parser.positionalArguments().first(),
                                     !QFileInfo::exists(parser.positionalArguments().first()));
    return QApplication::exec();
}
