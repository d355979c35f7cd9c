// Owns: asking primer-engine what this machine can train on. Not here: what is done with it.
#pragma once

#include <functional>

#include <QJsonObject>

#include "ui/training_page/run_dialog.h"

namespace primer {

/// The whole answer of `engine devices`; empty when there is none, which the log explains.
void askDevices(QObject *context, const QString &engine, std::function<void(const QJsonObject &)> then);
/// Starts `engine devices` and calls `then` on the context's thread when it has answered; never when it does not.
void probeDevices(QObject *context, const QString &engine, std::function<void(const QList<DeviceChoice> &)> then);

} // namespace primer
