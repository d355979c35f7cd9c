// The teacher's dialog against servers that work, fail and are not there: nothing is asked for before one sample was,
// and what goes wrong is said with the address, the cause and a remedy of this window.
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "tests/support/loopback_server.h"
#include "ui/label_page/label_page.h"
#include "tests/ui/window_fixture.h"
#include "ui/label_page/teacher_dialog.h"
#include "ui/label_page/teacher_panel.h"
#include "ui/label_page/teacher_problem.h"
#include "ui/label_page/teacher_trial_box.h"
#include "ui/main_window/main_window.h"
#include "ui/widgets/message_bar.h"

using namespace primer;
using test::waitMs;
using primer::test::LoopbackServer;

namespace {

constexpr int files = 6;

/// A list of models, and value 4 to every question.
void answerWell(LoopbackServer::Peer &peer)
{
    if (!peer.readRequest())
        return;
    if (peer.arrival().isPost())
        peer.answer(200, R"({"model":"m","choices":[{"finish_reason":"stop","message":{"content":"Clear.\nEducational )"
                         R"(score: 4"}}],"usage":{"prompt_tokens":120,"completion_tokens":9}})");
    else
        peer.answer(200, R"({"data":[{"id":5},7,{"id":"m"}]})");
    peer.close();
}

LoopbackServer::Serve answerWith(int status)
{
    return [status](LoopbackServer::Peer &peer) {
        if (peer.readRequest())
            peer.answer(status, "{}");
        peer.close();
    };
}

} // namespace

class TeacherDialogTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("teacher"); }
    void init();
    void cleanup() { tearDown(); }
    void oneSampleIsAskedBeforeAnythingElse();
    void faultsAreSaidInWords_data();
    void faultsAreSaidInWords();
    void aCertificateNobodyTrustsIsSaid();
    void remediesAreOfThisWindow();
    void nothingIsForetoldFromNothing();
    void rowsThatAllFailAreNoSuccess();

private:
    std::unique_ptr<TeacherDialog> dialogFor(const std::string &url);
    QString tryIt(TeacherDialog &dialog);
    TeacherPanel *panel();
    TeacherDialog::Choice choiceFor(const std::string &url);
    QString messageText();
};

void TeacherDialogTest::init()
{
    setUp(files, [](int number) {
        return QByteArray("def add_%1(left, right):\n    return left + right + %1\n")
            .replace("%1", QByteArray::number(number));
    });
    importCode();
    m_window->showPage(MainWindow::LabelRow);
}

std::unique_ptr<TeacherDialog> TeacherDialogTest::dialogFor(const std::string &url)
{
    auto dialog = std::make_unique<TeacherDialog>(*m_window->session());
    dialog->show();
    dialog->teacher()->setCurrentIndex(1);
    dialog->url()->setText(QString::fromStdString(url));
    dialog->model()->setText(QStringLiteral("m"));
    return dialog;
}

/// What the test says, once it has ended.
QString TeacherDialogTest::tryIt(TeacherDialog &dialog)
{
    QTest::mouseClick(dialog.trial()->button(), Qt::LeftButton);
    if (!dialog.trial()->isTesting() || !QTest::qWaitFor([&] { return !dialog.trial()->isTesting(); }, waitMs))
        return {};
    const QString folder = qEnvironmentVariable("PRIMER_PICTURES");
    if (!folder.isEmpty())
        dialog.grab().save(folder + QStringLiteral("/teacher-dialog.png"));
    return dialog.trial()->result()->text();
}

void TeacherDialogTest::oneSampleIsAskedBeforeAnythingElse()
{
    LoopbackServer server(answerWell);
    const auto dialog = dialogFor(server.url("/v1"));
    QPushButton *start = dialog->buttons()->button(QDialogButtonBox::Ok);
    QVERIFY(!start->isEnabled());
    QVERIFY(dialog->problem()->text().contains(QStringLiteral("Test connection")));
    const QString said = tryIt(*dialog);
    QVERIFY2(said.startsWith(QStringLiteral("✓")) && said.contains(QStringLiteral("gave the first sample 4")),
             qPrintable(said));
    QVERIFY2(said.contains(QStringLiteral("120 prompt and 9 reply tokens")), qPrintable(said));
    QVERIFY(start->isEnabled());
    QCOMPARE(server.ledger().size(), std::size_t(2)); // the list of models and one sample
    QVERIFY(server.ledger().back().body.find("add_0") != std::string::npos);
    dialog->model()->setText(QStringLiteral("other")); // another question: asked anew
    QVERIFY(!start->isEnabled());
}

void TeacherDialogTest::faultsAreSaidInWords_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("cause");
    QTest::addColumn<QString>("remedy");
    QTest::newRow("not there") << 0 << QStringLiteral("the connection was refused")
                               << QStringLiteral("Start the server");
    QTest::newRow("no such path") << 501 << QStringLiteral("the server knows no such path (501)")
                                  << QStringLiteral("“Address”");
    QTest::newRow("no such model") << 404 << QStringLiteral("no model “m” (404)") << QStringLiteral("“Model”");
    QTest::newRow("key") << 401 << QStringLiteral("refuses the key") << QStringLiteral("the field “Key”");
    QTest::newRow("busy") << 429 << QStringLiteral("too many requests") << QStringLiteral("“Concurrent requests”");
}

