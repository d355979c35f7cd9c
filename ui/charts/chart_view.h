// Owns: what all charts share: the window's palette and fonts, bringing what is drawn up to date once before a frame,
// the context menu that saves, the figure for paper, what assistive technology is told. Not here: axes, data.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <QChartView>

#include "core/base/result.h"
#include "ui/charts/chart_export.h"
#include "ui/charts/chart_header.h"
#include "ui/charts/chart_overlay.h"
#include "ui/charts/chart_style.h"

class QMenu;

namespace primer {

class ChartView : public QChartView
{
    Q_OBJECT
public:
    explicit ChartView(const QString &title, QWidget *parent = nullptr);
    ~ChartView() override;

    const QString &title() const { return m_title; }
    /// Of the figure and for assistive technology; a chart in the window may show something shorter.
    void setTitle(const QString &title);
    /// Shown instead of data.
    void setEmptyText(const QString &text);
    const QList<LegendEntry> &legend() const { return m_header->legend(); }
    /// All numbers, complete, as CSV; may be called on another thread after the chart is gone.
    virtual std::function<std::string()> csvWriter() const = 0;
    /// What is at the reader's place: under the crosshair, at the cut, the current bar.
    virtual ReadOut currentReadOut() const { return {}; }
    /// That place as a number, for assistive technology; nothing where there is none.
    virtual std::optional<double> position() const { return std::nullopt; }
    virtual void setPosition(double) {}
    virtual std::pair<double, double> positionRange() const { return {0, 0}; }
    /// The chart at `size` as it suits paper, from (0, 0) on.
    void drawFigure(QPainter &painter, const QSizeF &size);
    void save(const QString &path, FigureFormat format);
    /// What is drawn follows the data now, not before the next frame.
    void bringUpToDate();

Q_SIGNALS:
    void saved(const QString &path);
    void saveFailed(const primer::Error &error);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

    /// In this order, whenever something has changed: ranges (false: there is nothing to draw), room for labels (again
    /// when the plot moved by it), series, overlay.
    virtual bool prepare() = 0;
    virtual void fitAxes(bool hasData) = 0;
    virtual void fill() = 0;
    virtual void placeOverlay() = 0;
    virtual void applyStyle(const ChartStyle &style) = 0;
    /// The figures in words.
    virtual QString describe() const = 0;
    virtual void extendMenu(QMenu &) {}

    /// Something is not as it is drawn.
    void invalidate();
    /// Assistive technology hears of the place where the reader is.
    void tellPosition();
    const ChartStyle &look() const { return m_look; }
    ChartOverlay &overlay() { return *m_overlay; }
    ChartHeader &header() { return *m_header; }
    QRectF plot() const { return chart()->plotArea(); }

private:
    void setLook(const ChartStyle &look);
    void askAndSave(FigureFormat format, const QString &caption);

    QString m_title, m_emptyText;
    ChartStyle m_look;
    std::unique_ptr<ChartHeader> m_header;
    std::unique_ptr<ChartOverlay> m_overlay;
    bool m_isStale = true, m_isLookStale = true; ///< to be brought up to date
    bool m_isScheduled = false, m_isLayingOut = false;
};

} // namespace primer
