// Owns: a real window over a workspace of small files, and what its panel of jobs says.
// Not here: what is expected of it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "core/runs/run_folder.h"
#include "ui/main_window/job_row.h"
#include "ui/main_window/jobs_panel.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/start_page.h"
#include "ui/widgets/message_bar.h"

namespace primer::test {

constexpr int waitMs = 60'000;
constexpr int files = 20;

class WindowFixture
{
public:
    /// `name` keeps its settings apart from those of other tests.
    void setUpProgram(const char *name)
    {
        QCoreApplication::setOrganizationName(QStringLiteral("primer-test-") + QLatin1String(name));
        QStandardPaths::setTestModeEnabled(true);
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setQuitOnLastWindowClosed(false);
        if (qEnvironmentVariable("PRIMER_THEME") == QLatin1String("dark")) {
            QPalette dark(QColor(0x2b, 0x2b, 0x2b));
            QApplication::setPalette(dark);
        }
    }

    static QByteArray aValue(int number) { return "value = " + QByteArray::number(number) + "\n"; }

    /// A window beside a folder of `count` files with these contents.
    void setUp(int count = files, const std::function<QByteArray(int)> &contents = aValue)
    {
        m_count = count;
        QSettings().clear();
        m_folder = std::make_unique<QTemporaryDir>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder->path());
        QDir(m_folder->path()).mkpath(QStringLiteral("code/pkg"));
        for (int number = 0; number < count; ++number) {
            QFile file(m_folder->filePath(QStringLiteral("code/pkg/f%1.py").arg(number, 3, 10, QLatin1Char('0'))));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(contents(number));
        }
        m_settings = std::make_unique<AppSettings>();
        makeWindow();
    }

    void makeWindow()
    {
        m_window = std::make_unique<MainWindow>(*m_settings, QString());
        m_window->setWindowState(Qt::WindowNoState);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void tearDown()
    {
        m_window.reset();
        m_settings.reset();
        m_folder.reset();
    }

    void open(const QString &path)
    {
        QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
        MessageBar *messages = m_window->findChild<StartPage *>()->messages();
        // A reading of the window before may hold the lock for a moment.
        do {
            messages->hide();
            m_window->openWorkspace(path, !QFileInfo::exists(path));
            QVERIFY(QTest::qWaitFor([&] { return !opened.isEmpty() || messages->isVisible(); }, waitMs));
        } while (opened.isEmpty());
    }

    void importCode()
    {
        open(m_folder->filePath(QStringLiteral("w.primer")));
        m_window->importPaths({m_folder->filePath(QStringLiteral("code"))});
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->set().rows()->ids.size(), std::size_t(m_count), waitMs);
        QTRY_COMPARE_WITH_TIMEOUT(jobs().runningCount(), 0, waitMs);
    }

    bool execute(const std::string &sql)
    {
        return m_window->session()
            ->workspace()
            ->store()
            .write(Durability::Durable, [&sql](Connection &connection) { return connection.execute(sql); })
            .ok();
    }

    Result<RunSummary> madeRun()
    {
        TrainingConfig config = PRIMER_TRY(TrainingConfig::fromPreset("tiny"));
        config.data = {{"shards", 1.0}};
        return createRun(m_window->session()->folder().toStdString(), "small", config);
    }

    void picture(const char *name, QWidget *of = nullptr)
    {
        const QString folder = qEnvironmentVariable("PRIMER_PICTURES");
        if (!folder.isEmpty())
            (of ? of : m_window.get())
                ->grab()
                .save(folder + QLatin1Char('/') + QLatin1String(name) + QStringLiteral(".png"));
    }

    WorkspaceJobs &jobs() { return m_window->session()->jobs(); }
    JobRow *rowOf(const Job *job) { return m_window->jobsPanel()->row(*job); }
    QString stateOf(const Job *job) { return rowOf(job)->findChild<QLabel *>(QStringLiteral("state"))->text(); }
    QString factsOf(const Job *job) { return rowOf(job)->findChild<QLabel *>(QStringLiteral("facts"))->text(); }
    QToolButton *buttonOf(const Job *job, const char *name)
    {
        return rowOf(job)->findChild<QToolButton *>(QLatin1String(name));
    }

    int m_count = 0;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace primer::test
