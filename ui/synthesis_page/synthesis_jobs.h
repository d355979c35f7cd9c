// Owns: carrying runs of synthesis through as jobs: drawing them up, the key, going on, asking again, more of a cell,
// measuring, adding what was accepted to the workspace. Not here: showing runs (synthesis_page.h), doing any of it
// (core/synthesis).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <QObject>

#include "core/synthesis/accepted_rows.h"
#include "core/synthesis/cell_rows.h"
#include "core/synthesis/diversity.h"
#include "core/synthesis/synthesis_run.h"
#include "ui/label_page/typed_keys.h"
#include "ui/session/workspace_session.h"

namespace primer {

struct SynthesisChoice {
    SynthesisRequest request;                     ///< without samples: those of the current set are used
    std::optional<EndpointFields::Choice> asking; ///< nothing: grammar-1 writes
    std::int64_t pilot = 0;                       ///< so many rows first; 0: as many as it takes
};

/// A run measured, beside another one when there is one.
struct MeasuredDiversity {
    std::string run, against;
    DiversityComparison both; ///< without `against` the baseline is empty
};

class SynthesisJobs : public QObject
{
    Q_OBJECT
public:
    explicit SynthesisJobs(WorkspaceSession &session, QObject *parent = nullptr);

    void begin(const SynthesisChoice &choice);
    /// `from` above 0: only what waits from this row on.
    void goOn(const std::string &run, std::int64_t from = 0);
    void extend(const std::string &run, const SynthesisExtension &extension);
    /// Rows of one reason wait again, then the run goes on.
    void retry(const std::string &run, const std::string &reason, bool isRejected);
    void generateMore(const std::string &run, const CoverageCellName &cell, std::int64_t count);
    void stop();
    /// One run at a time is asked for.
    bool isRunning() const { return m_session.jobs().isRunning(kind()); }

    void addToWorkspace(const std::string &run);
    void measure(const std::string &run, const std::string &against);
    bool isMeasuring() const { return m_session.jobs().isRunning(measureKind()); }

    static QString kind() { return QStringLiteral("synthesis"); }
    static QString measureKind() { return QStringLiteral("diversity"); }
    static QString addKind() { return QStringLiteral("accepted"); }

Q_SIGNALS:
    void started();
    /// Whatever it was, the lists may be others.
    void ended();
    /// A run stands still: what came, why it stopped, what the rest would take; `cause`: a stable word for why most of
    /// its rows failed, "" when none did.
    void paused(const primer::SynthesisReport &report, const std::string &cause);
    void added(const QString &run, const primer::SampleImport &import);
    void measured(const std::shared_ptr<const primer::MeasuredDiversity> &measured);
    /// The set has no more rows for a cell.
    void noRowsLeft();
    void failed(const primer::Error &error);
    void keyNotKept(const primer::Error &error);

private:
    /// What is done before rows are asked for: its result says from which row on.
    using Prepare = std::function<Result<std::int64_t>(Workspace &, JobFeedback &)>;
    void run(const std::string &name, const Prepare &prepare, std::int64_t pilot, const std::string &continuation);
    void finish(const Job &job, const SynthesisReport &report);
    void connectContinuations();

    WorkspaceSession &m_session;
    TypedKeys *m_keys;
    int m_job = 0;
};

} // namespace primer
