#include "ui/widgets/window_style.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QFrame>
#include <QHeaderView>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

#include "ui/widgets/palettes.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr double corner = 2.5, boxBorder = 0.62, borderInDark = 0.3;
constexpr int ringWidth = 2, cellMargin = 5, rowGap = 8;

/// Fusion's borders are a darker shade of the window, which a dark window swallows.
QColor borderOf(const QPalette &palette)
{
    const QColor window = palette.color(QPalette::Window), text = palette.color(QPalette::WindowText);
    return isHighContrast(palette) ? text : mixedColour(window, text, borderInDark);
}

void strokeBorder(QPainter &painter, const QRect &rect, const QColor &colour, double radius = corner, double width = 1)
{
    if (rect.width() < 3 || rect.height() < 3)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, radius > 0);
    painter.setPen(QPen(colour, width));
    painter.setBrush(Qt::NoBrush);
    const double half = width / 2;
    const QRectF inside = QRectF(rect).adjusted(half, half, -half, -half);
    painter.drawRoundedRect(inside, radius, radius);
    painter.restore();
}

/// The colour in which a ring is seen on the window.
QColor ringColour(const QPalette &palette)
{
    return isHighContrast(palette) || !isDark(palette) ? palette.color(QPalette::Active, QPalette::Highlight)
                                                       : palette.color(QPalette::Active, QPalette::Link);
}

void drawTickBox(const QStyleOption &option, QPainter &painter)
{
    const bool isOn = option.state & QStyle::State_On, isPartly = option.state & QStyle::State_NoChange,
               isEnabled = option.state & QStyle::State_Enabled;
    const QPalette::ColorGroup group = isEnabled ? QPalette::Active : QPalette::Disabled;
    const QPalette &palette = option.palette;
    const QColor base = palette.color(group, QPalette::Base), text = palette.color(group, QPalette::Text);
    const QColor accent = palette.color(group, QPalette::Highlight);
    const int side = std::min({option.rect.width(), option.rect.height(), 15});
    QRectF box(0, 0, side - 1, side - 1);
    box.moveCenter(QRectF(option.rect).center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isFilled = isEnabled && (isOn || isPartly);
    const QColor edge = isFilled ? accent : mixedColour(base, text, boxBorder);
    painter.setPen(QPen(option.state & QStyle::State_MouseOver && isEnabled ? ringColour(palette) : edge, 1.2));
    painter.setBrush(isFilled ? accent : base);
    painter.drawRoundedRect(box, corner, corner);
    painter.setPen(QPen(isFilled ? palette.color(group, QPalette::HighlightedText) : text, 1.8, Qt::SolidLine,
                        Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&box](double x, double y) {
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
    };
    if (isPartly)
        painter.drawLine(at(0.25, 0.5), at(0.75, 0.5));
    else if (isOn)
        painter.drawPolyline(QPolygonF{at(0.22, 0.53), at(0.42, 0.73), at(0.78, 0.29)});
    painter.restore();
}

void drawRadio(const QStyleOption &option, QPainter &painter)
{
    const bool isOn = option.state & QStyle::State_On, isEnabled = option.state & QStyle::State_Enabled;
    const QPalette::ColorGroup group = isEnabled ? QPalette::Active : QPalette::Disabled;
    const QColor base = option.palette.color(group, QPalette::Base), text = option.palette.color(group, QPalette::Text);
    const double side = std::min({option.rect.width(), option.rect.height(), 15}) - 1;
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor accent = option.palette.color(group, QPalette::Highlight);
    painter.setPen(QPen(isOn && isEnabled ? accent : mixedColour(base, text, boxBorder), 1.2));
    painter.setBrush(base);
    painter.drawEllipse(box);
    if (isOn) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isEnabled ? accent : text);
        painter.drawEllipse(box.center(), side / 4, side / 4);
    }
    painter.restore();
}

