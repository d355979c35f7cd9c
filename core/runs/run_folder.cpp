#include "core/runs/run_folder.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/child_process.h"
#include "core/base/descriptor.h"
#include "core/base/last_line.h"
#include "core/base/log.h"

namespace primer {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t configLimit = std::size_t(1) << 20;
constexpr std::int64_t longestExtension = 1'000'000'000'000;
constexpr auto startPause = std::chrono::milliseconds(20);

/// False too for one that has ended and that nobody has asked about yet.
bool isAlive(pid_t pid)
{
    if (::kill(pid, 0) != 0)
        return false;
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(file, line);
    const std::size_t name = line.rfind(") "); // the state comes after the name
    return name == std::string::npos || name + 2 >= line.size() || line[name + 2] != 'Z';
}

std::string inOneLine(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](unsigned char character) { return character < ' ' || character == 127; }, ' ');
    return text;
}

/// Whether an open file is still the one of that name.
bool isAt(const std::string &path, int descriptor)
{
    struct stat opened {};
    struct stat named {};
    return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino
           && opened.st_dev == named.st_dev;
}

Error engineFailure(const std::string &folder, const RunEvent &end)
{
    std::string why = end.word == "bad_loss" ? "the first loss was bad" : end.detail;
    if (why.empty())
        why = lastLineOf(lastWords(folder));
    return Error{ErrorCode::WorkerDied, why.empty() ? "the engine ended without a word" : why, folder};
}

bool isLocked(const std::string &path)
{
    const Descriptor lock(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return lock.get() >= 0 && ::flock(lock.get(), LOCK_SH | LOCK_NB) != 0;
}

RunState stateOf(const RunSummary &run)
{
    if (run.isRunning)
        return RunState::Running;
    if (run.last.kind == RunEvent::Kind::End) {
        const std::string &word = run.last.word;
        return word == "finished"   ? RunState::Finished
               : word == "bad_loss" ? RunState::BadLoss
               : word == "failed"   ? RunState::Failed
                                    : RunState::Stopped;
    }
    if (run.last.kind != RunEvent::Kind::Other || run.last.time > 0) // all that an engine writes has a time
        return RunState::Interrupted;
    // One that was started and has said nothing yet holds what it writes its errors to.
    const std::string errors = run.folder + "/engine.err";
    std::error_code failure;
    return fs::exists(errors, failure) && !isLocked(errors) ? RunState::Failed : RunState::New;
}

} // namespace

std::string stateText(const RunSummary &run)
{
    switch (run.state) {
    case RunState::New: return "new";
    case RunState::Running: return "running";
    case RunState::Finished: return "finished";
    case RunState::Stopped: return "stopped";
    case RunState::BadLoss: return "bad loss";
    case RunState::Failed: return "failed: " + run.failure;
    case RunState::Interrupted: return "interrupted";
    }
    return "new";
}

std::string runFolderName(const std::string &name)
{
    std::string fit;
    for (const char character : name)
        fit += std::isalnum(static_cast<unsigned char>(character)) || character == '-' || character == '_'
                       || character == '.'
                   ? character
                   : '-';
    while (!fit.empty() && (fit.front() == '.' || fit.front() == '-'))
        fit.erase(fit.begin());
    return fit.empty() ? "run" : fit.substr(0, 80);
}

Result<RunSummary> createRun(const std::string &workspace, const std::string &name, const TrainingConfig &config)
{
    PRIMER_TRY(config.check());
    const std::string base = runFolderName(name);
    std::error_code failure;
    fs::create_directories(workspace + "/runs", failure);
    if (failure)
        return errnoError(failure.value(), workspace);
    for (int number = 1;; ++number) {
        RunSummary run;
        run.id = number == 1 ? base : base + "-" + std::to_string(number);
        run.folder = workspace + "/runs/" + run.id;
        if (!fs::create_directory(run.folder, failure)) {
            if (failure)
                return errnoError(failure.value(), run.folder);
            continue; // taken
        }
        PRIMER_TRY(writeRunConfig(run.folder, config));
        return run;
    }
}

std::vector<RunSummary> listRuns(const std::string &workspace)
{
    std::vector<RunSummary> runs;
    std::error_code failure;
    for (fs::directory_iterator it(workspace + "/runs", failure), end; !failure && it != end; it.increment(failure)) {
        const std::string folder = it->path().string();
        if (!fs::exists(folder + "/run.json", failure))
            continue;
        RunSummary run{it->path().filename().string(),      folder,        isRunning(folder),
                       lastEvent(folder + "/events.jsonl"), RunState::New, ""};
        run.state = stateOf(run);
        if (run.state == RunState::Failed)
            run.failure = inOneLine(engineFailure(folder, run.last).detail);
        runs.push_back(std::move(run));
    }
    std::sort(runs.begin(), runs.end(), [](const RunSummary &a, const RunSummary &b) { return a.id < b.id; });
    return runs;
}

