// primer: the window. primer [WORKSPACE]
#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include "app/desktop/appearance.h"
#include "app/desktop/window_owner.h"
#include "ui/settings/app_settings.h"

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("primer"));
    QApplication::setOrganizationName(QStringLiteral("primer"));
    QApplication::setApplicationVersion(QStringLiteral(PRIMER_VERSION));

    primer::AppSettings settings;
    primer::Appearance appearance(settings);
    appearance.applyLanguage();
    appearance.applyTheme();

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("workspace"), QStringLiteral("NAME.primer"),
                                 QStringLiteral("[workspace]"));
    parser.process(application);

    primer::WindowOwner owner(settings, QApplication::applicationDirPath() + QStringLiteral("/primer-parquet"));
    if (!parser.positionalArguments().isEmpty())
        owner.window().openWorkspace(parser.positionalArguments().first(),
                                     !QFileInfo::exists(parser.positionalArguments().first()));
    return QApplication::exec();
}
