// What fails off the UI thread, and what Qt says, is in the log.
#include <functional>
#include <stdexcept>

#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/log.h"
#include "core/jobs/background.h"
#include "core/jobs/job_list.h"
#include "core/qt_messages/qt_messages.h"

using namespace primer;

class ErrorsInLogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void ofAJobThatFails();
    void ofAJobThatThrows();
    void ofAJobThatIsCancelled();
    void ofWorkWhoseErrorIsDropped();
    void ofWorkThatThrows();
    void ofQt();

private:
    void start(log::Level level);
    QStringList lines() const;

    QTemporaryDir m_folder;
    std::unique_ptr<log::Session> m_session;
};

void ErrorsInLogTest::start(log::Level level)
{
    log::Settings settings;
    settings.program = "test";
    settings.folder = m_folder.path().toStdString();
    settings.file = "test.log";
    settings.level = level;
    settings.terminal = log::Level::Off;
    settings.keptLines = 100;
    m_session.reset();
    m_session = std::make_unique<log::Session>(log::start(settings));
}

void ErrorsInLogTest::init() { start(log::Level::Info); }

void ErrorsInLogTest::cleanup() { m_session.reset(); }

QStringList ErrorsInLogTest::lines() const
{
    QStringList list;
    for (const log::Line &line : log::linesSince(0))
        list.append(QString::fromStdString(log::levelName(line.level) + (" " + line.module) + ": " + line.text));
    return list;
}

void ErrorsInLogTest::ofAJobThatFails()
{
    JobList jobs;
    QSignalSpy finished(&jobs, &JobList::jobFinished);
    const Job *job = jobs.start(QStringLiteral("import"), QStringLiteral("secret.py"), [](Feedback &) -> Status {
        return Error{ErrorCode::Corrupt, "its digest differs", "/home/me/secret.py"};
    });
    QVERIFY(finished.wait());
    QCOMPARE(job->state(), JobState::Failed);
    const QStringList said = lines();
    QCOMPARE(said.size(), 3);
    QCOMPARE(said.at(0), QStringLiteral("info tests/jobs: job 1 import begins"));
    QVERIFY2(said.at(1).startsWith(QStringLiteral("error tests/jobs: job 1 import: corrupt: its digest differs (at ")),
             qPrintable(said.at(1)));
    QVERIFY2(said.at(1).contains(QStringLiteral("[tests/jobs/errors_in_log_test.cpp:")), qPrintable(said.at(1)));
    QVERIFY(said.at(2).startsWith(QStringLiteral("info tests/jobs: job 1 import ends after ")));
    QVERIFY(said.filter(QStringLiteral("secret")).isEmpty());
}

void ErrorsInLogTest::ofAJobThatThrows()
{
    JobList jobs;
    QSignalSpy finished(&jobs, &JobList::jobFinished);
    const Job *job = jobs.start(QStringLiteral("fit"), {},
                                [](Feedback &) -> Status { throw std::runtime_error("no memory"); });
    QVERIFY(finished.wait());
    QCOMPARE(job->state(), JobState::Failed);
    QCOMPARE(job->error().code, ErrorCode::WorkerDied);
    QVERIFY(lines().at(1).contains(QStringLiteral("job 1 fit: worker_died: no memory")));
}

void ErrorsInLogTest::ofAJobThatIsCancelled()
{
    JobList jobs;
    QSignalSpy finished(&jobs, &JobList::jobFinished);
    jobs.start(QStringLiteral("fit"), {}, [](Feedback &) -> Status { return Error{ErrorCode::Cancelled, "", ""}; });
    QVERIFY(finished.wait());
    QCOMPARE(lines().size(), 2); // that is no failure
}

void ErrorsInLogTest::ofWorkWhoseErrorIsDropped()
{
    QSignalSpy called(this, &QObject::objectNameChanged);
    inBackground(
        this,
        []() -> Result<int> {
            return Error{ErrorCode::Database, "disk I/O error", ""};
        },
        [this](const Result<int> &number) { setObjectName(number ? QString() : QStringLiteral("dropped")); });
    QVERIFY(called.wait());
    QCOMPARE(lines().size(), 1);
    QVERIFY2(lines().at(0).startsWith(
                 QStringLiteral("error tests/jobs: database: disk I/O error [tests/jobs/errors_in_log_test.cpp:")),
             qPrintable(lines().at(0)));
}

void ErrorsInLogTest::ofWorkThatThrows()
{
    QSignalSpy called(this, &QObject::objectNameChanged);
    inBackground(
        this, []() -> Result<int> { throw std::runtime_error("no memory"); },
        [this](const Result<int> &number) {
            setObjectName(number ? QString() : QString::fromLatin1(errorCodeName(number.error().code)));
        });
    QVERIFY(called.wait());
    QCOMPARE(objectName(), QStringLiteral("worker_died"));
    QCOMPARE(lines().size(), 1);
    QVERIFY2(lines().at(0).contains(QStringLiteral("exception: worker_died: no memory")), qPrintable(lines().at(0)));
}

void ErrorsInLogTest::ofQt()
{
    static const QLoggingCategory category("primer.test");
    routeQtMessages();
    const auto speak = [] {
        qCWarning(category, "cannot read %s", "/home/me/x.py");
        qInfo("plain");
        qDebug("too low");
        qCritical("token sk-abcdefghijklmnop");
    };
    speak();
    QCOMPARE(lines(), QStringList({QStringLiteral("warning primer.test: cannot read (file)"),
                                   QStringLiteral("info qt: plain"), QStringLiteral("error qt: token (hidden)")}));
    start(log::Level::Debug);
    speak();
    QCOMPARE(lines().size(), 4);
    QVERIFY(lines().at(2).startsWith(QStringLiteral("debug qt: too low")));
    qInstallMessageHandler(nullptr);
}

QTEST_GUILESS_MAIN(ErrorsInLogTest)
#include "errors_in_log_test.moc"
