// The real window, judging sample after sample by keys; prints "SAMPLE VALUE" once a sample has left the screen, until
// it is killed. WORKSPACE FIRST_SAMPLE
#include <cstdio>
#include <cstdlib>

#include <QApplication>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include "ui/label_page/label_page.h"
#include "ui/main_window/main_window.h"

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("primer-test"));
    QStandardPaths::setTestModeEnabled(true);
    primer::AppSettings settings;
    primer::MainWindow window(settings, QString());
    window.show();
    QSignalSpy opened(&window, &primer::MainWindow::workspaceOpened);
    window.openWorkspace(QString::fromLocal8Bit(argv[1]), false);
    constexpr int waitMs = 20'000;
    if (!opened.wait(waitMs))
        return 1;
    primer::LabelPage *label = window.labelPage();
    window.showPage(primer::MainWindow::LabelRow);
    if (!QTest::qWaitFor([&] { return !window.session()->set().rows()->ids.empty(); }, waitMs))
        return 1;
    primer::JudgingQueue &queue = window.session()->queue();
    queue.goToSample(primer::SampleId(std::atoi(argv[2])));
    for (int turn = 0;; ++turn) {
        if (!QTest::qWaitFor([&] { return queue.current() != 0 && !queue.isPending(); }, waitMs))
            return 1;
        const primer::SampleId sample = queue.current();
        QTest::keyClick(label, Qt::Key(Qt::Key_0 + turn % 6));
        if (!QTest::qWaitFor([&] { return queue.current() != sample; }, waitMs))
            return 1;
        std::printf("%u %d\n", sample, turn % 6);
        std::fflush(stdout);
    }
}
