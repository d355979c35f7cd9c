// Owns: the window over forty Python files with classes, functions and licences, for tests of the browse page.
// Not here: what is expected of it.
#pragma once

#include <QAction>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>

#include "core/storage/judgement_store.h"
#include "core/storage/sample_store.h"
#include "tests/ui/window_fixture.h"
#include "ui/browse_page/browse_page.h"
#include "ui/browse_page/sample_table.h"
#include "ui/code_view/code_view.h"
#include "ui/code_view/sample_view.h"
#include "ui/models/sample_table_model.h"
#include "ui/set_bar/set_bar.h"
#include "ui/set_bar/set_chip.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/toast.h"

namespace primer::test {

class BrowseFixture : public WindowFixture
{
public:
    /// File N has a class, a method and N lines more; every third is under the GPL.
    static QByteArray code(int number)
    {
        const QByteArray name = QByteArray::number(number);
        QByteArray text = "# SPDX-License-Identifier: " + QByteArray(number % 3 ? "MIT" : "GPL-3.0-only") + "\n";
        text += "class Shape" + name + ":\n    def area(self):\n        return " + name + "\n\n\ndef needle_" + name
                + "(value):\n    return value\n";
        for (int line = 0; line < number; ++line)
            text += "value_" + name + " = " + QByteArray::number(line) + "\n";
        return text;
    }

    void start(int count = 40)
    {
        setUp(count, code);
        importCode();
        QTRY_VERIFY_WITH_TIMEOUT(page()->currentSample() != 0 && row(0), waitMs);
        QTRY_VERIFY_WITH_TIMEOUT(table()->isEmptyColumn(Column::Stars), waitMs); // columns come and go no more
        table()->setFocus();
    }

    BrowsePage *page() const { return m_window->browsePage(); }
    SampleTable *table() const { return page()->table(); }
    SampleTableModel *model() const { return qobject_cast<SampleTableModel *>(table()->model()); }
    const SampleRow *row(int place) const { return model()->rowAt(place); }
    CurrentSet &set() const { return m_window->session()->set(); }
    int count() const { return int(set().rows()->ids.size()); }
    bool isAnswered(int samples) const { return !set().isQuerying() && count() == samples; }
    bool isSeen(int place) const
    {
        return page()->sampleView()->note().isEmpty() && page()->currentSample() == model()->sampleAt(place);
    }
    Store &store() const { return m_window->session()->workspace()->store(); }
    int judged() const { return int(store().read(countJudgements).value()); }

    QAction *command(const char *id) const
    {
        for (QAction *action : keyedActions(m_window.get())) {
            if (keyedActionId(action) == QLatin1String(id))
                return action;
        }
        return nullptr;
    }

    QStringList chips() const
    {
        QStringList texts;
        for (const SetChip *chip : m_window->setBar()->chips())
            texts.append(chip->look().text);
        return texts;
    }

    /// Where a cell is, on the viewport.
    QPoint cell(int place, Column column) const
    {
        return table()->visualRect(model()->index(place, model()->sectionOf(column))).center();
    }

    /// As a person does: a click with the right button.
    QMenu *menuAt(int place, Column column) const
    {
        const QPoint at = cell(place, column);
        QTest::mouseClick(table()->viewport(), Qt::RightButton, {}, at);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, table()->viewport()->mapToGlobal(at));
        QApplication::sendEvent(table()->viewport(), &event);
        return openMenu();
    }

    static QMenu *openMenu() { return qobject_cast<QMenu *>(QApplication::activePopupWidget()); }

    /// The entry of a menu or of a menu in it whose text begins so.
    static QAction *entry(const QMenu *menu, const QString &text)
    {
        for (QAction *action : menu->actions()) {
            QString shown = action->text();
            if (shown.remove(QLatin1Char('&')).startsWith(text))
                return action;
            if (QAction *inner = action->menu() ? entry(action->menu(), text) : nullptr)
                return inner;
        }
        return nullptr;
    }

    /// Chooses it and closes the menu, as a click does.
    static bool choose(QMenu *menu, const QString &text)
    {
        QAction *action = menu ? entry(menu, text) : nullptr;
        if (!action || !action->isEnabled())
            return false;
        menu->close();
        action->trigger();
        return true;
    }

    /// A key for the table, whose window has the keyboard again after menus and dialogs.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        m_window->activateWindow();
        table()->setFocus();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->isActiveWindow() && table()->hasFocus(), waitMs);
        QTest::keyClick(table(), key, modifiers);
    }

    QString toast() const
    {
        for (const Toast *toast : page()->findChildren<Toast *>()) {
            if (toast->isVisible())
                return toast->accessibleName();
        }
        return {};
    }
};

} // namespace primer::test
