#include "ui/session/kept_choice.h"

#include <array>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>

namespace primer {

namespace {

constexpr std::array<std::pair<ExportFormat, const char *>, 3> formats{
    {{ExportFormat::Parquet, "parquet"}, {ExportFormat::Jsonl, "jsonl"}, {ExportFormat::JsonlZst, "jsonl.zst"}}};

const QString samplesKey = QStringLiteral("samples"), viewKey = QStringLiteral("view"),
              maxSamplesKey = QStringLiteral("max_samples"), targetKey = QStringLiteral("target"),
              formatKey = QStringLiteral("format"), nameKey = QStringLiteral("name"),
              licencesKey = QStringLiteral("licences"), setKey = QStringLiteral("set");

} // namespace

std::string compactJson(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

QJsonObject toJson(const SelectionRequest &set)
{
    return {{samplesKey, QJsonDocument::fromJson(QByteArray::fromStdString(set.samples.toJson())).object()},
            {viewKey, QString::fromStdString(set.view)},
            {maxSamplesKey, qint64(set.maxSamples)}};
}

Result<SelectionRequest> selectionRequestOf(const QJsonObject &json)
{
    SelectionRequest set;
    set.samples = PRIMER_TRY(SampleSet::fromJson(compactJson(json.value(samplesKey).toObject())));
    set.view = json.value(viewKey).toString().toStdString();
    set.maxSamples = json.value(maxSamplesKey).toInteger();
    return set;
}

std::string KeptExport::toJson() const
{
    QString format;
    for (const auto &[known, word] : formats) {
        if (known == options.format)
            format = QLatin1String(word);
    }
    QJsonArray licences;
    for (const std::string &licence : options.allowedLicences)
        licences.append(QString::fromStdString(licence));
    return compactJson({{targetKey, target},
                        {formatKey, format},
                        {nameKey, QString::fromStdString(options.name)},
                        {licencesKey, licences},
                        {setKey, primer::toJson(set)}});
}

Result<KeptExport> KeptExport::fromJson(const QJsonObject &json)
{
    KeptExport kept;
    kept.target = json.value(targetKey).toString();
    const QString format = json.value(formatKey).toString();
    bool isKnown = false;
    for (const auto &[known, word] : formats) {
        if (format == QLatin1String(word)) {
            kept.options.format = known;
            isKnown = true;
        }
    }
    if (kept.target.isEmpty() || !isKnown)
        return Error{ErrorCode::Corrupt, "what is kept of an export", kept.target.toStdString()};
    kept.options.name = json.value(nameKey).toString().toStdString();
    for (const QJsonValue licence : json.value(licencesKey).toArray())
        kept.options.allowedLicences.push_back(licence.toString().toStdString());
    kept.set = PRIMER_TRY(selectionRequestOf(json.value(setKey).toObject()));
    return kept;
}

} // namespace primer
