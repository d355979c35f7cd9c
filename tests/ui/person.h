// Owns: what a person can do to the window: keys that go to whatever has the focus, and a pointer that presses only
// what is seen, enabled and on top. Controls are told apart by the names that assistive technology reads.
// Not here: what is expected of the window.
#pragma once

#include <algorithm>

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QMainWindow>
#include <QScrollArea>
#include <QScrollBar>
#include <QStringList>
#include <QTest>
#include <QWheelEvent>

namespace primer::test {

/// As it is read out, without the letter of a mnemonic. (For Qt on Linux a list of choices is called as what it holds;
/// its label is asked.)
inline QString nameOf(QWidget *widget)
{
    if (!widget->accessibleName().isEmpty())
        return widget->accessibleName();
    for (const QLabel *label : widget->window()->findChildren<QLabel *>()) {
        if (label->buddy() == widget)
            return label->text().remove(QLatin1Char('&'));
    }
    QAccessibleInterface *read = QAccessible::queryAccessibleInterface(widget);
    return read ? read->text(QAccessible::Name).remove(QLatin1Char('&')) : QString();
}

/// As window managers do when a dialog has closed; the offscreen platform leaves no window active.
inline void bringBack()
{
    if (QApplication::activeWindow())
        return;
    const QWidgetList windows = QApplication::topLevelWidgets();
    const auto main = std::find_if(windows.begin(), windows.end(), [](QWidget *window) {
        return window->isVisible() && qobject_cast<QMainWindow *>(window);
    });
    if (main == windows.end())
        return;
    (*main)->activateWindow();
    (void)QTest::qWaitForWindowActive(*main);
}

/// What takes input now: a popup, else the dialog in front, else the window.
inline QWidget *surface()
{
    if (QWidget *popup = QApplication::activePopupWidget())
        return popup;
    if (QWidget *dialog = QApplication::activeModalWidget())
        return dialog;
    bringBack();
    return QApplication::activeWindow();
}

class Keyboard
{
public:
    static QWidget *focus()
    {
        if (QWidget *popup = QApplication::activePopupWidget())
            return popup->focusWidget() ? popup->focusWidget() : popup;
        bringBack();
        QWidget *focus = QApplication::focusWidget();
        return focus ? focus : QApplication::activeWindow();
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(focus(), key, modifiers); }
    void type(const QString &text)
    {
        for (const QChar letter : text)
            QTest::keyClick(focus(), letter.toLatin1());
    }

    /// Tab by Tab until a control of this kind and name has the focus; false after a whole round.
    template<typename Kind>
    bool goTo(const QString &name, Qt::Key by = Qt::Key_Tab)
    {
        constexpr int longestRound = 120;
        m_round.clear();
        for (int pressed = 0; pressed < longestRound; ++pressed) {
            QWidget *now = QApplication::focusWidget();
            if (auto *found = qobject_cast<Kind *>(now); found && nameOf(found).startsWith(name)) {
                m_trouble = isSeen(found) ? QByteArray() : "has the focus unseen: " + name.toUtf8();
                return m_trouble.isEmpty();
            }
            m_round.append(now ? QLatin1String(now->metaObject()->className()) + QLatin1Char(' ') + nameOf(now)
                               : QStringLiteral("nothing"));
            press(by);
        }
        m_trouble = "no Tab leads to " + name.toUtf8() + ": " + m_round.mid(0, 40).join(QStringLiteral(" > ")).toUtf8();
        return false;
    }

    /// In the list that has the focus, by the arrow down.
    bool choose(const QString &text)
    {
        auto *box = qobject_cast<QComboBox *>(focus());
        if (!box)
            return refuse("no list of choices has the focus");
        for (int turn = 0; turn < 2; ++turn) {
            for (int pressed = 0; pressed < box->count(); ++pressed) {
                if (box->currentText().startsWith(text))
                    return true;
                press(turn == 0 ? Qt::Key_Down : Qt::Key_Up);
            }
        }
        return refuse("no such choice: " + text.toUtf8());
    }

    const char *trouble() const { return m_trouble.constData(); }

private:
    static bool isSeen(const QWidget *widget)
    {
        const QRect inWindow(widget->mapTo(widget->window(), QPoint()), widget->size());
        return widget->isVisible() && widget->window()->rect().intersects(inWindow)
               && !widget->visibleRegion().isEmpty();
    }
    bool refuse(const QByteArray &trouble)
    {
        m_trouble = trouble;
        return false;
    }

