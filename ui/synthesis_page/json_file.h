// Owns: keeping a set or a template as a file of the person's choice. Not here: what it says.
#pragma once

#include <functional>
#include <string>

#include <QString>

#include "core/base/result.h"

class QWidget;

namespace primer {

/// Asks for the file and writes it off the UI thread; `then` gets its path.
void saveJsonAs(QWidget *owner, const QString &caption, const QString &name, const QString &filter,
                const std::string &json, const std::function<void(const Result<QString> &)> &then);

} // namespace primer
