#include "ui/import_page/rejected_rows_file.h"

#include <QSaveFile>

#include "core/base/csv.h"
#include "core/storage/rejected_store.h"

namespace primer {

namespace {

constexpr std::int64_t rowsAtOnce = 5000;

} // namespace

Status writeRejectedRows(Workspace &workspace, const std::string &path, const std::string &reason,
                         JobFeedback &feedback)
{
    QSaveFile file(QString::fromStdString(path));
    const auto failed = [&] { return Error{ErrorCode::Io, file.errorString().toStdString(), path}; };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    std::string text = "reason,file,position,detail,raw\r\n";
    std::uint64_t written = 0;
    for (std::int64_t after = 0;;) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", path};
        const auto rows = PRIMER_TRY(workspace.store().read(rejectedRows, reason, after, rowsAtOnce));
        for (const RejectedRow &row : rows)
            text += csvCell(row.row.reason) + ',' + csvCell(row.row.file) + ',' + std::to_string(row.row.position) + ','
                    + csvCell(row.row.detail) + ',' + csvCell(row.row.excerpt) + "\r\n";
        if (file.write(text.data(), qint64(text.size())) != qint64(text.size()))
            return failed();
        text.clear();
        feedback.report(written += rows.size(), 0);
        if (rows.empty())
            break;
        after = rows.back().id;
    }
    feedback.setFigure("rows", std::int64_t(written));
    return file.commit() ? success() : Status(failed());
}

} // namespace primer
