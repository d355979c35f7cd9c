#include "ui/models/sample_loader.h"

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

constexpr std::size_t maxKnown = 8;
constexpr int maxOrigins = 100, maxJudgements = 20; ///< of a sample, shown

using Loaded = Result<std::shared_ptr<const SampleDetails>>;

Loaded loadDetails(Workspace &workspace, SampleId sample)
{
    auto reader = PRIMER_TRY(workspace.store().reader());
    auto details = std::make_shared<SampleDetails>();
    const auto rows = PRIMER_TRY(fetchRows(*reader, {&sample, 1}));
    if (rows.empty())
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(sample)};
    details->row = rows.front();
    if (details->row.kind == SampleKind::Thread) {
        details->thread = PRIMER_TRY(fetchThread(*reader, sample));
    } else {
        const std::string content = PRIMER_TRY(fetchContent(*reader, sample));
        details->text = displayText(content);
        if (details->row.language == "python")
            details->outline = pythonOutline(content);
    }
    details->origins = PRIMER_TRY(fetchOrigins(*reader, sample, maxOrigins));
    details->judgements = PRIMER_TRY(listJudgements(*reader, sample, maxJudgements));
    details->teacherLabels = PRIMER_TRY(teacherLabels(*reader, 0, sample));
    const std::string draft = PRIMER_TRY(loadDraft(*reader, sample));
    details->draft = QString::fromStdString(draft);
    const auto thresholds = PRIMER_TRY(listThresholds(*reader));
    if (!thresholds.empty()) {
        details->threshold = thresholds.back();
        details->reasons = PRIMER_TRY(reasonsFor(workspace, thresholds.back(), sample));
    }
    return Loaded(std::shared_ptr<const SampleDetails>(std::move(details)));
}

} // namespace

SampleLoader::SampleLoader(WorkspaceSession &session, QObject *parent) : QObject(parent), m_session(session)
{
    connect(&session.judging(), &Judging::labelChanged, this,
            [this](const CurrentLabel &label) { forget(label.sample); });
    connect(&session, &WorkspaceSession::columnsChanged, this, [this] {
        m_known.clear();
        m_order.clear();
    });
}

void SampleLoader::request(SampleId sample)
{
    m_wanted = sample;
    if (sample == 0)
        return;
    if (const auto known = m_known.value(sample)) {
        Q_EMIT loaded(known);
        return;
    }
    load(sample);
}

void SampleLoader::readAhead(SampleId sample)
{
    if (sample != 0 && !m_known.contains(sample))
        load(sample);
}

void SampleLoader::forget(SampleId sample)
{
    m_known.remove(sample);
    m_order.remove(sample);
}

void SampleLoader::load(SampleId sample)
{
    if (m_loading.contains(sample))
        return;
    m_loading.insert(sample, true);
    inBackground(
        this, [workspace = m_session.workspace(), sample] { return loadDetails(*workspace, sample); },
        [this, sample](const Loaded &details) {
            m_loading.remove(sample);
            if (!details) {
                if (sample == m_wanted)
                    Q_EMIT failed(sample, details.error());
                return;
            }
            m_known.insert(sample, *details);
            m_order.push_front(sample);
            while (m_order.size() > maxKnown) {
                m_known.remove(m_order.back());
                m_order.pop_back();
            }
            if (sample == m_wanted)
                Q_EMIT loaded(*details);
        });
}

} // namespace primer
