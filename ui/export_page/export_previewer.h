// Owns: the preview of an export of the current set, as it follows the settings: asked off the UI thread, the newest
// question answered alone. Not here: making it (core/exporters/export_preview.h), showing it (export_preview_view.h).
#pragma once

#include <memory>

#include <QObject>
#include <QTimer>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/exporters/export_preview.h"
#include "ui/session/workspace_session.h"

namespace primer {

class ExportPreviewer : public QObject
{
    Q_OBJECT
public:
    enum class State { Idle, Loading, Ready, Failed };

    explicit ExportPreviewer(WorkspaceSession &session, QObject *parent = nullptr);
    ~ExportPreviewer() override;

    /// What was answered or asked before is of no use any more.
    void invalidate();
    /// Waits a moment for further changes.
    void ask(const ExportOptions &options);
    /// The same question once more.
    void askAgain() { ask(m_options); }
    State state() const { return m_state; }
    /// Only when Ready: an answer that fits the settings no longer is not given out.
    const ExportPreview &preview() const { return m_preview; }
    /// Only when Failed.
    const Error &error() const { return m_error; }

Q_SIGNALS:
    void changed();

private:
    void start();
    void take(quint64 generation, Result<ExportPreview> answer);

    WorkspaceSession &m_session;
    ExportOptions m_options;
    QTimer m_timer;
    std::shared_ptr<Feedback> m_feedback; ///< of the question that is being answered
    quint64 m_generation = 0;
    State m_state = State::Idle;
    ExportPreview m_preview;
    Error m_error;
};

} // namespace primer
