// Owns: what a run would ask, as it follows the settings: asked off the UI thread, the newest question answered alone.
// Not here: drawing it up (core/synthesis), showing it (synthesis_dialog.h).
#pragma once

#include <memory>

#include <QObject>
#include <QTimer>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/synthesis/synthesis_run.h"
#include "ui/session/workspace_session.h"

namespace primer {

class PlanPreview : public QObject
{
    Q_OBJECT
public:
    enum class State { Idle, Loading, Ready, Failed };

    explicit PlanPreview(WorkspaceSession &session, QObject *parent = nullptr);
    ~PlanPreview() override;

    /// Waits a moment for further changes. Without samples: those of the current set serve.
    void ask(const SynthesisRequest &request);
    /// There is nothing to be asked: the settings do not fit.
    void withdraw();
    State state() const { return m_state; }
    /// Only when Ready. Of a longer run the first `maxDrawn` rows.
    const SynthesisPreview &preview() const { return *m_preview; }
    /// Only when Failed.
    const Error &error() const { return m_error; }
    static constexpr std::int64_t maxDrawn = 20'000;
    static constexpr std::size_t promptsShown = 20;

Q_SIGNALS:
    void changed();

private:
    void start();

    WorkspaceSession &m_session;
    SynthesisRequest m_request;
    QTimer m_timer;
    std::shared_ptr<Feedback> m_feedback; ///< of the question that is being answered
    std::shared_ptr<const SynthesisPreview> m_preview;
    Error m_error;
    State m_state = State::Idle;
    quint64 m_generation = 0;
};

} // namespace primer