std::vector<std::string> checkpointsOf(const std::string &run)
{
    std::vector<std::string> folders;
    std::error_code failure;
    for (fs::directory_iterator it(run + "/checkpoints", failure), end; !failure && it != end; it.increment(failure)) {
        if (it->path().filename().string().starts_with("step-"))
            folders.push_back(it->path().string());
    }
    // By their step: a number of more digits is the larger.
    std::sort(folders.begin(), folders.end(), [](const std::string &a, const std::string &b) {
        return a.size() != b.size() ? a.size() > b.size() : a > b;
    });
    return folders;
}

Result<TrainingConfig> readRunConfig(const std::string &folder)
{
    const auto text = readFile(folder + "/run.json", configLimit);
    return text ? TrainingConfig::fromJson(*text) : Result<TrainingConfig>(text.error());
}

Status writeRunConfig(const std::string &folder, const TrainingConfig &config)
{
    return writeFileAtomically(folder + "/run.json", config.toJson());
}

bool isRunning(const std::string &folder) { return isLocked(folder + "/run.lock"); }

Status sendToRun(const std::string &folder, const std::string &word)
{
    // Words that were not read yet stay: appended, not replaced.
    const std::string path = folder + "/control";
    for (;;) {
        const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
        if (file.get() < 0 || ::flock(file.get(), LOCK_EX) != 0)
            return errnoError(errno, path);
        // Between the two the engine may have taken the file, and a word in it would be read by nobody. What is written
        // under the lock it waits for.
        if (isAt(path, file.get()))
            return writeFully(file.get(), word + "\n", path);
    }
}

std::string lastWords(const std::string &folder)
{
    constexpr std::size_t logLimit = std::size_t(1) << 20;
    constexpr std::size_t shownBytes = 2048;
    auto text = readFile(folder + "/engine.err", logLimit);
    if (!text && text.error().code == ErrorCode::NotFound)
        text = readFile(folder + "/engine.log", logLimit); // of a run before there was a log
    if (!text && text.error().code != ErrorCode::NotFound)
        log::failure(log::Level::Warning, text.error(), "last words of an engine");
    return text ? text->substr(text->size() > shownBytes ? text->size() - shownBytes : 0) : std::string();
}

Status startLocalEngine(const std::string &engine, const std::string &folder, const StartWait &wait)
{
    std::error_code failure;
    if (!fs::exists(engine, failure))
        return Error{ErrorCode::NotFound, "primer-engine was not built: run packaging/start without --without-engine",
                     engine};
    if (isRunning(folder))
        return Error{ErrorCode::Locked, "an engine trains there already", folder};
    EventTail events(folder + "/events.jsonl");
    while (!events.poll().empty()) { // what earlier engines said
    }
    ::unlink((folder + "/control").c_str()); // words for an engine that is gone
    const pid_t pid = PRIMER_TRY(startDetached({engine, "train", folder}, folder + "/engine.err"));
    for (auto waited = std::chrono::milliseconds(0);; waited += startPause) {
        const bool isGone = !isAlive(pid); // before the look at its log: then nothing can be missed
        for (const RunEvent &event : events.poll()) {
            if (event.kind == RunEvent::Kind::Step)
                return success();
            if (event.kind == RunEvent::Kind::End && (event.word == "finished" || event.word == "stopped"))
                return success();
            if (event.kind == RunEvent::Kind::End)
                return engineFailure(folder, event);
        }
        if (isGone)
            return engineFailure(folder, {});
        if (waited >= wait.longest || (wait.feedback && wait.feedback->isCancelled()))
            return success();
        std::this_thread::sleep_for(startPause);
    }
}

Status extendStandingRun(const std::string &engine, const std::string &folder, std::int64_t steps, const Extension &how)
{
    if (isRunning(folder))
        return Error{ErrorCode::Locked, "an engine trains there already", folder};
    const auto before = PRIMER_TRY(readRunConfig(folder));
    TrainingConfig config = before;
    if (how.keepsSchedule && config.scheduleSteps == 0)
        config.scheduleSteps = config.steps;
    config.steps += std::min(steps, longestExtension); // beyond it `check` refuses in any case
    PRIMER_TRY(config.check());
    PRIMER_TRY(writeRunConfig(folder, config));
    const Status started = startLocalEngine(engine, folder, how.wait);
    if (!started && !isRunning(folder))
        PRIMER_TRY(writeRunConfig(folder, before));
    return started;
}

} // namespace primer
