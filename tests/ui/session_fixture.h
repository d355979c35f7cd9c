// Owns: a workspace of small files and its session without a window, for tests of the session's parts.
// Not here: widgets.
#pragma once

#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/importers/import_run.h"
#include "ui/session/workspace_session.h"

namespace primer::test {

constexpr int waitMs = 20'000;

/// True when the signal was sent since the spy was made, or is within the time.
inline bool came(const QSignalSpy &spy, int times = 1)
{
    return QTest::qWaitFor([&spy, times] { return spy.count() >= times; }, waitMs);
}

/// NAME.primer with `files` Python files; sample N is the N-th file.
class SessionFixture
{
public:
    explicit SessionFixture(int files) : m_files(files) {}

    std::string folder() const { return (m_folder.path() + QStringLiteral("/w.primer")).toStdString(); }

    /// With the files of `code`; false when something fails.
    bool make(const std::function<std::string(int)> &code)
    {
        auto workspace = Workspace::open(folder(), Store::Access::ReadWrite, true);
        if (!workspace || !QDir(m_folder.path()).mkpath(QStringLiteral("code")))
            return false;
        for (int number = 1; number <= m_files; ++number) {
            char name[32];
            std::snprintf(name, sizeof name, "/code/f%04d.py", number);
            std::ofstream(m_folder.path().toStdString() + name) << code(number);
        }
        Feedback feedback;
        ImportReport report;
        const Status imported = importPaths((*workspace)->store(), {m_folder.path().toStdString() + "/code"}, {},
                                            feedback, report);
        return imported.ok() && report.added == m_files;
    }

    /// With files that differ in their number and in their length.
    bool make()
    {
        return make([](int number) {
            std::string text = "value = " + std::to_string(number) + "\n";
            for (int line = 0; line < number; ++line)
                text += "print(value)\n";
            return text;
        });
    }

    /// Without a session. A reading that was under way at `close` may hold the lock a moment longer.
    std::unique_ptr<Workspace> openWorkspace()
    {
        std::unique_ptr<Workspace> workspace;
        (void)QTest::qWaitFor( // null says that it never came
            [&] {
                auto opened = Workspace::open(folder(), Store::Access::ReadWrite, false);
                if (opened)
                    workspace = std::move(*opened);
                return workspace != nullptr;
            },
            waitMs);
        return workspace;
    }

    /// What an earlier session left comes back.
    bool open()
    {
        auto workspace = openWorkspace();
        if (!workspace)
            return false;
        const auto state = SessionState::read(*workspace);
        if (!state)
            return false;
        m_session = std::make_unique<WorkspaceSession>(std::move(workspace), *state, QString());
        return QTest::qWaitFor(
            [this] { return !m_session->set().isQuerying() && !m_session->set().rows()->ids.empty(); }, waitMs);
    }

    void close() { m_session.reset(); }
    WorkspaceSession &session() { return *m_session; }
    Workspace &workspace() { return *m_session->workspace(); }

private:
    int m_files;
    QTemporaryDir m_folder;
    std::unique_ptr<WorkspaceSession> m_session;
};

} // namespace primer::test
