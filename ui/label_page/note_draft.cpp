#include "ui/label_page/note_draft.h"

#include "ui/label_page/judging_strip.h"
#include "ui/session/judging.h"

namespace primer {

namespace {

constexpr int delayMs = 1000;

} // namespace

NoteDraft::NoteDraft(JudgingStrip &strip, Judging &judging, QObject *parent)
    : QObject(parent), m_strip(strip), m_judging(judging)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(delayMs);
    connect(&m_timer, &QTimer::timeout, this, &NoteDraft::save);
    connect(&strip, &JudgingStrip::noteEdited, this, [this] {
        m_isEdited = true;
        m_timer.start();
    });
}

void NoteDraft::save()
{
    m_timer.stop();
    if (m_sample == 0)
        return;
    m_judging.saveDraft(m_sample, m_strip.note());
    Q_EMIT saved(m_sample);
}

void NoteDraft::moveTo(SampleId sample)
{
    if (sample == m_sample)
        return;
    if (m_timer.isActive())
        save();
    m_sample = sample;
    clear();
}

void NoteDraft::offer(SampleId sample, const QString &draft)
{
    if (sample != m_sample)
        return;
    if (m_filledFrom != sample && !m_isEdited)
        m_strip.setNote(draft);
    m_filledFrom = sample;
}

void NoteDraft::close() { m_timer.stop(); }

void NoteDraft::clear()
{
    m_strip.setNote({});
    m_isEdited = false;
    m_filledFrom = 0;
}

} // namespace primer
