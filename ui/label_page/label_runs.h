// Owns: carrying labelling runs through as jobs: drawing the samples, the key, going on, asking again for what failed.
// Not here: showing runs (teacher_panel.h), asking a teacher (core/teacher).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QObject>

#include "core/workspace/selection.h"
#include "core/workspace/teacher_labelling.h"
#include "ui/label_page/teacher_dialog.h"
#include "ui/label_page/typed_keys.h"
#include "ui/session/workspace_session.h"

namespace primer {

class LabelRuns : public QObject
{
    Q_OBJECT
public:
    explicit LabelRuns(WorkspaceSession &session, QObject *parent = nullptr);

    /// Draws the samples from the current set and labels them, by rules or by a model.
    void begin(const TeacherDialog::Choice &choice);
    void goOn(const LabelRun &run);
    /// Failed rows wait again, then the run goes on.
    void retryFailed(const LabelRun &run);
    void stop();
    /// Of a model: one at a time.
    bool isRunning() const { return m_job != 0; }

Q_SIGNALS:
    void started();
    void finished();
    /// A run of a model stands still: what came, and what the rest would take.
    void paused(const primer::TeacherRunReport &report, const primer::Forecast &forecast);
    void failed(const primer::Error &error);
    void keyNotKept(const primer::Error &error);

private:
    struct Begun {
        std::int64_t run = 0;
        ApiKey key;
    };
    /// From what is kept of a job.
    void carryOn(std::int64_t run);
    void carryOnByRules(const QJsonObject &kept);
    /// Labels by rules are written all at once: one that was interrupted draws the same set anew.
    void beginByRules(const SelectionRequest &set, const SamplingRequest &draw);
    void beginByModel(const std::vector<SampleId> &from, const TeacherDialog::Choice &choice);
    /// `begin` looks for the key and writes the run down; both may wait, so a job does it. `run`: the one that goes on,
    /// 0 for a new one.
    void runModel(std::int64_t run, const std::function<Result<Begun>(Workspace &)> &begin, std::int64_t maxRows,
                  const QString &subject);

    WorkspaceSession &m_session;
    TypedKeys *m_keys;
    int m_job = 0;
};

} // namespace primer