void TeacherDialogTest::faultsAreSaidInWords()
{
    QFETCH(int, status);
    QFETCH(QString, cause);
    QFETCH(QString, remedy);
    std::unique_ptr<LoopbackServer> server;
    std::string url = "http://127.0.0.1:" + std::to_string(test::closedPort()) + "/v1";
    if (status > 0) {
        server = std::make_unique<LoopbackServer>(answerWith(status));
        url = server->url("/v1");
    }
    const auto dialog = dialogFor(url);
    const QString said = tryIt(*dialog);
    QVERIFY2(said.contains(cause) && said.contains(remedy), qPrintable(said));
    QVERIFY2(said.contains(QString::fromStdString(url)), qPrintable(said)); // with the address
    QVERIFY(!said.contains(QStringLiteral("--")));
    QVERIFY(!dialog->buttons()->button(QDialogButtonBox::Ok)->isEnabled());
}

void TeacherDialogTest::aCertificateNobodyTrustsIsSaid()
{
    const auto certificate = test::TestCertificate::make();
    LoopbackServer server(answerWell, &certificate);
    const QString said = tryIt(*dialogFor("https://127.0.0.1:" + std::to_string(server.port()) + "/v1"));
    QVERIFY2(said.contains(QStringLiteral("certificate")) && said.contains(QStringLiteral("not trusted")),
             qPrintable(said));
    // A name that nobody knows, without asking the network for one.
    HttpReply unknown;
    unknown.problem = HttpProblem::HostNotFound;
    const auto problem = TeacherProblems::ofReply(unknown, QStringLiteral("https://nowhere.example/v1/models"), {});
    QVERIFY(problem.cause.contains(QStringLiteral("the name “nowhere.example” is unknown")));
    QVERIFY(problem.remedy.contains(QStringLiteral("“Address”")));
}

void TeacherDialogTest::remediesAreOfThisWindow()
{
    const auto dialog = dialogFor("http://models.example/v1");
    QVERIFY2(dialog->problem()->text().contains(QStringLiteral("Allow plain http"))
                 && !dialog->problem()->text().contains(QStringLiteral("--")),
             qPrintable(dialog->problem()->text()));
    QVERIFY(!dialog->trial()->button()->isEnabled());
    dialog->plainHttp()->setChecked(true);
    QVERIFY(dialog->trial()->button()->isEnabled());
    QVERIFY(dialog->choice().endpoint.allowsPlainHttp);
    for (const char *wrong :
         {"models.example/v1", "https://me:secret@models.example/v1", "https://models.example/v1/"}) {
        dialog->url()->setText(QString::fromUtf8(wrong));
        QVERIFY2(dialog->problem()->text().contains(QStringLiteral("“Address”"))
                     && !dialog->problem()->text().contains(QStringLiteral("--")),
                 qPrintable(dialog->problem()->text()));
    }
}

TeacherPanel *TeacherDialogTest::panel()
{
    if (!m_window->labelPage()->teacherSwitch()->isChecked())
        QTest::mouseClick(m_window->labelPage()->teacherSwitch(), Qt::LeftButton);
    return m_window->labelPage()->teachers();
}

TeacherDialog::Choice TeacherDialogTest::choiceFor(const std::string &url)
{
    auto choice = dialogFor(url)->choice();
    choice.endpoint.maxAttempts = 1;
    choice.endpoint.firstPauseMs = 1;
    choice.draw.count = files;
    return choice;
}

QString TeacherDialogTest::messageText() { return panel()->messages()->accessibleName(); }

void TeacherDialogTest::nothingIsForetoldFromNothing()
{
    LoopbackServer server(answerWell);
    auto choice = choiceFor(server.url("/v1"));
    choice.pilot = 2;
    panel()->begin(choice);
    QTRY_VERIFY_WITH_TIMEOUT(panel()->messages()->isVisible(), waitMs);
    QVERIFY2(messageText().contains(QStringLiteral("The remaining 4 rows")), qPrintable(messageText()));
    QVERIFY2(!messageText().contains(QLatin1Char('$')), qPrintable(messageText())); // no price was given
    QVERIFY(messageText().contains(QStringLiteral("No price was given")));
}

void TeacherDialogTest::rowsThatAllFailAreNoSuccess()
{
    LoopbackServer server(answerWith(501));
    auto choice = choiceFor(server.url("/v1"));
    choice.pilot = 0;
    panel()->begin(choice);
    QTRY_VERIFY_WITH_TIMEOUT(messageText().contains(QStringLiteral("knows no such path (501)")), waitMs);
    QVERIFY2(messageText().contains(QStringLiteral("No row got a label")), qPrintable(messageText()));
    QVERIFY(!messageText().contains(QLatin1Char('$')));
    QTRY_COMPARE_WITH_TIMEOUT(panel()->failures()->topLevelItemCount(), files, waitMs);
    QVERIFY(panel()->failures()->topLevelItem(0)->text(0).contains(QStringLiteral("knows no such path")));
}

QTEST_MAIN(TeacherDialogTest)
#include "teacher_dialog_test.moc"
