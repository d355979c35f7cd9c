#include "ui/charts/chart_view.h"

#include <utility>

#include <QAccessible>
#include <QChart>
#include <QContextMenuEvent>
#include <QGraphicsLayout>
#include <QLegend>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/charts/chart_accessible.h"
#include "ui/widgets/toast.h"

namespace primer {

namespace {

constexpr int layoutPasses = 3; ///< labels change the plot, and the plot how many labels have room

} // namespace

ChartView::ChartView(const QString &title, QWidget *parent)
    : QChartView(parent), m_title(title), m_header(std::make_unique<ChartHeader>(chart())),
      m_overlay(std::make_unique<ChartOverlay>(chart()))
{
    installChartAccessibility();
    setAccessibleName(title);
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(FullViewportUpdate); // finding out what changed costs more than drawing it
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setRubberBand(NoRubberBand);
    viewport()->setMouseTracking(true);
    viewport()->setObjectName(QStringLiteral("qt_scrollarea_viewport")); // as of other views: no control of its own
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setMinimumSize(0, 0); // the page knows what it has room for
    chart()->setBackgroundVisible(false);
    chart()->setBackgroundRoundness(0);
    chart()->setPlotAreaBackgroundVisible(true);
    chart()->legend()->hide();
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    connect(chart(), &QChart::plotAreaChanged, this, &ChartView::invalidate);
}

ChartView::~ChartView() = default;

void ChartView::setTitle(const QString &title)
{
    m_title = title;
    setAccessibleName(title);
    invalidate();
}

void ChartView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    invalidate();
}

void ChartView::invalidate()
{
    if (m_isLayingOut)
        return;
    m_isStale = true;
    if (std::exchange(m_isScheduled, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_isScheduled = false;
            if (isVisible())
                bringUpToDate();
        },
        Qt::QueuedConnection);
}

void ChartView::bringUpToDate()
{
    if (m_isLayingOut)
        return;
    if (std::exchange(m_isLookStale, false))
        setLook(ChartStyle::of(*this));
    if (!std::exchange(m_isStale, false))
        return;
    m_isLayingOut = true;
    const bool hasData = prepare();
    for (int pass = 0; pass < layoutPasses; ++pass) {
        const QRectF before = plot();
        fitAxes(hasData);
        chart()->layout()->activate();
        if (plot() == before)
            break;
    }
    fill();
    m_overlay->setPlot(plot());
    m_overlay->showNote(hasData ? QString() : m_emptyText);
    m_overlay->showFocus(hasFocus() && hasData);
    placeOverlay();
    if (!m_look.isPaper)
        setAccessibleDescription(hasData ? describe() : m_emptyText);
    m_isLayingOut = false;
}

void ChartView::setLook(const ChartStyle &look)
{
    m_look = look;
    setBackgroundBrush(look.window);
    chart()->setPlotAreaBackgroundBrush(look.plot);
    chart()->setPlotAreaBackgroundPen(Qt::NoPen);
    m_header->applyStyle(look);
    m_overlay->applyStyle(look);
    applyStyle(look);
    m_isStale = true;
}

void ChartView::drawFigure(QPainter &painter, const QSizeF &size)
{
    bringUpToDate();
    const QSizeF shown = chart()->size();
    setLook(ChartStyle::paper(font()));
    chart()->resize(size);
    bringUpToDate();
    const QRectF whole(QPointF(), size);
    painter.fillRect(whole, m_look.window);
    scene()->render(&painter, whole, whole);
    setLook(ChartStyle::of(*this));
    chart()->resize(shown);
    bringUpToDate();
}

void ChartView::paintEvent(QPaintEvent *event)
{
    bringUpToDate();
    QChartView::paintEvent(event);
}

void ChartView::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::StyleChange) {
        m_isLookStale = true;
        invalidate();
    }
}

void ChartView::tellPosition()
{
    const std::optional<double> place = position();
    if (place) {
        QAccessibleValueChangeEvent changed(this, *place);
        QAccessible::updateAccessibility(&changed);
    } else {
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
}

void ChartView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const std::pair<FigureFormat, QString> formats[] = {{FigureFormat::Png, tr("Save chart as PNG…")},
                                                        {FigureFormat::Svg, tr("Save chart as SVG…")},
                                                        {FigureFormat::Pdf, tr("Save chart as PDF…")},
                                                        {FigureFormat::Csv, tr("Save numbers as CSV…")}};
    for (const auto &[format, text] : formats)
        menu->addAction(text, this, [this, format = format, text = text] { askAndSave(format, text); });
    extendMenu(*menu);
    menu->popup(event->globalPos());
    event->accept();
}

void ChartView::askAndSave(FigureFormat format, const QString &caption)
{
    askForFile(this, QString(caption).remove(QStringLiteral("…")), m_title, figureKinds(), int(format),
               [this](const QString &path, int kind) { save(path, FigureFormat(kind)); });
}

void ChartView::save(const QString &path, FigureFormat format)
{
    std::function<std::string()> contents = format == FigureFormat::Csv ? csvWriter() : figureWriter({this}, 1, format);
    writeInBackground(this, path, std::move(contents), [this](const QString &written, const Status &status) {
        if (!status) {
            Q_EMIT saveFailed(status.error());
            return;
        }
        auto *toast = new Toast(window());
        toast->show(tr("Saved: %1").arg(written));
        Q_EMIT saved(written);
    });
}

// Charts have nothing that the scene's items would do with keys and pointer.

void ChartView::keyPressEvent(QKeyEvent *event) { event->ignore(); }
void ChartView::mousePressEvent(QMouseEvent *event) { event->ignore(); }
void ChartView::mouseMoveEvent(QMouseEvent *event) { event->ignore(); }
void ChartView::mouseReleaseEvent(QMouseEvent *event) { event->ignore(); }
void ChartView::mouseDoubleClickEvent(QMouseEvent *event) { event->ignore(); }
void ChartView::wheelEvent(QWheelEvent *event) { event->ignore(); }

void ChartView::focusInEvent(QFocusEvent *event)
{
    QChartView::focusInEvent(event);
    invalidate();
}

void ChartView::focusOutEvent(QFocusEvent *event)
{
    QChartView::focusOutEvent(event);
    invalidate();
}

} // namespace primer
