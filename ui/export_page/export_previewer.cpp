#include "ui/export_page/export_previewer.h"

#include <utility>

#include "core/jobs/background.h"
#include "core/workspace/selection.h"

namespace primer {

namespace {
constexpr int untilAskedMs = 150; ///< several ticks are one question
}

ExportPreviewer::ExportPreviewer(WorkspaceSession &session, QObject *parent) : QObject(parent), m_session(session)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(untilAskedMs);
    connect(&m_timer, &QTimer::timeout, this, &ExportPreviewer::start);
}

ExportPreviewer::~ExportPreviewer()
{
    if (m_feedback)
        m_feedback->cancel();
}

void ExportPreviewer::invalidate()
{
    ++m_generation;
    m_timer.stop();
    if (m_feedback)
        m_feedback->cancel();
    m_feedback.reset();
    m_state = State::Loading;
    Q_EMIT changed();
}

void ExportPreviewer::ask(const ExportOptions &options)
{
    m_options = options;
    invalidate();
    m_timer.start();
}

void ExportPreviewer::start()
{
    m_feedback = std::make_shared<Feedback>();
    ExportOptions options = m_options;
    options.parquetProgram = m_session.jobs().parquetWorker().toStdString();
    inBackground(
        this,
        [workspace = m_session.workspace(), set = m_session.set().selection(), known = m_session.set().nearDuplicates(),
         options = std::move(options), feedback = m_feedback]() -> Result<ExportPreview> {
            const auto selection = PRIMER_TRY(selectSamples(*workspace, set, *feedback, known));
            return previewExport(workspace->store(), selection, options, *feedback);
        },
        [this, generation = m_generation](Result<ExportPreview> answer) { take(generation, std::move(answer)); });
}

void ExportPreviewer::take(quint64 generation, Result<ExportPreview> answer)
{
    if (generation != m_generation)
        return;
    m_feedback.reset();
    if (answer)
        m_preview = std::move(*answer);
    else
        m_error = answer.error();
    m_state = answer ? State::Ready : State::Failed;
    Q_EMIT changed();
}

} // namespace primer
