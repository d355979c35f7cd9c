// Owns: choices in the JSON by which a job that was interrupted goes on: which samples, how they are exported.
// Not here: keeping it (job_log.h), going on (workspace_jobs.h).
#pragma once

#include <string>

#include <QJsonObject>
#include <QString>

#include "core/exporters/dataset_export.h"
#include "core/workspace/selection.h"

namespace primer {

QJsonObject toJson(const SelectionRequest &set);
/// Corrupt when it is none.
Result<SelectionRequest> selectionRequestOf(const QJsonObject &json);

std::string compactJson(const QJsonObject &json);

struct KeptExport {
    QString target;
    ExportOptions options; ///< without the program for Parquet, which may lie elsewhere then
    SelectionRequest set;

    std::string toJson() const;
    static Result<KeptExport> fromJson(const QJsonObject &json);
};

} // namespace primer
