// Owns: the last judgements as buttons that lead back to their samples. Not here: the history (judging_queue.h).
#pragma once

#include <QWidget>

#include "ui/session/judging_queue.h"

class QHBoxLayout;

namespace primer {

class HistoryRow : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryRow(JudgingQueue &queue, QWidget *parent = nullptr);
    /// The value, or the word for none.
    static QString verdictText(const Judgement &judgement);

private:
    void rebuild();

    JudgingQueue &m_queue;
    QHBoxLayout *m_layout;
};

} // namespace primer
