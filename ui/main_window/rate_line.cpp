#include "ui/main_window/rate_line.h"

#include <algorithm>

#include <QPainter>
#include <QPolygonF>

namespace primer {

RateLine::RateLine(QWidget *parent) : QWidget(parent)
{
    setFixedSize(96, 20);
    setAccessibleName(tr("Rate over time"));
    setToolTip(tr("Rate over time"));
}

void RateLine::setRates(const std::vector<double> &rates)
{
    if (rates == m_rates)
        return;
    m_rates = rates;
    update();
}

void RateLine::paintEvent(QPaintEvent *)
{
    const double highest = m_rates.empty() ? 0 : *std::max_element(m_rates.begin(), m_rates.end());
    if (m_rates.size() < 2 || highest <= 0)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
    QPolygonF line;
    for (std::size_t place = 0; place < m_rates.size(); ++place)
        line.append({double(width() - 2) * double(place) / double(m_rates.size() - 1) + 1,
                     double(height()) - 2 - double(height() - 4) * m_rates[place] / highest});
    painter.drawPolyline(line);
}

} // namespace primer
