// Help > Log: live, filtered, copied, and no slower for ten thousand lines.
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QDockWidget>
#include <QGuiApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/log.h"
#include "ui/log_view/log_model.h"
#include "ui/log_view/log_view.h"
#include "ui/main_window/command_palette.h"
#include "ui/main_window/main_window.h"
#include "ui/widgets/keyed_action.h"

using namespace primer;

/// Takes what QDesktopServices would open.
class FolderOpened : public QObject
{
    Q_OBJECT
public:
    QUrl m_url;
public Q_SLOTS:
    void open(const QUrl &url) { m_url = url; }
};

class LogViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsNewLinesWhileItIsOpen();
    void filtersByLevelAndText();
    void followsOnlyAtItsEnd();
    void copiesWhatIsChosen();
    void keepsTheNewestTenThousand();
    void beginsAnewWhenItMissedSome();
    void showsForeignTextAsItIs();
    void opensTheFolder();
    void isInTheMenuAndThePalette();

private:
    QAbstractItemModel *model() const { return m_view->table()->model(); }
    QString shown(int row, int column) const { return model()->index(row, column).data().toString(); }
    template<typename Widget>
    Widget *child() const
    {
        return m_view->findChild<Widget *>();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<log::Session> m_session;
    std::unique_ptr<LogView> m_view;
};

void LogViewTest::initTestCase()
{
    QCoreApplication::setOrganizationName(QStringLiteral("primer-test"));
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
}

void LogViewTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    log::Settings settings;
    settings.program = "test";
    settings.folder = m_folder->path().toStdString();
    settings.file = "test.log";
    settings.level = log::Level::Debug;
    settings.terminal = log::Level::Off;
    settings.keptLines = LogView::maxLines;
    m_session = std::make_unique<log::Session>(log::start(settings));
    m_view = std::make_unique<LogView>();
    m_view->resize(800, 300);
    new QAbstractItemModelTester(model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_view.get());
}

void LogViewTest::cleanup()
{
    m_view.reset();
    m_session.reset();
}

void LogViewTest::showsNewLinesWhileItIsOpen()
{
    log::info("before it was opened");
    m_view->show();
    QCOMPARE(model()->rowCount(), 1);
    log::warning("while it is open");
    QTRY_COMPARE(model()->rowCount(), 2);
    QCOMPARE(shown(1, LogModel::Level), QStringLiteral("Warning"));
    QCOMPARE(shown(1, LogModel::Module), QStringLiteral("tests/ui"));
    QCOMPARE(shown(1, LogModel::Text), QStringLiteral("while it is open"));
    m_view->hide();
    log::info("while it is closed");
    m_view->show();
    QCOMPARE(model()->rowCount(), 3);
}

void LogViewTest::filtersByLevelAndText()
{
    log::debug("a detail of alpha");
    log::info("alpha begins");
    log::failure(Error{ErrorCode::Io, "Alpha fell", ""});
    log::writeFor("alpha.module", log::Level::Error, "words");
    m_view->show();
    QCOMPARE(model()->rowCount(), 4);
    child<QLineEdit>()->setText(QStringLiteral("alpha")); // in either case, in the module too
    QCOMPARE(model()->rowCount(), 4);
    child<QLineEdit>()->setText(QStringLiteral("alpha b"));
    QCOMPARE(model()->rowCount(), 1);
    child<QLineEdit>()->clear();
    child<QComboBox>()->setCurrentIndex(child<QComboBox>()->findText(QStringLiteral("Errors")));
    QCOMPARE(model()->rowCount(), 2);
    QVERIFY(shown(0, LogModel::Text).startsWith(QStringLiteral("io: Alpha fell [tests/ui/log_view_test.cpp:")));
    log::info("filtered as it comes");
    log::writeFor("m", log::Level::Error, "passes as it comes");
    QTRY_COMPARE(model()->rowCount(), 3);
    QCOMPARE(shown(2, LogModel::Text), QStringLiteral("passes as it comes"));
}

void LogViewTest::followsOnlyAtItsEnd()
{
    for (int number = 0; number < 200; ++number)
        log::info(std::to_string(number));
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QScrollBar *bar = m_view->table()->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    QCOMPARE(bar->value(), bar->maximum());
    log::info("one more");
    QTRY_COMPARE(model()->rowCount(), 201);
    QCOMPARE(bar->value(), bar->maximum());
    bar->setValue(10);
    log::info("and one more");
    QTRY_COMPARE(model()->rowCount(), 202);
    QCOMPARE(bar->value(), 10);
}

