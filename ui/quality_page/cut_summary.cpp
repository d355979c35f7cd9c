#include "ui/quality_page/cut_summary.h"

#include <algorithm>
#include <cmath>

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr double bytesPerToken = 3.3; ///< of Python with GPT-2's vocabulary; said to be about

QString percent(double share) { return QLocale().toString(100 * share, 'f', 1) + QStringLiteral("\u00a0%"); }

double shareOf(std::int64_t part, std::int64_t whole) { return whole > 0 ? double(part) / double(whole) : 0; }

/// To three digits: it is an estimate.
QString aboutCount(double number)
{
    const double step = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(number, 1.0))) - 2));
    return HumanText::count(qint64(std::round(number / step) * step));
}

QString withBounds(double value, double low, double high)
{
    const QLocale locale;
    return CutSummary::tr("%1 (%2–%3)")
        .arg(locale.toString(value, 'f', 2), locale.toString(low, 'f', 2), locale.toString(high, 'f', 2));
}

} // namespace

CutSummary::CutSummary(CutModel &cut, QWidget *parent)
    : QWidget(parent), m_cut(cut), m_kept(new QLabel(this)), m_quality(new QLabel(this))
{
    for (QLabel *label : {m_kept, m_quality}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setBold(true);
    m_kept->setFont(large);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_kept);
    layout->addWidget(m_quality);
    connect(&cut, &CutModel::cutChanged, this, &CutSummary::showCut);
}

void CutSummary::showCut()
{
    const auto &view = m_cut.view();
    if (!view)
        return;
    const CutResult &result = m_cut.result();
    m_kept->setText(tr("kept: %1 samples, %4 · %2 · about %3 tokens")
                        .arg(HumanText::count(result.kept), HumanText::bytes(result.keptBytes),
                             aboutCount(double(result.keptBytes) / bytesPerToken),
                             percent(shareOf(result.kept, view->baseSize()))));
    const QString base = HumanText::count(view->baseSize());
    QString quality = (m_cut.goesThroughWholeSet()
                           ? tr("Shares are of the current set: %1 samples, %2")
                           : tr("Shares are of the current set without its cut: %1 samples, %2"))
                          .arg(base, HumanText::bytes(view->baseBytes()));
    quality += QStringLiteral(" · ")
               + tr("%1 of the bytes are kept").arg(percent(shareOf(result.keptBytes, view->baseBytes())));
    if (view->withoutScore() > 0)
        quality += QStringLiteral(" · ")
                   + tr("%Ln samples without a score are left out", nullptr, int(view->withoutScore()));
    if (m_cut.leavesOutNearDuplicates())
        quality += QStringLiteral(" · ") + tr("near-duplicates among them are left out after the cut");
    const HeldOutPoint &point = result.heldOut;
    if (point.isKnown)
        quality += QLatin1Char('\n')
                   + (m_cut.rules().empty() ? tr("On held-out labels: precision %1, recall %2, F1 %3")
                                            : tr("On held-out labels, rules applied: precision %1, recall %2, F1 %3"))
                         .arg(withBounds(point.precision, point.precisionLow, point.precisionHigh),
                              withBounds(point.recall, point.recallLow, point.recallHigh),
                              withBounds(point.f1, point.f1Low, point.f1High));
    m_quality->setText(quality);
}

} // namespace primer
