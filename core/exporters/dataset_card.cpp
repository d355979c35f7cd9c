#include "core/exporters/dataset_card.h"

#include <cstdint>
#include <cstdio>

#include "core/exporters/card_text.h"
#include "core/parquet/export_row.h"

namespace primer {

namespace {

const char *sizeCategory(std::int64_t samples)
{
    if (samples < 1'000)
        return "n<1K";
    if (samples < 10'000)
        return "1K<n<10K";
    if (samples < 100'000)
        return "10K<n<100K";
    if (samples < 1'000'000)
        return "100K<n<1M";
    if (samples < 10'000'000)
        return "1M<n<10M";
    if (samples < 100'000'000)
        return "10M<n<100M";
    return samples < 1'000'000'000 ? "100M<n<1B" : "1B<n<10B";
}

std::string header(const ExportOptions &options, const ExportReport &report)
{
    const bool isParquet = options.format == ExportFormat::Parquet;
    const std::string suffix = isParquet ? "parquet" : options.format == ExportFormat::Jsonl ? "jsonl" : "jsonl.zst";
    std::string yaml =
        "---\npretty_name: " + yamlString(options.name) + "\nlanguage:\n- code\ntags:\n- code\n- primer\n"
        + "task_categories:\n- text-generation\nsize_categories:\n- " + sizeCategory(report.samples)
        + "\nlicense: other\nlicense_name: mixed\nlicense_link: ATTRIBUTION.jsonl\nconfigs:\n- config_name: default\n"
          "  data_files:\n  - split: train\n    path: data/train-*."
        + suffix + "\ndataset_info:\n  features:\n";
    for (const ExportColumn &column : exportColumns())
        yaml += std::string("  - name: ") + column.name + "\n    dtype: " + column.featureType + "\n";
    yaml += "  splits:\n  - name: train\n    num_bytes: " + std::to_string(report.bytes)
            + "\n    num_examples: " + std::to_string(report.samples) + "\n---\n";
    return yaml;
}

std::string nearDuplicateSentence(const Selection &selection)
{
    if (!selection.nearDuplicates)
        return "near-duplicates were not removed.\n";
    const NearDuplicateRemoval &removal = *selection.nearDuplicates;
    char similarity[16];
    std::snprintf(similarity, sizeof similarity, "%g", removal.similarity);
    return "near-duplicates were removed before the licence policy: " + std::to_string(removal.dropped)
           + " samples (MinHash over word " + std::to_string(removal.wordsPerShingle) + "-grams, Jaccard similarity "
           + similarity + " or more); of each cluster the first stayed.\n";
}

} // namespace

std::string datasetCard(const Selection &selection, const ExportOptions &options, const ExportReport &report)
{
    std::string card = header(options, report);
    card += "\n# " + markdownText(options.name)
            + "\n\nExported by Primer " PRIMER_VERSION ". One row is one distinct file or thread; "
              "`copies` says in how many places it was found.\n\n## Selection\n\n";
    const std::string description = selection.description();
    const auto altered = [&report](std::int64_t count) {
        return report.isForecast ? std::string("counted on export") : std::to_string(count);
    };
    card += description.empty() ? "Every sample of the workspace.\n" : markdownCode(description) + "\n";
    if (!selection.view.empty())
        card += "\nMade by the saved view " + markdownCode(selection.view) + ".\n";
    if (!selection.threshold.empty())
        card += "\nCut by the quality threshold " + markdownCode(selection.threshold) + ".\n";
    card += "\n| | |\n|---|---:|\n| samples | " + std::to_string(report.samples) + " |\n| bytes of content | "
            + std::to_string(report.bytes) + " |\n| left out by the licence policy | "
            + std::to_string(report.leftOutByLicence) + " |\n| of these, licence unknown | "
            + std::to_string(report.leftOutUnknown) + " |\n| contents with invalid UTF-8 | " + altered(report.notUtf8)
            + " |\n| paths, repositories or other names with invalid UTF-8 | " + altered(report.namesNotUtf8)
            + " |\n\n## Licences\n\nAllowed: ";
    for (std::size_t i = 0; i < options.allowedLicences.size(); ++i)
        card += (i ? ", " : "") + markdownText(options.allowedLicences[i]);
    card += ".\n\n| licence | samples |\n|---|---:|\n";
    for (const auto &[licence, count] : report.licences)
        card += "| " + (licence.empty() ? std::string("unknown") : markdownText(licence)) + " | "
                + std::to_string(count) + " |\n";
    card +=
        "\n`ATTRIBUTION.jsonl` names the place of origin, licence and authors of every sample. Where the source is The "
        "Stack or StackExchange, their terms (gated use, opt-out updates, CC BY-SA attribution) hold for this set "
        "too.\n"
        "\n## Labels\n\n`label` is a person's judgement of educational value, 0 to 5, given in Primer; empty where "
        "nobody "
        "judged. `score` is the upstream source's own column.\n\n## Known limits\n\n"
        "- Licences are read from upstream columns, SPDX headers, LICENSE files and package metadata; they were not "
        "checked by a person.\n- Exact duplicates are one row; "
        + nearDuplicateSentence(selection)
        + "- Not decontaminated against benchmarks.\n- Personal data was not removed.\n"
          "- Where a content is not valid UTF-8, its bad bytes are U+FFFD here (so in names); `sha256` is that of the "
          "original "
          "bytes.\n";
    return card;
}

} // namespace primer
