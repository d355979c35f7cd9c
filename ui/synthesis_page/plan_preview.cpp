#include "ui/synthesis_page/plan_preview.h"

#include <algorithm>
#include <utility>

#include "core/jobs/background.h"
#include "core/synthesis/grammar_writer.h"

namespace primer {

namespace {

constexpr int untilAskedMs = 200;

} // namespace

PlanPreview::PlanPreview(WorkspaceSession &session, QObject *parent) : QObject(parent), m_session(session)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(untilAskedMs);
    connect(&m_timer, &QTimer::timeout, this, &PlanPreview::start);
}

PlanPreview::~PlanPreview()
{
    if (m_feedback)
        m_feedback->cancel();
}

void PlanPreview::withdraw()
{
    ++m_generation;
    if (m_feedback)
        m_feedback->cancel();
    m_feedback.reset();
    m_timer.stop();
    m_state = State::Idle;
}

void PlanPreview::ask(const SynthesisRequest &request)
{
    withdraw();
    m_request = request;
    m_state = State::Loading;
    m_timer.start();
}

void PlanPreview::start()
{
    m_feedback = std::make_shared<Feedback>();
    using Answer = Result<std::shared_ptr<const SynthesisPreview>>;
    inBackground(
        this,
        [workspace = m_session.workspace(), request = m_request, rows = m_session.set().rows(),
         feedback = m_feedback]() mutable -> Answer {
            request.samples = rows->ids;
            request.plan.count = std::min(request.plan.count, maxDrawn);
            if (!request.endpoint)
                PRIMER_TRY(checkGrammarSet(request.set, request.promptTemplate.kind));
            auto preview = PRIMER_TRY(previewSynthesis(workspace->store(), request, promptsShown, *feedback));
            return std::make_shared<const SynthesisPreview>(std::move(preview));
        },
        [this, generation = m_generation](const Answer &preview) {
            if (generation != m_generation)
                return;
            m_feedback.reset();
            m_state = preview ? State::Ready : State::Failed;
            if (preview)
                m_preview = *preview;
            else
                m_error = preview.error();
            Q_EMIT changed();
        });
}

} // namespace primer