void LogViewTest::copiesWhatIsChosen()
{
    log::info("first");
    log::warning("second");
    m_view->show();
    QGuiApplication::clipboard()->clear();
    m_view->copy();
    const QStringList all = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(all.size(), 2);
    const QRegularExpression form(
        QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (\\w+) tests/ui: "
                       "(\\w+)$"));
    QCOMPARE(form.match(all.at(0)).captured(1), QStringLiteral("info"));
    QCOMPARE(form.match(all.at(1)).captured(2), QStringLiteral("second"));
    m_view->table()->selectRow(1);
    m_view->table()->setFocus();
    QTest::keySequence(m_view->table(), QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), all.at(1) + QLatin1Char('\n'));
}

void LogViewTest::keepsTheNewestTenThousand()
{
    for (int number = 1; number <= int(LogView::maxLines); ++number)
        log::info(std::to_string(number));
    m_view->show();
    QCOMPARE(model()->rowCount(), int(LogView::maxLines));
    child<QLineEdit>()->setText(QStringLiteral("9999"));
    QCOMPARE(model()->rowCount(), 1);
    child<QLineEdit>()->clear();
    for (int number = 1; number <= 500; ++number)
        log::info("later");
    QTRY_COMPARE(shown(0, LogModel::Text), QStringLiteral("501"));
    QCOMPARE(model()->rowCount(), int(LogView::maxLines));
    QCOMPARE(shown(int(LogView::maxLines) - 1, LogModel::Text), QStringLiteral("later"));
}

void LogViewTest::beginsAnewWhenItMissedSome()
{
    log::info("old");
    m_view->show();
    QCOMPARE(model()->rowCount(), 1);
    m_view->hide();
    for (int number = 0; number < int(LogView::maxLines) + 10; ++number)
        log::info("new");
    m_view->show();
    QCOMPARE(model()->rowCount(), int(LogView::maxLines));
    QCOMPARE(shown(0, LogModel::Text), QStringLiteral("new"));
}

void LogViewTest::showsForeignTextAsItIs()
{
    log::info("<b>bold</b>\n\x1b[31mred");
    m_view->show();
    QCOMPARE(shown(0, LogModel::Text), QStringLiteral("<b>bold</b>\\n\\x1b[31mred"));
    const QString tip = model()->index(0, LogModel::Text).data(Qt::ToolTipRole).toString();
    QVERIFY(tip.contains(QStringLiteral("&lt;b&gt;bold")));
}

void LogViewTest::opensTheFolder()
{
    FolderOpened opened;
    QDesktopServices::setUrlHandler(QStringLiteral("file"), &opened, "open");
    for (QPushButton *button : m_view->findChildren<QPushButton *>()) {
        if (button->text() == QLatin1String("Open folder"))
            button->click();
    }
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    QCOMPARE(opened.m_url.toLocalFile(), m_folder->path());
}

void LogViewTest::isInTheMenuAndThePalette()
{
    QSettings().clear();
    AppSettings settings;
    MainWindow window(settings, QStringLiteral("primer-parquet"));
    window.show();
    log::info("said to the window");
    auto *dock = window.findChild<QDockWidget *>(QStringLiteral("log"));
    QVERIFY(dock && dock->isHidden());
    QAction *action = nullptr;
    for (QAction *one : keyedActions(&window)) {
        if (keyedActionId(one) == QLatin1String("help.log"))
            action = one;
        if (keyedActionId(one) == QLatin1String("help.palette"))
            one->trigger();
    }
    QVERIFY(action);
    // Found by typing, without a workspace.
    auto *palette = window.findChild<CommandPalette *>();
    QVERIFY(palette);
    palette->findChild<QLineEdit *>()->setText(action->text());
    QTest::keyClick(palette->findChild<QLineEdit *>(), Qt::Key_Return);
    QVERIFY(!dock->isHidden());
    const auto *view = dock->findChild<LogView *>();
    QVERIFY(view);
    QCOMPARE(view->table()->model()->index(0, LogModel::Text).data().toString(), QStringLiteral("said to the window"));
    action->trigger();
    QVERIFY(dock->isHidden());
}

QTEST_MAIN(LogViewTest)
#include "log_view_test.moc"
