// The window's work that belongs to no page: the workspace is checked, a model is fetched, both as jobs with their
// findings, Cancel and Continue.
#include <atomic>
#include <thread>

#include <QCryptographicHash>
#include <QDesktopServices>
#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>

#include "tests/support/loopback_server.h"
#include "tests/ui/window_fixture.h"
#include "ui/main_window/fetch_dialog.h"
#include "ui/widgets/keyed_action.h"

using namespace primer;
using test::files;
using test::waitMs;

namespace {

/// A hub with one small model, whose weights come whole once it may.
class SmallHub
{
public:
    SmallHub() : server([this](test::LoopbackServer::Peer &peer) { give(peer); }) {}
    ~SmallHub() { mayEnd = true; }

    const QByteArray config = "{\"model_type\": \"codegen\"}\n", weights = QByteArray(300'000, 'w');
    std::atomic<bool> mayEnd{false};
    std::atomic<bool> hasBegun{false}; ///< a third of the weights was sent
    std::atomic<int> ranges{0};        ///< requests that went on
    test::LoopbackServer server;

private:
    QByteArray listing() const
    {
        const auto hex = [](const QByteArray &bytes, QCryptographicHash::Algorithm algorithm) {
            return QCryptographicHash::hash(bytes, algorithm).toHex();
        };
        const QByteArray blob = "blob " + QByteArray::number(config.size()) + QByteArray(1, '\0') + config;
        return "[{\"type\":\"file\",\"path\":\"config.json\",\"size\":" + QByteArray::number(config.size())
               + ",\"oid\":\"" + hex(blob, QCryptographicHash::Sha1)
               + "\"},{\"type\":\"file\",\"path\":\"model.safetensors\",\"size\":140,\"oid\":\"" + QByteArray(40, '0')
               + "\",\"lfs\":{\"oid\":\"" + hex(weights, QCryptographicHash::Sha256)
               + "\",\"size\":" + QByteArray::number(weights.size()) + "}}]";
    }

    void give(test::LoopbackServer::Peer &peer)
    {
        if (!peer.readRequest())
            return;
        const std::string target = peer.arrival().target();
        if (target == "/api/models/owner/tiny/revision/main")
            peer.answer(200, R"({"sha": "c0ffee"})");
        else if (target == "/api/models/owner/tiny/tree/c0ffee")
            peer.answer(200, listing().toStdString());
        else if (target == "/owner/tiny/resolve/c0ffee/config.json")
            peer.answer(200, config.toStdString());
        else if (target == "/owner/tiny/resolve/c0ffee/model.safetensors")
            giveWeights(peer);
        else
            peer.answer(404, "none");
    }

    void giveWeights(test::LoopbackServer::Peer &peer)
    {
        const std::string range = peer.arrival().header("range");
        const std::size_t begin = range.starts_with("bytes=") ? std::stoul(range.substr(6)) : 0;
        ranges += begin > 0;
        const std::string part = weights.toStdString().substr(begin);
        if (mayEnd) {
            peer.answer(begin > 0 ? 206 : 200, part);
            return;
        }
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(part.size()) + "\r\n\r\n"
                  + part.substr(0, part.size() / 3));
        hasBegun = true;
        peer.waitForEnd();
    }
};

} // namespace

class ToolJobsTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("tool-jobs"); }
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void aWholeWorkspaceIsFoundWhole();
    void damageIsFoundAndListed();
    void aFetchIsCancelledAndContinued();
    void aFetchThatFailsSaysWhy();
    void theDialogTakesOnlyWhatCanBeFetched();
    void opened(const QUrl &url) { m_opened = url; }

private:
    MessageBar *messages() { return m_window->findChild<PageStack *>()->messages(); }
    void run(const char *command)
    {
        for (QAction *action : keyedActions(m_window.get())) {
            if (keyedActionId(action) == QLatin1String(command)) {
                QVERIFY(action->isEnabled());
                action->trigger();
                return;
            }
        }
        QFAIL(command);
    }
    FetchDialog *dialog() { return m_window->findChild<FetchDialog *>(); }
    const Job *fetch(const std::string &endpoint, const QString &model = QStringLiteral("owner/tiny"));

    QUrl m_opened;
};

const Job *ToolJobsTest::fetch(const std::string &endpoint, const QString &model)
{
    run("tools.fetchModel");
    if (!dialog())
        return nullptr;
    dialog()->modelInput()->setText(model);
    dialog()->endpointInput()->setText(QString::fromStdString(endpoint));
    picture("fetch-dialog");
    dialog()->fetchButton()->click();
    return jobs().jobs().back().get();
}

void ToolJobsTest::aWholeWorkspaceIsFoundWhole()
{
    importCode();
    run("tools.check");
    const Job *job = jobs().jobs().back().get();
    QCOMPARE(job->kind(), QStringLiteral("check"));
    QVERIFY(m_window->findChild<QDockWidget *>(QStringLiteral("jobs"))->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!job->isActive(), waitMs);
    QCOMPARE(stateOf(job), QStringLiteral("Done"));
    QVERIFY2(factsOf(job).contains(QStringLiteral("Nothing is damaged: database, 20 contents")),
             qPrintable(factsOf(job)));
    QTRY_VERIFY_WITH_TIMEOUT(messages()->accessibleName().contains(QStringLiteral("Nothing is damaged")), waitMs);
    QVERIFY(!buttonOf(job, "goOn")->isVisible());
}

