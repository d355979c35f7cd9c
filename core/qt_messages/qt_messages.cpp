#include "core/qt_messages/qt_messages.h"

#include <string>

#include <QMessageLogContext>
#include <QString>

#include "core/base/log.h"

namespace primer {

namespace {

log::Level levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg: return log::Level::Debug;
    case QtInfoMsg: return log::Level::Info;
    case QtWarningMsg: return log::Level::Warning;
    case QtCriticalMsg: return log::Level::Error;
    case QtFatalMsg: return log::Level::Critical;
    }
    return log::Level::Warning;
}

/// From any thread. Qt aborts after a fatal one by itself.
void toLog(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const log::Level level = levelOf(type);
    if (!log::isOn(level))
        return;
    const std::string category = context.category && *context.category ? context.category : "default";
    std::string text = message.toStdString();
    if (context.file && log::isOn(log::Level::Debug))
        text += std::string(" [") + context.file + ":" + std::to_string(context.line) + "]";
    log::writeFor(category == "default" ? "qt" : category, level, text);
}

} // namespace

void routeQtMessages() { qInstallMessageHandler(toLog); }

} // namespace primer
