// Owns: the line above a plot: the title on the left, the legend on the right, each entry with the colour and shape of
// its series. Not here: which series there are.
#pragma once

#include <QList>
#include <QString>

#include "ui/charts/chart_style.h"

class QGraphicsItem;
class QGraphicsSimpleTextItem;

namespace primer {

struct LegendEntry {
    enum class Kind { Line, Marker, LineAndMarker, Box };
    QString name;
    QColor colour;
    int shape = 0;
    Kind kind = Kind::Line;
};

class ChartHeader
{
public:
    /// Its items belong to `chart`.
    explicit ChartHeader(QGraphicsItem *chart);
    void applyStyle(const ChartStyle &style);
    void setTitle(const QString &title) { m_title = title; }
    /// `caption` stands before the entries.
    void setLegend(const QString &caption, const QList<LegendEntry> &entries);
    const QList<LegendEntry> &legend() const { return m_entries; }
    /// Into this width from `left` on; entries that find no room are left out.
    void layOut(double left, double width);
    double height() const;

private:
    void clear();
    double addText(const QString &text, const QFont &font, double x, double room);
    void addSample(const LegendEntry &entry, double x);

    QGraphicsItem *m_root;
    ChartStyle m_style;
    QString m_title, m_caption;
    QList<LegendEntry> m_entries;
    double m_left = -1, m_width = -1; ///< as laid out; -1: must be anew
};

} // namespace primer
