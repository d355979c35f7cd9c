// Owns: all that lies over the data of a chart and moves with the reader: crosshair with what it reads, brush, the cut
// that is dragged, the bar under the pointer, the focus, and words in place of data. Not here: what they mean.
#pragma once

#include <vector>

#include <QList>
#include <QRectF>
#include <QString>

#include "ui/charts/chart_style.h"

class QGraphicsItem;
class QGraphicsLineItem;
class QGraphicsPathItem;
class QGraphicsRectItem;
class QGraphicsSimpleTextItem;
class QGraphicsTextItem;

namespace primer {

/// What stands at one place of a chart: a first line, then one for each series.
struct ReadOut {
    struct Row {
        QString text;
        QColor colour; ///< invalid: no marker
        int shape = 0;
    };
    QString place;
    QList<Row> rows;

    bool isEmpty() const { return rows.isEmpty(); }
    QString text() const; ///< in one line
};

class ChartOverlay
{
public:
    /// Its items belong to `chart` and are in its coordinates.
    explicit ChartOverlay(QGraphicsItem *chart);
    void applyStyle(const ChartStyle &style);
    void setPlot(const QRectF &plot) { m_plot = plot; }

    void showCrosshair(double x, const ReadOut &readOut);
    /// The read-out beside a bar, with a frame around it.
    void showBar(const QRectF &bar, const ReadOut &readOut);
    void hidePointer();
    void showBrush(const QRectF &area);
    void hideBrush();
    /// Pales what is left of the cut.
    void showCut(double x, const QString &text, bool hasFocus);
    void hideCut();
    void showFocus(bool hasFocus);
    /// Instead of data; nothing: away.
    void showNote(const QString &text);
    /// Short words right of the plot, each at its height.
    struct Label {
        double y = 0;
        QString text;
    };
    void showLabels(const QList<Label> &labels);
    double cutX() const { return m_cutX; }
    static double cutHandleHeight();

private:
    void showReadOut(double left, double right, const ReadOut &readOut);
    /// Nothing that moves with the reader belongs on paper.
    void setShown(QGraphicsItem *item, bool isShown, bool isOnPaper);

    ChartStyle m_style;
    QRectF m_plot;
    QGraphicsRectItem *m_root;
    QGraphicsRectItem *m_veil, *m_brush, *m_bar, *m_box, *m_focus;
    QGraphicsLineItem *m_line, *m_cutLine;
    QGraphicsPathItem *m_cutHandle;
    QGraphicsSimpleTextItem *m_cutText;
    QGraphicsTextItem *m_note;
    std::vector<QGraphicsSimpleTextItem *> m_texts, m_labels;
    std::vector<QGraphicsPathItem *> m_markers;
    double m_cutX = 0;
};

} // namespace primer
