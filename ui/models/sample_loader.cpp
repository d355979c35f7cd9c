#include "ui/models/sample_loader.h"

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

constexpr std::size_t maxKnown = 8;

using Loaded = Result<std::shared_ptr<const SampleDetails>>;

Loaded loadDetails(Workspace &workspace, SampleId sample)
{
    auto reader = workspace.store().reader();
    if (!reader)
        return reader.error();
    auto details = std::make_shared<SampleDetails>();
    const auto rows = fetchRows(**reader, {&sample, 1});
    if (!rows)
        return rows.error();
    if (rows->empty())
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(sample)};
    details->row = rows->front();
    if (details->row.kind == SampleKind::Thread) {
        auto thread = fetchThread(**reader, sample);
        if (!thread)
            return thread.error();
        details->thread = std::move(*thread);
    } else {
        const auto content = fetchContent(**reader, sample);
        if (!content)
            return content.error();
        details->text = displayText(*content);
    }
    auto origins = fetchOrigins(**reader, sample, 100);
    auto judgements = listJudgements(**reader, sample, 20);
    auto labels = teacherLabels(**reader, 0, sample);
    if (!labels)
        return labels.error();
    details->teacherLabels = std::move(*labels);
    const auto thresholds = listThresholds(**reader);
    if (!thresholds)
        return thresholds.error();
    if (!thresholds->empty()) {
        auto reasons = reasonsFor(workspace, thresholds->back(), sample);
        if (!reasons)
            return reasons.error();
        details->threshold = thresholds->back();
        details->reasons = std::move(*reasons);
    }
    const auto draft = loadDraft(**reader, sample);
    if (!origins)
        return origins.error();
    if (!judgements)
        return judgements.error();
    details->origins = std::move(*origins);
    details->judgements = std::move(*judgements);
    if (draft)
        details->draft = QString::fromStdString(*draft);
    return Loaded(std::shared_ptr<const SampleDetails>(std::move(details)));
}

} // namespace

SampleLoader::SampleLoader(WorkspaceSession &session, QObject *parent) : QObject(parent), m_session(session)
{
    connect(&session, &WorkspaceSession::sampleChanged, this, &SampleLoader::forget);
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