QString iconNameOf(QStyle::StandardPixmap which)
{
    switch (which) {
    case QStyle::SP_MessageBoxInformation: return QStringLiteral("info");
    case QStyle::SP_MessageBoxWarning: return QStringLiteral("warning");
    case QStyle::SP_MessageBoxCritical: return QStringLiteral("error");
    case QStyle::SP_MessageBoxQuestion: return QStringLiteral("question");
    case QStyle::SP_TitleBarCloseButton:
    case QStyle::SP_DockWidgetCloseButton: return QStringLiteral("close");
    case QStyle::SP_LineEditClearButton: return QStringLiteral("clear");
    case QStyle::SP_DirIcon:
    case QStyle::SP_DirOpenIcon:
    case QStyle::SP_DirClosedIcon: return QStringLiteral("folder");
    case QStyle::SP_FileIcon: return QStringLiteral("file");
    case QStyle::SP_FileDialogNewFolder: return QStringLiteral("folder-new");
    case QStyle::SP_FileDialogToParent: return QStringLiteral("up");
    case QStyle::SP_FileDialogBack: return QStringLiteral("previous");
    case QStyle::SP_ToolBarHorizontalExtensionButton: return QStringLiteral("more");
    default: return {};
    }
}

} // namespace

WindowStyle::WindowStyle(const QString &base)
    : QProxyStyle(QStyleFactory::create(base)),
      m_isFusion(base.compare(QLatin1String("fusion"), Qt::CaseInsensitive) == 0)
{}

int WindowStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                           QStyleHintReturn *answer) const
{
    return hint == SH_DialogButtonBox_ButtonsHaveIcons ? 0 : QProxyStyle::styleHint(hint, option, widget, answer);
}

int WindowStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    // The frame of a view has room for a ring that is wider than the border: colour alone would have to tell them
    // apart.
    if (m_isFusion && metric == PM_DefaultFrameWidth && qobject_cast<const QAbstractScrollArea *>(widget)
        && isHighContrast(widget->palette()))
        return ringWidth;
    // A number at the right of its column and a word at the left of the next are two.
    if (metric == PM_FocusFrameHMargin && qobject_cast<const QAbstractItemView *>(widget))
        return cellMargin;
    if (metric == PM_HeaderMargin && qobject_cast<const QHeaderView *>(widget))
        return cellMargin + 1;
    return QProxyStyle::pixelMetric(metric, option, widget);
}

/// Rows of lists and trees stand as far apart as those of compact tables.
QSize WindowStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                    const QWidget *widget) const
{
    QSize needed = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_ItemViewItem && option)
        needed.setHeight(std::max(needed.height(), option->fontMetrics.height() + rowGap));
    return needed;
}

QIcon WindowStyle::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    const QIcon own = themedIcon(iconNameOf(which));
    return own.isNull() ? QProxyStyle::standardIcon(which, option, widget) : own;
}

void WindowStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    if (!m_isFusion) {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    }
    switch (element) {
    case PE_IndicatorCheckBox: drawTickBox(*option, *painter); return;
    case PE_IndicatorRadioButton: drawRadio(*option, *painter); return;
    case PE_FrameFocusRect: {
        // However it came there: a person who looks for the focus has not always pressed Tab just before.
        const bool isInView = option->state & State_Item;
        const bool isOnAccent = option->state & State_Selected;
        strokeBorder(*painter, option->rect,
                     isOnAccent ? option->palette.color(QPalette::HighlightedText) : ringColour(option->palette),
                     corner, isInView ? 1 : 1.5);
        return;
    }
    default: break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    switch (element) {
    case PE_FrameLineEdit:
        if ((option->state & State_HasFocus) && (option->state & State_Enabled))
            strokeBorder(*painter, option->rect, ringColour(option->palette), corner, 1.5);
        else if (isDark(option->palette))
            strokeBorder(*painter, option->rect, borderOf(option->palette));
        break;
    case PE_PanelButtonCommand: // its own ring is one faint line, and none on a flat button
        if ((option->state & State_HasFocus) && (option->state & State_Enabled))
            strokeBorder(*painter, option->rect, ringColour(option->palette), corner, ringWidth);
        else if (isDark(option->palette))
            strokeBorder(*painter, option->rect, borderOf(option->palette));
        break;
    case PE_PanelButtonTool:
        if (isHighContrast(option->palette) && (option->state & (State_On | State_Sunken | State_MouseOver)))
            strokeBorder(*painter, option->rect, borderOf(option->palette));
        break;
    case PE_Frame:
    case PE_FrameMenu:
    case PE_PanelMenu:
    case PE_FrameGroupBox:
    case PE_FrameTabWidget:
        if (isDark(option->palette))
            strokeBorder(*painter, option->rect, borderOf(option->palette), 0);
        break;
    default: break;
    }
}

void WindowStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        item && element == CE_MenuItem && (item->state & State_Selected) && !item->icon.isNull()) {
        QStyleOptionMenuItem selected = *item;
        const int size = item->maxIconWidth > 0 ? pixelMetric(PM_SmallIconSize, option, widget) : 16;
        selected.icon = QIcon(
            item->icon.pixmap(QSize(size, size), painter->device()->devicePixelRatioF(), QIcon::Selected));
        QProxyStyle::drawControl(element, &selected, painter, widget);
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
    if (!m_isFusion)
        return;
    switch (element) {
    case CE_ShapedFrame: {
        const auto *frame = qobject_cast<const QFrame *>(widget);
        const bool isBox = frame
                           && (frame->frameShape() == QFrame::StyledPanel || frame->frameShape() == QFrame::Box
                               || frame->frameShape() == QFrame::Panel);
        if (!isBox)
            break;
        if (qobject_cast<const QAbstractScrollArea *>(widget) && widget->hasFocus())
            strokeBorder(*painter, option->rect, ringColour(option->palette), 0, ringWidth);
        else if (isDark(option->palette))
            strokeBorder(*painter, option->rect, borderOf(option->palette), 0);
        break;
    }
    case CE_HeaderSection:
        if (isDark(option->palette)) {
            painter->setPen(borderOf(option->palette));
            painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
            painter->drawLine(option->rect.topRight(), option->rect.bottomRight());
        }
        break;
    case CE_ProgressBarGroove:
    case CE_TabBarTabShape:
        if (isDark(option->palette))
            strokeBorder(*painter, option->rect, borderOf(option->palette));
        break;
    default: break;
    }
}

void WindowStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                     const QWidget *widget) const
{
    if (m_isFusion && control == CC_ScrollBar && isHighContrast(option->palette)) {
        drawScrollBar(*option, *painter, widget);
        return;
    }
    if (m_isFusion && control == CC_Slider && isHighContrast(option->palette)) {
        drawSlider(*option, *painter, widget);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (!m_isFusion || (control != CC_ComboBox && control != CC_SpinBox))
        return;
    if ((option->state & State_HasFocus) && (option->state & State_Enabled))
        strokeBorder(*painter, option->rect, ringColour(option->palette), corner, 1.5);
    else if (isDark(option->palette))
        strokeBorder(*painter, option->rect, borderOf(option->palette));
}

void WindowStyle::drawScrollBar(const QStyleOptionComplex &option, QPainter &painter, const QWidget *widget) const
{
    painter.fillRect(option.rect, option.palette.color(QPalette::Window));
    strokeBorder(painter, option.rect, borderOf(option.palette), 0);
    if (!(option.state & State_Enabled))
        return;
    const QRect slider = proxy()->subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget);
    painter.fillRect(slider.adjusted(3, 3, -3, -3), option.palette.color(QPalette::WindowText));
}

void WindowStyle::drawSlider(const QStyleOptionComplex &option, QPainter &painter, const QWidget *widget) const
{
    QRect groove = proxy()->subControlRect(CC_Slider, &option, SC_SliderGroove, widget);
    const QRect handle = proxy()->subControlRect(CC_Slider, &option, SC_SliderHandle, widget);
    const bool isLying = option.state & State_Horizontal;
    groove = isLying ? QRect(groove.left(), groove.center().y() - 1, groove.width(), 3)
                     : QRect(groove.center().x() - 1, groove.top(), 3, groove.height());
    const QPalette::ColorGroup group = option.state & State_Enabled ? QPalette::Active : QPalette::Disabled;
    painter.fillRect(groove, option.palette.color(group, QPalette::WindowText));
    painter.fillRect(
        handle.adjusted(2, 2, -2, -2),
        option.palette.color(group, option.state & State_HasFocus ? QPalette::Highlight : QPalette::WindowText));
}

} // namespace primer
