// Owns: the note of the sample that is judged: kept as a draft a moment after the last key, given back with its sample.
// Not here: the line it is written in (judging_strip.h), storing (ui/session/judging.h).
#pragma once

#include <QObject>
#include <QTimer>

#include "core/dataset/sample.h"

namespace primer {

class Judging;
class JudgingStrip;

class NoteDraft : public QObject
{
    Q_OBJECT
public:
    NoteDraft(JudgingStrip &strip, Judging &judging, QObject *parent = nullptr);

    /// Another sample comes on screen: what was written for the one before is stored at once.
    void moveTo(SampleId sample);
    /// The sample's stored draft was read, perhaps late or again: what is being written is not taken away.
    void offer(SampleId sample, const QString &draft);
    /// The note goes with the judgement.
    void close();
    /// It went: the line is empty again.
    void clear();

Q_SIGNALS:
    void saved(primer::SampleId sample);

private:
    void save();

    JudgingStrip &m_strip;
    Judging &m_judging;
    QTimer m_timer;
    SampleId m_sample = 0;
    SampleId m_filledFrom = 0; ///< whose stored draft is in the line
    bool m_isEdited = false;
};

} // namespace primer
