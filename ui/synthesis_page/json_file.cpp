#include "ui/synthesis_page/json_file.h"

#include <QWidget>

#include "core/base/atomic_file.h"
#include "core/jobs/background.h"
#include "ui/widgets/save_file.h"

namespace primer {

void saveJsonAs(QWidget *owner, const QString &caption, const QString &name, const QString &filter,
                const std::string &json, const std::function<void(const Result<QString> &)> &then)
{
    askForFile(owner, caption, name, {{QStringLiteral("json"), filter}}, 0,
               [owner, json, then](const QString &path, int) {
                   inBackground(
                       owner, [path = path.toStdString(), json] { return writeFileAtomically(path, json); },
                       [path, then](const Status &written) {
                           then(written ? Result<QString>(path) : Result<QString>(written.error()));
                       });
               });
}

} // namespace primer
