#include "ui/session/judged_count.h"

#include <cmath>
#include <utility>

#include "core/dataset/columns.h"
#include "core/jobs/background.h"

namespace primer {

struct JudgedCount::Counted {
    std::vector<bool> isJudged;
    int count = 0;
};

namespace {

bool holds(const RowSet &rows, SampleId sample)
{
    return rows.mask && sample >= 1 && sample <= rows.mask->size() && (*rows.mask)[sample - 1] != 0;
}

} // namespace

JudgedCount::JudgedCount(std::shared_ptr<Workspace> workspace, Judging &judging, QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace))
{
    constexpr int rowsFirstMs = 150;
    m_wait.setSingleShot(true);
    m_wait.setInterval(rowsFirstMs);
    connect(&m_wait, &QTimer::timeout, this, &JudgedCount::count);
    connect(&judging, &Judging::labelChanged, this, &JudgedCount::take);
}

void JudgedCount::follow(std::shared_ptr<const RowSet> rows)
{
    m_rows = std::move(rows);
    m_isKnown = false;
    m_isStale = true;
    if (!m_isCounting
        && !m_wait.isActive()) // else as soon as that ends: a search hands out growing rows ten times a second
        m_wait.start();
}

void JudgedCount::count()
{
    m_isCounting = true;
    m_isStale = false;
    inBackground(
        this,
        [workspace = m_workspace, rows = m_rows]() -> Result<std::shared_ptr<Counted>> {
            const auto verdicts = PRIMER_TRY(workspace->query().columns().values(Column::Verdict));
            auto counted = std::make_shared<Counted>();
            counted->isJudged.resize(verdicts->size());
            for (std::size_t place = 0; place < verdicts->size(); ++place)
                counted->isJudged[place] = !std::isnan((*verdicts)[place]);
            for (const SampleId sample : rows->ids)
                counted->count += sample <= verdicts->size() && counted->isJudged[sample - 1];
            return counted;
        },
        [this](const Result<std::shared_ptr<Counted>> &counted) {
            m_isCounting = false;
            if (m_isStale) {
                count();
                return;
            }
            if (!counted) {
                Q_EMIT failed(counted.error());
                return;
            }
            m_isJudged = std::move((*counted)->isJudged);
            m_count = (*counted)->count;
            m_isKnown = true;
            Q_EMIT changed();
        });
}

void JudgedCount::take(const CurrentLabel &label)
{
    if (!m_isKnown || label.sample > m_isJudged.size()) {
        m_isStale = m_rows != nullptr;
        return;
    }
    const bool isJudged = label.verdict.has_value();
    if (m_isJudged[label.sample - 1] == isJudged)
        return;
    m_isJudged[label.sample - 1] = isJudged;
    if (!holds(*m_rows, label.sample))
        return;
    m_count += isJudged ? 1 : -1;
    Q_EMIT changed();
}

} // namespace primer
