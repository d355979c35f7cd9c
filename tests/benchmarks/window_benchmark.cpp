// benchmark_window FOLDER [ROWS]: the window on generated rows: open to first painted row, frames while paging,
// scrolling, sorting and filtering, stalls of the event loop while an import runs; prints JSON.
#include <cstdlib>
#include <algorithm>
#include <cstdio>
#include <functional>

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <QTimer>

#include "core/importers/import_run.h"
#include "tests/benchmarks/million_rows.h"
#include "core/storage/view_store.h"
#include "ui/browse_page/browse_page.h"
#include "ui/browse_page/sample_table.h"
#include "ui/main_window/main_window.h"
#include "ui/models/sample_table_model.h"

namespace {

using namespace primer;

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

/// Runs the event loop until `done` holds; true in time.
bool until(const std::function<bool()> &done, int limitMs)
{
    QElapsedTimer clock;
    clock.start();
    QEventLoop loop;
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (done() || clock.elapsed() > limitMs)
            loop.quit();
    });
    poll.start(1);
    loop.exec();
    return clock.elapsed() <= limitMs;
}

/// The longest time between two turns of the event loop.
class StallWatch : public QObject
{
public:
    StallWatch()
    {
        m_clock.start();
        startTimer(1, Qt::PreciseTimer);
    }
    void reset()
    {
        m_clock.restart();
        gaps.clear();
    }
    std::vector<double> gaps;

protected:
    void timerEvent(QTimerEvent *) override
    {
        gaps.push_back(double(m_clock.nsecsElapsed()) / 1e6);
        m_clock.restart();
    }

private:
    QElapsedTimer m_clock;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc < 2)
        return 2;
    const int rows = argc > 2 ? std::atoi(argv[2]) : 1'000'000;
    const QString folder = QString::fromLocal8Bit(argv[1]);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder + QStringLiteral("/settings"));
    QCoreApplication::setOrganizationName(QStringLiteral("primer-benchmark"));
    const QString path = folder + QStringLiteral("/benchmark-%1.primer").arg(rows);
    {
        auto made = benchmark::workspaceOf(path.toStdString(), rows);
        if (!made)
            return 1;
        (void)made->store().write(Durability::Durable,
                                  [](Connection &connection) { return saveSetting(connection, "session", "{}"); });
        Feedback feedback;
        (void)made->buildIndex(feedback);
    }
    AppSettings settings;
    MainWindow window(settings, QCoreApplication::applicationDirPath() + QStringLiteral("/primer-parquet"));
    window.resize(1440, 900);
    window.show();
    QElapsedTimer clock;
    clock.start();
    window.openWorkspace(path, false);
    const auto firstRow = [&] {
        const auto *model = window.browsePage() ? window.browsePage()->table()->model() : nullptr;
        return model && model->rowCount() > 0 && model->index(0, 0).data().toString().size() > 1;
    };
    until(firstRow, 20'000);
    window.browsePage()->table()->viewport()->repaint();
    const double openMs = double(clock.nsecsElapsed()) / 1e6;
    until([] { return false; }, 1500);

    // A frame here is everything one turn does: the scroll, the model's answers, the painting.
    QTableView *table = window.browsePage()->table();
    std::vector<double> frames;
    const auto frame = [&](const std::function<void()> &act) {
        clock.restart();
        act();
        table->viewport()->repaint();
        frames.push_back(double(clock.nsecsElapsed()) / 1e6);
        until([] { return false; }, 3);
    };
    for (int step = 0; step < 200; ++step)
        frame([&] {
            table->verticalScrollBar()->setValue(table->verticalScrollBar()->value()
                                                 + table->verticalScrollBar()->pageStep());
        });
    for (int step = 0; step < 100; ++step)
        frame([&] {
            table->verticalScrollBar()->setValue(int(double(table->verticalScrollBar()->maximum()) * step / 100));
        });
    const std::vector<double> scrolling = frames;

    StallWatch watch;
    std::vector<double> answers;
    auto *session = window.session();
    for (int step = 0; step < 40; ++step) {
        const SampleSet set = setOf("score:" + std::to_string(0.02 * step) + "..0.9", {},
                                    step % 3 == 0   ? ""
                                    : step % 3 == 1 ? "stars"
                                                    : "-score");
        bool answered = false;
        const auto connection = QObject::connect(&session->set(), &CurrentSet::rowsChanged, [&] { answered = true; });
        clock.restart();
        session->set().change(set);
        until([&] { return answered; }, 10'000);
        if (step > 2) // the first of each kind loads its column
            answers.push_back(double(clock.nsecsElapsed()) / 1e6);
        QObject::disconnect(connection);
        until([] { return false; }, 100);
        if (step == 2)
            watch.reset();
    }
    const std::vector<double> queryGaps = watch.gaps;

    // An import of 30,000 files while the table is paged.
    const QString source = folder + QStringLiteral("/import-%1.jsonl").arg(QCoreApplication::applicationPid());
    {
        QFile file(source);
        if (!file.open(QIODevice::WriteOnly))
            return 1;
        Random random(std::uint64_t(QCoreApplication::applicationPid()));
        for (int number = 0; number < 30'000; ++number) {
            QByteArray text = "{\"content\": \"";
            for (int line = 0; line < 120; ++line)
                text += "value_" + QByteArray::number(qulonglong(random.next())) + " = compute(argument)\\n";
            file.write(text + "\"}\n");
        }
    }
    session->set().change({});
    until([] { return false; }, 500);
    Job *job = session->jobs().startImport({source}, {});
    watch.reset();
    QElapsedTimer importClock;
    importClock.start();
    until(
        [&] {
            table->verticalScrollBar()->setValue(table->verticalScrollBar()->value() + 3);
            return job->state() != JobState::Running;
        },
        120'000);
    const double importSeconds = double(importClock.elapsed()) / 1000;
    const std::vector<double> importGaps = watch.gaps;
    QFile::remove(source);
    std::printf("{\"rows\": %d, \"open_to_first_row_ms\": %.0f, \"scroll_frames\": %zu, \"scroll_frame_median_ms\": "
                "%.2f, \"scroll_frame_p99_ms\": %.2f, "
                "\"answer_median_ms\": %.1f, \"answer_p99_ms\": %.1f, \"query_loop_gap_p99_ms\": %.1f, "
                "\"query_loop_gap_max_ms\": %.1f, "
                "\"import_seconds\": %.1f, \"import_loop_gap_p99_ms\": %.1f, \"import_loop_gap_max_ms\": %.1f}\n",
                rows, openMs, scrolling.size(), percentile(scrolling, 0.5), percentile(scrolling, 0.99),
                percentile(answers, 0.5), percentile(answers, 0.99), percentile(queryGaps, 0.99),
                percentile(queryGaps, 1), importSeconds, percentile(importGaps, 0.99), percentile(importGaps, 1));
    return 0;
}
