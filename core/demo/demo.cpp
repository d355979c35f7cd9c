#include "core/demo/demo.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/child_process.h"
#include "core/base/log.h"
#include "core/exporters/card_text.h"
#include "core/exporters/dataset_export.h"
#include "core/exporters/licence_policy.h"
#include "core/importers/import_run.h"
#include "core/labelling/heuristic_teacher.h"
#include "core/quality/forest_record.h"
#include "core/quality/quality_truth.h"
#include "core/quality/thresholds.h"
#include "core/recipe/training_config.h"
#include "core/runs/run_folder.h"
#include "core/storage/label_store.h"
#include "core/storage/quality_store.h"
#include "core/storage/store.h"
#include "core/workspace/quality_start.h"
#include "core/workspace/selection.h"
#include "core/workspace/training_start.h"
#include "core/workspace/workspace.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

std::string reportText(const DemoReport &report, const WorkspaceCounts &counts, const ExportReport &exported)
{
    std::string text = "# Primer demo\n\nPython files of this machine, imported, indexed, labelled, scored, and the "
                       "better ones exported.\n\n| | |\n|---|---:|\n";
    const auto line = [&text](const std::string &what, std::int64_t value) {
        text += "| " + what + " | " + std::to_string(value) + " |\n";
    };
    line("distinct files", counts.samples);
    line("bytes", counts.bytes);
    line("added by this run", report.added);
    line("further copies found", report.duplicates);
    line("rejected rows", counts.quarantined);
    line("labelled by heuristic-1", report.labelled);
    line("exported files", exported.samples);
    line("near-duplicates left out", report.nearDuplicates);
    line("left out by the licence policy", exported.leftOutByLicence);
    text +=
        "\n## What was kept\n\nThreshold `" + report.threshold
        + "`: rules labelled some thousand files, a forest learnt from them over hashed words and scored every "
          "file, and files that parse, have comments and score 0.5 or more are kept.\n\nOn labels held out: "
        + report.heldOut
        + "\n\nOn documented files against tables, tests and configurations of this machine, none of them learnt from: "
        + report.truth + "\n";
    text += "\n## Sources\n\n";
    for (const std::string &source : report.sources)
        text += "- " + markdownText(source) + "\n";
    text += "\n## Licences of the exported files\n\n| licence | files |\n|---|---:|\n";
    for (const auto &[licence, count] : exported.licences)
        line(licence.empty() ? "unknown" : markdownText(licence), count);
    text += "\nWorkspace: " + markdownCode(report.workspace) + "\n\nDataset: " + markdownCode(report.dataset)
            + " (open it with `datasets.load_dataset(path)`)\n";
    return text;
}

constexpr const char *thresholdName = "textbook";

std::string sentenceOf(double f1, double low, double high, double areaUnderRoc)
{
    char text[160];
    std::snprintf(text, sizeof text, "F1 %.3f (95 %%: %.3f to %.3f), AUC %.3f", f1, low, high, areaUnderRoc);
    return text;
}

/// Whether the threshold is there and the samples have the scores it means.
Result<bool> isCut(Store &store)
{
    auto reader = PRIMER_TRY(store.reader());
    const auto known = thresholdByName(*reader, thresholdName);
    const auto scored = PRIMER_TRY(scoredForest(*reader));
    return known && known->forest == scored;
}

/// Labels, vectors, forest, scores and a threshold, with what the demo's truth says of the scores.
Status judgeQuality(Workspace &workspace, DemoReport &report, Feedback &feedback)
{
    constexpr std::size_t maxPerKind = 400;
    constexpr double cut = 0.5, truthEnds = 0.1, scoresEnd = 0.95;
    const auto truth = PRIMER_TRY([&] {
        const FeedbackStep step(feedback, "known good and poor files", 0, truthEnds);
        return qualityTruth(workspace, maxPerKind, 1, feedback);
    }());
    const bool isThere = PRIMER_TRY(isCut(workspace.store()));
    if (!isThere) {
        QualityStart start;
        for (const TruthSample &sample : truth)
            start.leaveOut.push_back(sample.id);
        {
            const FeedbackStep step(feedback, "quality", truthEnds, scoresEnd);
            PRIMER_TRY(startQuality(workspace, start, feedback));
        }
        const FeedbackStep step(feedback, "threshold", scoresEnd, 1);
        PRIMER_TRY(saveThreshold(workspace, thresholdName, "language:python", {"parses:1", "comments:0.01..0.8"}, cut,
                                 feedback));
    }
    auto reader = PRIMER_TRY(workspace.store().reader());
    const auto threshold = PRIMER_TRY(thresholdByName(*reader, thresholdName));
    report.threshold = threshold.name + "@" + std::to_string(threshold.version);
    const auto labels = PRIMER_TRY(currentLabels(*reader, heuristicTeacherName));
    report.labelled = std::int64_t(labels.size());
    const auto record = PRIMER_TRY(readForestRecord(*reader, threshold.forest));
    if (const auto &measures = record.report.forest)
        report.heldOut = sentenceOf(measures->atHalf.point.f1, measures->atHalf.f1.low, measures->atHalf.f1.high,
                                    measures->areaUnderRoc);
    const auto compared = PRIMER_TRY(compareWithTruth(workspace, truth, cut));
    report.truth = sentenceOf(compared.f1, compared.f1Low, compared.f1High, compared.auc) + ", "
                   + std::to_string(compared.good) + " against " + std::to_string(compared.poor) + " files";
    return success();
}

