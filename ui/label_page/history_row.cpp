#include "ui/label_page/history_row.h"

#include <vector>

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace primer {

namespace {

constexpr int shownJudgements = 5;

} // namespace

HistoryRow::HistoryRow(JudgingQueue &queue, QWidget *parent)
    : QWidget(parent), m_queue(queue), m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    connect(&queue, &JudgingQueue::historyChanged, this, &HistoryRow::rebuild);
    rebuild();
}

QString HistoryRow::verdictText(const Judgement &judgement)
{
    switch (judgement.verdict) {
    case Verdict::Value: return QString::number(judgement.value);
    case Verdict::Skip: return tr("skipped");
    case Verdict::Discard: return tr("discarded");
    }
    return {};
}

void HistoryRow::rebuild()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const std::vector<Judgement> history = m_queue.history();
    setVisible(!history.empty());
    if (history.empty())
        return;
    m_layout->addWidget(new QLabel(tr("Go back to:"), this));
    for (auto done = history.rbegin(); done != history.rend() && m_layout->count() <= shownJudgements; ++done) {
        auto *button = new QToolButton(this);
        button->setText(tr("Sample %1: %2").arg(done->sample).arg(verdictText(*done)));
        button->setAutoRaise(true);
        // Later: a click is handled inside the button, which going back may replace.
        connect(
            button, &QToolButton::clicked, &m_queue, [this, sample = done->sample] { m_queue.goToSample(sample); },
            Qt::QueuedConnection);
        m_layout->addWidget(button);
    }
    m_layout->addStretch();
}

} // namespace primer
