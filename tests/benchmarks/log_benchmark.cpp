// benchmark_log: what a call of the log costs, off and on, and a frame of its window over ten thousand lines while
// more come. Prints JSON.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>

#include "core/base/log.h"
#include "ui/log_view/log_view.h"

namespace {

using namespace primer;

constexpr int calls = 200'000, frames = 300, linesPerFrame = 100;

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

template<typename Call>
double nanosecondsOf(Call call)
{
    QElapsedTimer clock;
    clock.start();
    for (int number = 0; number < calls; ++number)
        call(number);
    return double(clock.nsecsElapsed()) / calls;
}

void settle()
{
    for (int turn = 0; turn < 4; ++turn)
        QCoreApplication::processEvents();
}

void say(int number)
{
    log::writeFor("benchmark", number % 10 == 0 ? log::Level::Debug : log::Level::Info,
                  "line " + std::to_string(number) + " of an import that goes on, 1234 rows, no rejected ones");
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    log::Settings settings;
    settings.program = "benchmark";
    settings.folder = folder.path().toStdString();
    settings.file = "benchmark.log";
    settings.level = log::Level::Debug;
    settings.terminal = log::Level::Off;
    settings.keptLines = LogView::maxLines;
    const log::Session session = log::start(settings);
    const double off = nanosecondsOf([](int) { log::writeFor("benchmark", log::Level::Trace, "off"); });
    const double on = nanosecondsOf(say);
    const double withPath = nanosecondsOf(
        [](int) { log::writeFor("benchmark", log::Level::Info, "cannot read /home/someone/a folder/file.py: gone"); });
    for (const char *secret : {"a-first-secret-of-some-length", "a/second+secret=of some length", "third-secret-1234"})
        log::hideSecret(secret);
    const double withSecrets = nanosecondsOf(say);

    LogView view;
    view.resize(1200, 300);
    view.show();
    settle();
    QElapsedTimer clock;
    std::vector<double> live, filter;
    for (int frame = 0; frame < frames; ++frame) {
        for (int line = 0; line < linesPerFrame; ++line)
            say(line);
        clock.start();
        view.pull();
        settle();
        live.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    const int lines = view.table()->model()->rowCount();
    auto *text = view.findChild<QLineEdit *>();
    for (int frame = 0; frame < frames; ++frame) {
        clock.start();
        text->setText(QString::number(frame % 100));
        settle();
        filter.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::printf("{\"off_ns\": %.1f, \"on_ns\": %.0f, \"with_path_ns\": %.0f, \"with_three_secrets_ns\": %.0f, "
                "\"lines\": %d, \"live_frame_median_ms\": %.2f, \"live_frame_p99_ms\": %.2f, "
                "\"filter_median_ms\": %.2f, \"filter_p99_ms\": %.2f}\n",
                off, on, withPath, withSecrets, lines, percentile(live, 0.5), percentile(live, 0.99),
                percentile(filter, 0.5), percentile(filter, 0.99));
    return 0;
}
