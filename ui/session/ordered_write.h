// Owns: a small write from the UI thread: in the order of the calls, nothing waits for it, a failure is told.
// Not here: what is written (core/storage).
#pragma once

#include <functional>
#include <memory>

#include <QObject>

#include "core/base/result.h"
#include "core/storage/store.h"
#include "core/workspace/workspace.h"

namespace primer {

/// `failed` is called on `context`'s thread; nobody is told when `context` is gone by then.
void writeInOrder(QObject *context, Workspace &workspace, Store::Work work, std::function<void(const Error &)> failed);

} // namespace primer
