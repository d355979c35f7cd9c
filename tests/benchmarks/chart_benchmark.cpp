// benchmark_charts [POINTS]: the training page's five charts over a run of a million steps while it goes on: a frame
// is new events, all charts brought up to date and painted; then the crosshair over them. Prints JSON.
#include <cstdio>
#include <cmath>
#include <cstdlib>
#include <algorithm>
#include <vector>

#include <QAbstractScrollArea>
#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>

#include "ui/charts/line_chart.h"
#include "ui/training_page/run_charts.h"

namespace {

using namespace primer;

constexpr int eventsPerFrame = 50, frames = 300;

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

/// A loss as noisy as a real one, from a generator of its own so that every run of the benchmark draws the same.
class EventSource
{
public:
    RunEvent next()
    {
        RunEvent event;
        event.kind = RunEvent::Kind::Step;
        event.step = ++m_step;
        event.tokens = m_step * 4096;
        event.seconds = 0.1;
        event.loss = 2 + 5 / (1 + double(m_step) / 5000) + noise();
        event.learningRate = 1e-3 / (1 + double(m_step) / 1e5);
        event.gradientNorm = 1 + std::abs(noise());
        event.tokensPerSecond = 40'000 + 5000 * noise();
        event.memoryBytes = 200'000'000;
        return event;
    }

private:
    double noise()
    {
        m_state = m_state * 6364136223846793005u + 1442695040888963407u;
        return double(m_state >> 40) / double(1 << 24) - 0.5;
    }
    std::int64_t m_step = 0;
    std::uint64_t m_state = 11;
};

/// Until nothing is left to do: what was asked for is painted.
void settle()
{
    for (int turn = 0; turn < 4; ++turn)
        QCoreApplication::processEvents();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const int points = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
    EventSource source;
    const auto series = std::make_shared<RunSeries>(0.98);
    for (int point = 0; point < points; ++point) {
        series->take(source.next());
        if (point % 5000 == 0) {
            RunEvent evaluation = source.next();
            evaluation.kind = RunEvent::Kind::Evaluation;
            series->take(evaluation);
        }
    }
    RunCharts charts;
    charts.resize(800, 700);
    charts.show();
    charts.setRuns({{QStringLiteral("run"), 0, series}});
    settle();
    std::vector<double> live, pointer;
    QElapsedTimer clock;
    for (int frame = 0; frame < frames; ++frame) {
        clock.start();
        for (int event = 0; event < eventsPerFrame; ++event)
            series->take(source.next());
        charts.refresh();
        settle();
        live.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    LineChart *loss = charts.chart(RunMetric::Loss);
    const auto *area = qobject_cast<QAbstractScrollArea *>(static_cast<QWidget *>(loss));
    QWidget *target = area ? area->viewport() : loss;
    for (int frame = 0; frame < frames; ++frame) {
        const QPointF place(100 + frame * 2, 100);
        QMouseEvent move(QEvent::MouseMove, place, target->mapToGlobal(place), Qt::NoButton, Qt::NoButton,
                         Qt::NoModifier);
        clock.start();
        QCoreApplication::sendEvent(target, &move);
        settle();
        pointer.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::printf("{\"points\": %zu, \"frames\": %d, \"live_frame_median_ms\": %.2f, \"live_frame_p99_ms\": %.2f, "
                "\"live_frame_max_ms\": %.2f, \"pointer_frame_median_ms\": %.2f, \"pointer_frame_p99_ms\": %.2f}\n",
                series->stepCount(), frames, percentile(live, 0.5), percentile(live, 0.99), percentile(live, 1),
                percentile(pointer, 0.5), percentile(pointer, 0.99));
    return 0;
}
