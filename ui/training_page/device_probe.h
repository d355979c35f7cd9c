// Owns: asking primer-engine what this machine can train on. Not here: what is done with it.
#pragma once

#include <functional>

#include "ui/training_page/run_dialog.h"

namespace primer {

/// Starts `engine devices` and calls `then` on the context's thread when it has answered; never when it does not.
void probeDevices(QObject *context, const QString &engine, std::function<void(const QList<DeviceChoice> &)> then);

} // namespace primer
