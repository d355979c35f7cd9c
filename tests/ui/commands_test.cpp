// Every command is within reach: in a menu and in the palette, by its name and by other words; keys do not conflict.
#include <memory>

#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QTableWidget>
#include <QTextBrowser>
#include <QTest>

#include "tests/ui/window_fixture.h"
#include "ui/main_window/about_dialog.h"
#include "ui/main_window/command_palette.h"
#include "ui/main_window/documentation_view.h"
#include "ui/main_window/command_words.h"
#include "ui/main_window/keys_dialog.h"
#include "ui/main_window/palette_search.h"
#include "ui/widgets/keyed_action.h"

using namespace primer;
using test::waitMs;

class CommandsTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("commands"); }
    void init();
    void cleanup() { tearDown(); }
    void everyCommandIsInAMenu();
    void thePaletteFindsEveryCommand();
    void namesComeBeforeOtherWords();
    void noTwoCommandsShareAKey();
    void aConflictIsExplained();
    void aboutTellsVersionsAndLicences();
    void recentWorkspacesAreInTheFileMenu();
    void theDocumentationIsRead();

private:
    QList<QAction *> commands() const { return keyedActions(m_window.get()); }
    CommandPalette *palette();
};

void CommandsTest::init()
{
    setUp();
    importCode();
    for (int page = 0; page < MainWindow::PageCount; ++page)
        m_window->showPage(page); // makes it, with its commands
}

CommandPalette *CommandsTest::palette()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    return m_window->findChild<CommandPalette *>();
}

void CommandsTest::recentWorkspacesAreInTheFileMenu()
{
    open(m_folder->filePath(QStringLiteral("second.primer")));
    QMenu *file = m_window->menuBar()->actions().first()->menu();
    Q_EMIT file->aboutToShow();
    QAction *entry = nullptr;
    for (const QMenu *menu : file->findChildren<QMenu *>()) {
        for (QAction *action : menu->actions())
            entry = action->text().endsWith(QStringLiteral("w.primer")) ? action : entry;
    }
    QVERIFY(entry && entry->isEnabled());
    QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
    entry->trigger();
    QVERIFY(opened.wait(waitMs));
    QCOMPARE(QString::fromStdString(m_window->session()->workspace()->name()), QStringLiteral("w"));
}

void CommandsTest::theDocumentationIsRead()
{
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    auto *view = m_window->findChild<DocumentationView *>();
    QVERIFY(view && view->isVisible());
    QVERIFY(view->text()->toPlainText().contains(QStringLiteral("A tour")));
    QVERIFY(!view->text()->toPlainText().contains(QStringLiteral("screenshots/"))); // pictures are left out
    QTest::keyClick(m_window.get(), Qt::Key_F1);                                    // once is enough
    QCOMPARE(m_window->findChildren<DocumentationView *>().size(), 1);
    view->close();
    QTRY_VERIFY(!m_window->findChild<DocumentationView *>());
}

void CommandsTest::everyCommandIsInAMenu()
{
    QSet<const QAction *> inMenus;
    QList<QMenu *> menus;
    for (QAction *action : m_window->menuBar()->actions()) {
        menus.append(action->menu());
        Q_EMIT action->menu()->aboutToShow();
    }
    QCOMPARE(menus.size(), 7);
    for (const QMenu *menu : m_window->findChildren<QMenu *>()) {
        for (const QAction *action : menu->actions())
            inMenus.insert(action);
    }
    QVERIFY(commands().size() > 40);
    for (const QAction *action : commands())
        QVERIFY2(inMenus.contains(action), qPrintable(keyedActionId(action)));
    for (const QMenu *menu : menus)
        QVERIFY2(menu->title() == QStringLiteral("&Tools") || !menu->isEmpty(), qPrintable(menu->title()));
}

