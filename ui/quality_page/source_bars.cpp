#include "ui/quality_page/source_bars.h"

#include <algorithm>

#include <QLocale>
#include <QPainter>

#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr std::size_t mostSources = 8;
constexpr int gap = 4;

} // namespace

SourceBars::SourceBars(QWidget *parent) : QWidget(parent) { setAccessibleName(tr("What stays of each source")); }

void SourceBars::setSources(const std::vector<SourceShare> &sources)
{
    m_sources = sources;
    if (m_sources.size() > mostSources) {
        SourceShare rest{tr("%n more source(s)", nullptr, int(m_sources.size() - mostSources + 1)).toStdString(), 0, 0};
        for (std::size_t place = mostSources - 1; place < m_sources.size(); ++place) {
            rest.total += m_sources[place].total;
            rest.kept += m_sources[place].kept;
        }
        m_sources.resize(mostSources - 1);
        m_sources.push_back(rest);
    }
    QStringList words;
    for (const SourceShare &source : m_sources)
        words.append(tr("%1: %2 of %3")
                         .arg(QString::fromStdString(source.name), HumanText::count(source.kept),
                              HumanText::count(source.total)));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QSize SourceBars::sizeHint() const { return {240, int(m_sources.size()) * (2 * fontMetrics().height() + gap) + gap}; }

void SourceBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    std::int64_t most = 1;
    for (const SourceShare &source : m_sources)
        most = std::max(most, source.total);
    const int line = fontMetrics().height();
    QColor faint = palette().color(QPalette::Mid);
    faint.setAlpha(120);
    int y = gap;
    for (const SourceShare &source : m_sources) {
        const QString numbers = tr("%1 of %2").arg(HumanText::count(source.kept), HumanText::count(source.total));
        const int numbersWidth = fontMetrics().horizontalAdvance(numbers);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRect(0, y, width(), line), Qt::AlignRight, numbers);
        painter.drawText(QRect(0, y, width() - numbersWidth - 2 * gap, line), Qt::AlignLeft,
                         fontMetrics().elidedText(QString::fromStdString(source.name), Qt::ElideMiddle,
                                                  width() - numbersWidth - 2 * gap));
        const int bar = line / 2;
        painter.fillRect(0, y + line + 1, int(double(source.total) / double(most) * width()), bar, faint);
        painter.fillRect(0, y + line + 1, int(double(source.kept) / double(most) * width()), bar,
                         palette().color(QPalette::Highlight));
        y += 2 * line + gap;
    }
}

} // namespace primer
