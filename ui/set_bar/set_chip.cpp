#include "ui/set_bar/set_chip.h"

#include <algorithm>

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionButton>

#include "ui/widgets/palettes.h"

namespace primer {

namespace {

constexpr int minWidth = 120, edge = 6, gap = 5, crossSize = 7, minHeight = 24;
constexpr int maxLetters = 46, maxLettersWithProblem = 84;
constexpr double radius = 4;

QColor mixed(const QColor &over, const QColor &under, double share)
{
    const auto mix = [share](int first, int second) { return int(share * first + (1 - share) * second); };
    return {mix(over.red(), under.red()), mix(over.green(), under.green()), mix(over.blue(), under.blue())};
}

} // namespace

SetChip::SetChip(QWidget *parent) : QAbstractButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

void SetChip::setLook(const Look &look)
{
    if (look == m_look && !accessibleName().isEmpty())
        return;
    m_look = look;
    setChecked(look.isOn);
    setText(look.text);
    setAccessibleName(look.isOn ? tr("%1, part of the set").arg(look.text) : tr("%1, switched off").arg(look.text));
    setAccessibleDescription(look.problem);
    const QString hint = look.problem.isEmpty() ? tr("Click to edit; the mark switches it off, the cross removes it")
                                                : look.problem + QLatin1Char('\n') + tr("It is not applied.");
    QStringList lines{look.text.toHtmlEscaped(), look.detail.toHtmlEscaped(),
                      hint.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"))};
    lines.removeAll(QString());
    setToolTip(QStringLiteral("<qt>") + lines.join(QStringLiteral("<br>")) + QStringLiteral("</qt>"));
    updateGeometry();
    update();
}

QString SetChip::shownText() const
{
    QString text = m_look.text;
    if (text.size() > maxLetters)
        text = text.left(maxLetters - 1) + QStringLiteral("…");
    if (!m_look.problem.isEmpty() && m_look.isOn)
        text += QStringLiteral(" — ") + m_look.problem;
    return text.size() > maxLettersWithProblem ? text.left(maxLettersWithProblem - 1) + QStringLiteral("…") : text;
}

QRect SetChip::markRect() const
{
    const int size = fontMetrics().height() - 3;
    return {edge, (height() - size) / 2, size, size};
}

QRect SetChip::crossRect() const
{
    const int side = crossSize + 2 * edge;
    return {width() - side, 0, side, height()};
}

QSize SetChip::sizeHint() const
{
    return {edge + markRect().width() + gap + fontMetrics().horizontalAdvance(shownText()) + gap + crossSize + 2 * edge,
            std::max(minHeight, fontMetrics().height() + 8)};
}

QSize SetChip::minimumSizeHint() const { return {std::min(minWidth, sizeHint().width()), sizeHint().height()}; }

QColor SetChip::problemColour() const
{
    const bool isDark = primer::isDark(palette());
    return isDark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb3, 0x1b, 0x1b);
}

void SetChip::paintEvent(QPaintEvent *)
{
    const QColor base = palette().color(QPalette::Base), text = palette().color(QPalette::Text),
                 accent = palette().color(QPalette::Highlight);
    const bool isWrong = !m_look.problem.isEmpty() && m_look.isOn;
    const QColor tone = isWrong ? problemColour() : accent;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor line = m_look.isOn ? mixed(tone, base, isWrong ? 1 : 0.55) : mixed(text, base, 0.3);
    painter.setPen(QPen(line, hasFocus() || m_look.isEdited ? 2 : 1, m_look.isOn ? Qt::SolidLine : Qt::DashLine));
    painter.setBrush(m_look.isOn ? mixed(tone, base, underMouse() ? 0.22 : 0.13) : base);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), radius, radius);

    QStyleOptionButton mark;
    mark.initFrom(this);
    mark.rect = markRect();
    mark.state = QStyle::State_Enabled | (m_look.isOn ? QStyle::State_On : QStyle::State_Off);
    style()->drawPrimitive(QStyle::PE_IndicatorCheckBox, &mark, &painter, this);

    painter.setPen(isWrong ? tone : m_look.isOn ? text : mixed(text, base, 0.55));
    const int left = markRect().right() + 1 + gap;
    const QRect words(left, 0, crossRect().left() + edge - left, height());
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(shownText(), Qt::ElideRight, words.width()));
    const QPointF centre = QRectF(crossRect()).center();
    const double reach = crossSize / 2.0;
    painter.setPen(QPen(mixed(text, base, underMouse() ? 0.9 : 0.6), 1.2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(centre + QPointF(-reach, -reach), centre + QPointF(reach, reach));
    painter.drawLine(centre + QPointF(-reach, reach), centre + QPointF(reach, -reach));
}

void SetChip::mouseReleaseEvent(QMouseEvent *event)
{
    const bool wasDown = isDown();
    setDown(false);
    if (event->button() != Qt::LeftButton || !wasDown || !rect().contains(event->position().toPoint()))
        return;
    if (event->position().x() < markRect().right() + gap)
        Q_EMIT switched(!m_look.isOn);
    else if (crossRect().contains(event->position().toPoint()))
        Q_EMIT removeWanted();
    else
        Q_EMIT editWanted();
}

void SetChip::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Space: Q_EMIT switched(!m_look.isOn); return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace: Q_EMIT removeWanted(); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F2: Q_EMIT editWanted(); return;
    case Qt::Key_Left: focusPreviousChild(); return;
    case Qt::Key_Right: focusNextChild(); return;
    case Qt::Key_Menu: Q_EMIT menuWanted(mapToGlobal(rect().bottomLeft())); return;
    default: QAbstractButton::keyPressEvent(event);
    }
}

void SetChip::contextMenuEvent(QContextMenuEvent *event) { Q_EMIT menuWanted(event->globalPos()); }

void SetChip::changeEvent(QEvent *event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateGeometry();
}

} // namespace primer