void CommandsTest::thePaletteFindsEveryCommand()
{
    for (const QAction *action : commands()) {
        const QString name = CommandWords::name(action);
        const int rank = paletteRank(name, name, {});
        QVERIFY2(rank == 0 || rank == 1, qPrintable(name)); // words of its own
    }
    CommandPalette *found = palette();
    QVERIFY(found);
    auto *input = found->findChild<QLineEdit *>();
    auto *list = found->findChild<QListWidget *>();
    for (QAction *action : commands()) {
        if (!action->isEnabled() || keyedActionId(action) == QLatin1String("help.palette"))
            continue;
        const QString name = CommandWords::name(action);
        input->setText(name);
        bool isThere = false;
        for (int row = 0; row < list->count(); ++row)
            isThere = isThere || list->item(row)->text().startsWith(name);
        QVERIFY2(isThere, qPrintable(name));
    }
    for (const auto &[typed, wanted] : {std::pair{"new run", "New training run"},
                                        {"forest", "Fit a forest"},
                                        {"theme", "Appearance: "},
                                        {"dark", "Appearance: Dark"},
                                        {"shortcuts", "Keys"},
                                        {"run new", "New training run"}}) {
        input->setText(QLatin1String(typed));
        QVERIFY2(list->item(0)->text().startsWith(QLatin1String(wanted)), qPrintable(list->item(0)->text()));
    }
    input->setText(QStringLiteral("zzzz"));
    QCOMPARE(list->count(), 1);
    QVERIFY(!(list->item(0)->flags() & Qt::ItemIsEnabled));
    QTest::keyClick(input, Qt::Key_Return); // does nothing, and does not crash
}

void CommandsTest::namesComeBeforeOtherWords()
{
    QCOMPARE(paletteRank(QStringLiteral("jobs"), QStringLiteral("Jobs"), {}), 0);
    QVERIFY(paletteRank(QStringLiteral("obs"), QStringLiteral("Jobs"), {}) > 0);
    QVERIFY(paletteRank(QStringLiteral("work"), QStringLiteral("Jobs"), QStringLiteral("work"))
            > paletteRank(QStringLiteral("job"), QStringLiteral("Jobs"), QStringLiteral("work")));
    QCOMPARE(paletteRank(QStringLiteral("jobs none"), QStringLiteral("Jobs"), QStringLiteral("work")), -1);
}

void CommandsTest::noTwoCommandsShareAKey()
{
    for (const QAction *action : commands()) {
        const QAction *other = keyConflict(commands(), action, action->shortcut());
        QVERIFY2(!other,
                 qPrintable(keyedActionId(action) + QLatin1Char(' ') + (other ? keyedActionId(other) : QString())));
    }
}

void CommandsTest::aConflictIsExplained()
{
    const auto actionOf = [this](const char *id) {
        for (QAction *action : commands()) {
            if (keyedActionId(action) == QLatin1String(id))
                return action;
        }
        return static_cast<QAction *>(nullptr);
    };
    QAction *next = actionOf("browse.next"), *previous = actionOf("browse.previous");
    QVERIFY(next && previous);
    const QKeySequence taken = next->shortcut(), own = previous->shortcut();
    KeysDialog dialog(commands(), *m_settings, m_window.get());
    auto *table = dialog.findChild<QTableWidget *>();
    QLabel *conflict = nullptr;
    for (QLabel *label : dialog.findChildren<QLabel *>()) {
        if (label->accessibleName() == QStringLiteral("Conflict of keys"))
            conflict = label;
    }
    QVERIFY(conflict);
    const auto type = [&](const QKeySequence &key) {
        for (int row = 0; row < table->rowCount(); ++row) {
            auto *edit = qobject_cast<QKeySequenceEdit *>(table->cellWidget(row, 2));
            if (edit->accessibleName().contains(previous->text())
                && table->item(row, 0)->text() == QStringLiteral("Browse")) {
                edit->setKeySequence(key);
                Q_EMIT edit->editingFinished();
                return;
            }
        }
    };
    type(taken);
    QCOMPARE(previous->shortcut(), own); // refused
    QVERIFY2(conflict->text().contains(next->text()), qPrintable(conflict->text()));
    Q_EMIT conflict->linkActivated(QStringLiteral("take"));
    QCOMPARE(previous->shortcut(), taken);
    QVERIFY(next->shortcut().isEmpty());
    m_settings->resetKeys();
    QCOMPARE(next->shortcut(), taken);
}

void CommandsTest::aboutTellsVersionsAndLicences()
{
    AboutDialog dialog(QStringLiteral("/nowhere/primer-engine"), m_window.get());
    auto *table = dialog.findChild<QTableWidget *>();
    QVERIFY(table->rowCount() > 10);
    const auto versions = [&dialog] {
        for (QLabel *label : dialog.findChildren<QLabel *>()) {
            if (label->accessibleName() == QStringLiteral("Versions"))
                return label->text();
        }
        return QString();
    };
    QVERIFY(versions().startsWith(QStringLiteral("Qt ") + QLatin1String(qVersion())));
    QTRY_VERIFY_WITH_TIMEOUT(versions().contains(QStringLiteral("did not answer")), waitMs);
}

QTEST_MAIN(CommandsTest)
#include "commands_test.moc"