/// The preset "tiny" on some thousand files of middling size: minutes on two cores, and the curve falls from the first.
Result<std::string> trainDemo(Workspace &workspace, const std::string &engine, Feedback &feedback)
{
    constexpr std::int64_t maxSamples = 3000, steps = 4000, evaluateEvery = 100;
    std::error_code failure;
    if (!fs::exists(engine, failure))
        return std::string();
    for (const RunSummary &run : listRuns(workspace.folder()))
        return run.folder; // made before
    TrainingStart start;
    start.name = "demo";
    start.engine = engine;
    start.config = PRIMER_TRY(TrainingConfig::fromPreset("tiny"));
    start.config.steps = steps;
    start.config.evaluateEvery = evaluateEvery;
    start.shards = ShardRequest{};
    start.shards->set.samples = setOf("lines:30..400");
    start.shards->set.samples.put(SetPart::threshold(thresholdName));
    start.shards->set.samples.put(SetPart::nearDuplicatesLeftOut());
    start.shards->set.maxSamples = maxSamples;
    const auto started = PRIMER_TRY(startTraining(workspace, start, feedback));
    return started.run.folder;
}

/// Where in the whole each step ends.
constexpr double importEnds = 0.3, indexEnds = 0.4, qualityEnds = 0.8, selectionEnds = 0.87, exportEnds = 0.95;

Result<Selection> selectForDemo(Workspace &workspace, const SelectionRequest &request, Feedback &feedback)
{
    const FeedbackStep step(feedback, "near-duplicates", qualityEnds, selectionEnds);
    return selectSamples(workspace, request, feedback);
}

Result<ExportReport> exportForDemo(Workspace &workspace, const Selection &selection, const std::string &target,
                                   const ExportOptions &options, Feedback &feedback)
{
    const FeedbackStep step(feedback, "export", selectionEnds, exportEnds);
    return exportDataset(workspace.store(), selection, target, options, feedback);
}

} // namespace

std::vector<std::string> pythonFoldersOfThisMachine(const std::vector<std::string> &further)
{
    std::vector<std::string> folders;
    const auto add = [&folders](const std::string &path) {
        std::error_code failure;
        const fs::path canonical = fs::canonical(path, failure);
        if (failure || !fs::is_directory(canonical, failure))
            return;
        for (const std::string &known : folders) {
            if ((canonical.string() + "/").starts_with(known + "/"))
                return; // inside a folder that is taken already
        }
        folders.push_back(canonical.string());
    };
    constexpr auto longestWait = std::chrono::seconds(20);
    const auto answer = outputOf({"python3", "-c",
                                  "import sysconfig\nfor n in ('stdlib','purelib','platlib'):\n"
                                  "    print(sysconfig.get_paths()[n])"},
                                 {.time = longestWait});
    if (!answer)
        log::failure(log::Level::Info, answer.error(), "folders of this machine's Python");
    for (std::istringstream lines(answer ? *answer : std::string()); lines.good();) {
        std::string line;
        if (std::getline(lines, line) && !line.empty())
            add(line);
    }
    add("/usr/lib/python3/dist-packages");
    for (const std::string &folder : further)
        add(folder);
    return folders;
}

Result<DemoReport> runDemo(const std::string &folder, const std::vector<std::string> &furtherSources,
                           const std::string &parquetProgram, Feedback &feedback)
{
    auto workspace = PRIMER_TRY(Workspace::open(folder + "/demo.primer", Store::Access::ReadWrite, true));
    return fillDemo(*workspace, folder, furtherSources, parquetProgram, feedback);
}

Result<DemoReport> fillDemo(Workspace &workspace, const std::string &folder,
                            const std::vector<std::string> &furtherSources, const std::string &parquetProgram,
                            Feedback &feedback)
{
    const auto begin = std::chrono::steady_clock::now();
    DemoReport report;
    report.workspace = workspace.folder();
    report.dataset = folder + "/dataset";
    report.reportFile = folder + "/report.md";
    report.sources = pythonFoldersOfThisMachine(furtherSources);
    if (report.sources.empty())
        return Error{ErrorCode::NotFound, "no python3 and no Python packages on this machine", folder};
    {
        const FeedbackStep step(feedback, "import", 0, importEnds);
        ImportReport imported;
        ImportOptions options;
        options.format = "python-env";
        PRIMER_TRY(importPaths(workspace.store(), report.sources, options, feedback, imported));
        report.added = imported.added;
        report.duplicates = imported.duplicates;
        report.quarantined = imported.quarantined;
    }
    {
        const FeedbackStep step(feedback, "search index", importEnds, indexEnds);
        PRIMER_TRY(workspace.buildIndex(feedback));
    }
    {
        const FeedbackStep step(feedback, "quality", indexEnds, qualityEnds);
        PRIMER_TRY(judgeQuality(workspace, report, feedback));
    }
    SelectionRequest request;
    request.samples.put(SetPart::threshold(thresholdName));
    request.samples.put(SetPart::nearDuplicatesLeftOut());
    const Selection selection = PRIMER_TRY(selectForDemo(workspace, request, feedback));
    report.nearDuplicates = selection.nearDuplicates ? selection.nearDuplicates->dropped : 0;
    ExportOptions exportOptions;
    exportOptions.name = "Python files of this machine";
    exportOptions.parquetProgram = parquetProgram;
    exportOptions.allowedLicences = LicencePolicy::permissiveIds();
    const ExportReport exported = PRIMER_TRY(
        exportForDemo(workspace, selection, report.dataset, exportOptions, feedback));
    report.exported = exported.samples;
    const auto counts = PRIMER_TRY(workspace.counts());
    PRIMER_TRY(writeFileAtomically(report.reportFile, reportText(report, counts, exported)));
    const FeedbackStep step(feedback, "token shards", exportEnds, 1);
    report.run = PRIMER_TRY(
        trainDemo(workspace, fs::path(parquetProgram).replace_filename("primer-engine").string(), feedback));
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

} // namespace primer