    QStringList m_round;
    QByteArray m_trouble;
};

class Pointer
{
public:
    /// Seen, enabled, within the window and on top, at this place.
    bool canReach(QWidget *widget, const QPoint &place)
    {
        const auto refuse = [this, widget](const char *why) {
            m_trouble = why + (": " + QByteArray(widget ? widget->metaObject()->className() : "nothing")) + ' '
                        + (widget ? nameOf(widget).toUtf8() : QByteArray());
            return false;
        };
        if (!widget || !widget->isVisible())
            return refuse("not seen");
        if (!widget->isEnabled())
            return refuse("disabled");
        QWidget *window = widget->window();
        if (window != surface())
            return refuse("behind another window");
        const QPoint inWindow = widget->mapTo(window, place);
        if (!window->rect().contains(inWindow))
            return refuse("outside");
        QWidget *top = window->childAt(inWindow);
        if (top && top != widget && !widget->isAncestorOf(top))
            return refuse("covered");
        return top || window == widget || refuse("cut off");
    }

    bool click(QWidget *widget, QPoint place = {})
    {
        if (!widget)
            return canReach(nullptr, {});
        place = place.isNull() ? widget->rect().center() : place;
        if (!canReach(widget, place) && !wheelTo(widget, place))
            return false;
        QWidget *top = topAt(widget, place);
        const QPoint inTop = top->mapFrom(widget->window(), widget->mapTo(widget->window(), place));
        QTest::mouseMove(top, inTop);
        QTest::mouseClick(top, Qt::LeftButton, {}, inTop);
        return true;
    }

    /// What is seen of this kind under this name; the one that can be pressed when there are more.
    template<typename Kind>
    Kind *find(const QString &name)
    {
        Kind *found = nullptr;
        const QWidget *in = surface();
        if (!in)
            return nullptr;
        for (Kind *candidate : in->findChildren<Kind *>()) {
            if (!candidate->isVisible() || candidate->window() != in || !nameOf(candidate).startsWith(name))
                continue;
            if (canReach(candidate, candidate->rect().center()))
                return candidate;
            found = found ? found : candidate;
        }
        return found;
    }

    template<typename Kind>
    bool click(const QString &name)
    {
        Kind *found = find<Kind>(name);
        if (!found) {
            m_trouble = "not on the screen: " + name.toUtf8();
            return false;
        }
        return click(found);
    }

    bool drag(QWidget *widget, const QPoint &from, const QPoint &to)
    {
        if (!canReach(widget, from) || !canReach(widget, to))
            return false;
        QWidget *top = topAt(widget, from);
        const QPoint begin = top->mapFrom(widget->window(), widget->mapTo(widget->window(), from));
        const auto move = [top](const QPoint &place, Qt::MouseButtons buttons) {
            QMouseEvent event(QEvent::MouseMove, place, top->mapToGlobal(place), Qt::NoButton, buttons, {});
            QApplication::sendEvent(top, &event);
        };
        move(begin, {});
        QTest::mousePress(top, Qt::LeftButton, {}, begin);
        constexpr int parts = 4;
        for (int part = 1; part <= parts; ++part)
            move(begin + (to - from) * part / parts, Qt::LeftButton);
        QTest::mouseRelease(top, Qt::LeftButton, {}, begin + to - from);
        return true;
    }

    /// Row and column of a list or table; false when it is scrolled away.
    bool click(QAbstractItemView *view, const QModelIndex &index)
    {
        return click(view->viewport(), view->visualRect(index).center());
    }

    /// Opens the list of choices and presses one.
    bool choose(QComboBox *box, const QString &text)
    {
        if (!click(box))
            return false;
        const int row = box->findText(text, Qt::MatchStartsWith);
        if (row < 0 || !QTest::qWaitFor([box] { return box->view()->isVisible(); })) {
            m_trouble = "no such choice: " + text.toUtf8();
            return false;
        }
        const QModelIndex index = box->model()->index(row, box->modelColumn(), box->rootModelIndex());
        // A release right after the list came belongs to the press that opened it: whoever is quick presses again.
        return QTest::qWaitFor([&] { return !box->view()->isVisible() || (click(box->view(), index), false); })
               && box->currentIndex() == row;
    }

    const char *trouble() const { return m_trouble.constData(); }

private:
    static QWidget *topAt(QWidget *widget, const QPoint &place)
    {
        QWidget *top = widget->window()->childAt(widget->mapTo(widget->window(), place));
        return top ? top : widget;
    }

    /// Turns the wheel over what scrolls around it, one way and then the other.
    bool wheelTo(QWidget *widget, const QPoint &place)
    {
        for (QWidget *around = widget->parentWidget(); around; around = around->parentWidget()) {
            auto *area = qobject_cast<QScrollArea *>(around);
            const int turns = area ? area->verticalScrollBar()->maximum() / 20 + 2 : 0;
            for (const int way : {-120, 120}) {
                for (int turn = 0; turn < turns; ++turn) {
                    const QPoint middle = area->viewport()->rect().center();
                    QWheelEvent wheel(middle, area->viewport()->mapToGlobal(middle), {}, {0, way}, Qt::NoButton,
                                      Qt::NoModifier, Qt::NoScrollPhase, false);
                    QApplication::sendEvent(area->viewport(), &wheel);
                    if (canReach(widget, place))
                        return true;
                }
            }
        }
        return canReach(widget, place);
    }

    QByteArray m_trouble;
};

} // namespace primer::test
