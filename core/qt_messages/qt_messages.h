// Owns: what Qt and its plugins say, as lines of the log. Not here: the log (core/base/log.h).
#pragma once

namespace primer {

/// From now on qDebug(), qCWarning() and the like go to the log, their category as the module; where the build has it,
/// source file and line at Debug. Called once in main, after log::start(). Which categories speak is Qt's affair
/// (QT_LOGGING_RULES).
void routeQtMessages();

} // namespace primer