void ToolJobsTest::damageIsFoundAndListed()
{
    importCode();
    QVERIFY(execute("UPDATE sample SET line_count=9 WHERE id IN (3, 7)"));
    run("tools.check");
    const Job *job = jobs().jobs().back().get();
    QTRY_VERIFY_WITH_TIMEOUT(!job->isActive(), waitMs);
    QCOMPARE(stateOf(job), QStringLiteral("2 problems found"));
    QVERIFY2(factsOf(job).contains(QStringLiteral("sample 3")), qPrintable(factsOf(job)));
    QVERIFY(factsOf(job).contains(QStringLiteral("Nothing was changed")));
    const QString log = job->record().log.join(QLatin1Char('\n'));
    QVERIFY2(log.contains(QStringLiteral("sample 3")) && log.contains(QStringLiteral("sample 7")), qPrintable(log));
    QTRY_VERIFY_WITH_TIMEOUT(messages()->accessibleName().contains(QStringLiteral("sample 3")), waitMs);
    buttonOf(job, "log")->click();
    picture("check");
    // Mended, and checked again from its row.
    QVERIFY(execute("UPDATE sample SET line_count=1 WHERE id IN (3, 7)"));
    QCOMPARE(buttonOf(job, "goOn")->text(), QStringLiteral("Check again"));
    buttonOf(job, "goOn")->click();
    const Job *again = jobs().jobs().back().get();
    QVERIFY(again != job);
    QTRY_COMPARE_WITH_TIMEOUT(again->state(), JobState::Done, waitMs);
}

void ToolJobsTest::aFetchIsCancelledAndContinued()
{
    SmallHub hub;
    open(m_folder->filePath(QStringLiteral("w.primer")));
    const Job *job = fetch(hub.server.url(""));
    QVERIFY(job);
    const QString folder = m_folder->filePath(QStringLiteral("models/tiny"));
    QCOMPARE(job->subject(), folder);
    QTRY_VERIFY_WITH_TIMEOUT(hub.hasBegun && job->feedback().done() > 0, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(factsOf(job).contains(QStringLiteral("model.safetensors")), waitMs);
    picture("fetch");
    buttonOf(job, "cancel")->click();
    QTRY_COMPARE_WITH_TIMEOUT(job->state(), JobState::Cancelled, waitMs);
    QVERIFY2(factsOf(job).contains(QStringLiteral("What arrived is kept")), qPrintable(factsOf(job)));
    QCOMPARE(buttonOf(job, "goOn")->text(), QStringLiteral("Continue"));
    hub.mayEnd = true;
    buttonOf(job, "goOn")->click();
    const Job *again = jobs().jobs().back().get();
    QVERIFY(again != job);
    QTRY_VERIFY_WITH_TIMEOUT(!again->isActive(), waitMs);
    QVERIFY2(again->state() == JobState::Done, qPrintable(factsOf(again)));
    QVERIFY(hub.ranges > 0); // not from the beginning
    QVERIFY(again->figure("received") < again->figure("bytes"));
    QFile weights(folder + QStringLiteral("/model.safetensors"));
    QVERIFY(weights.open(QIODevice::ReadOnly));
    QVERIFY(weights.readAll() == hub.weights);
    QVERIFY2(factsOf(again).contains(folder), qPrintable(factsOf(again)));
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "opened");
    buttonOf(again, "showMe")->click();
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    QCOMPARE(m_opened, QUrl::fromLocalFile(folder));
}

void ToolJobsTest::aFetchThatFailsSaysWhy()
{
    SmallHub hub;
    hub.mayEnd = true;
    open(m_folder->filePath(QStringLiteral("w.primer")));
    const Job *unknown = fetch(hub.server.url(""), QStringLiteral("owner/unknown"));
    QTRY_COMPARE_WITH_TIMEOUT(unknown->state(), JobState::Failed, waitMs);
    QVERIFY2(factsOf(unknown).contains(QStringLiteral("knows no “owner/unknown”")), qPrintable(factsOf(unknown)));
    QVERIFY(factsOf(unknown).contains(QStringLiteral("Nothing was fetched")));
    QCOMPARE(buttonOf(unknown, "goOn")->text(), QStringLiteral("Retry"));
    QTRY_VERIFY(!dialog());
    const Job *absent = fetch("http://127.0.0.1:" + std::to_string(test::closedPort()));
    QTRY_COMPARE_WITH_TIMEOUT(absent->state(), JobState::Failed, waitMs);
    QVERIFY2(factsOf(absent).contains(QStringLiteral("cannot be reached")), qPrintable(factsOf(absent)));
}

void ToolJobsTest::theDialogTakesOnlyWhatCanBeFetched()
{
    open(m_folder->filePath(QStringLiteral("w.primer")));
    run("tools.fetchModel");
    QVERIFY(dialog());
    QVERIFY(!dialog()->fetchButton()->isEnabled());
    for (const char *model : {"tiny", "a/b/c", "a b/c", "/c", "a/"}) {
        dialog()->modelInput()->setText(QLatin1String(model));
        QVERIFY2(!dialog()->fetchButton()->isEnabled(), model);
    }
    dialog()->modelInput()->setText(QStringLiteral("owner/tiny"));
    QVERIFY(dialog()->fetchButton()->isEnabled());
    QCOMPARE(dialog()->targetInput()->text(), m_folder->filePath(QStringLiteral("models/tiny")));
    dialog()->endpointInput()->setText(QStringLiteral("http://hub.example"));
    QVERIFY(!dialog()->fetchButton()->isEnabled());
    dialog()->reject();
}

QTEST_MAIN(ToolJobsTest)
#include "tool_jobs_test.moc"
