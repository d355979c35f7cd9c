#include "ui/training_page/run_charts.h"

#include <cmath>

#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPixmap>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/charts/line_chart.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr int smoothingSteps = 100;
constexpr double pictureScale = 2;
constexpr int roomForAll = 420; ///< pixels of height

QToolButton *toolButton(QWidget *parent, const QString &text, const QString &tip, bool isCheckable)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(tip);
    button->setCheckable(isCheckable);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    return button;
}

QString shortNumber(double value) { return QLocale().toString(value, 'g', 4); }

QString shortCount(double value)
{
    constexpr std::array<std::pair<double, const char *>, 3> units{{{1e9, " G"}, {1e6, " M"}, {1e3, " k"}}};
    for (const auto &[size, name] : units) {
        if (value >= size)
            return QLocale().toString(value / size, 'g', 4) + QString::fromUtf8(name);
    }
    return QLocale().toString(value, 'g', 4);
}

/// The next of 1, 1.5, 2, 3, 5 or 7 times a power of ten, some way ahead.
double roundEnd(double last)
{
    constexpr double ahead = 1.1;
    const double wanted = std::max(last, 1e-9) * ahead, power = std::pow(10, std::floor(std::log10(wanted)));
    for (const double factor : {1.0, 1.5, 2.0, 3.0, 5.0, 7.0}) {
        if (factor * power >= wanted)
            return factor * power;
    }
    return 10 * power;
}

} // namespace

RunCharts::RunCharts(QWidget *parent)
    : QWidget(parent), m_axis(new QComboBox(this)), m_smoothing(new QSlider(Qt::Horizontal, this)),
      m_logX(toolButton(this, tr("log x"), tr("Logarithmic horizontal axis"), true)),
      m_logY(toolButton(this, tr("log loss"), tr("Logarithmic loss axis"), true)),
      m_whole(
          toolButton(this, tr("Whole run"), tr("Ends the zoom; drag in a chart or turn the wheel to zoom in"), false))
{
    const std::array titles{tr("Loss"), tr("Learning rate"), tr("Gradient norm"), tr("Tokens per second"),
                            tr("Memory")};
    for (std::size_t place = 0; place < m_charts.size(); ++place) {
        m_charts[place] = new LineChart(titles[place], this);
        connect(m_charts[place], &LineChart::rangeChosen, this, &RunCharts::setRange);
        connect(m_charts[place], &LineChart::pointerMoved, this, [this, place](const std::optional<double> &x) {
            for (std::size_t other = 0; other < m_charts.size(); ++other) {
                if (other != place)
                    m_charts[other]->setPointer(x);
            }
        });
    }
    m_charts[0]->setEmptyText(tr("The loss appears here with the first step."));
    m_axis->addItems({tr("by step"), tr("by token"), tr("by time")});
    m_axis->setAccessibleName(tr("Horizontal axis"));
    m_smoothing->setRange(0, smoothingSteps - 1);
    m_smoothing->setValue(90);
    m_smoothing->setMinimumWidth(60);
    m_smoothing->setMaximumWidth(140);
    m_smoothing->setAccessibleName(tr("Smoothing of the loss"));
    m_smoothing->setToolTip(tr("Smoothing of the loss; the pale line is each step's own"));
    auto *save = toolButton(this, tr("Save…"), tr("Save the charts as a picture or the numbers as CSV"), false);
    save->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(save);
    menu->addAction(tr("Picture (PNG)…"), this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Save the charts"), QStringLiteral("training.png"),
                                                          tr("Pictures (*.png)"));
        if (!path.isEmpty() && !savePicture(path))
            Q_EMIT pictureFailed(path);
    });
    menu->addAction(tr("Numbers (CSV)…"), this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Save the numbers"), QStringLiteral("training.csv"),
                                                          tr("Tables (*.csv)"));
        if (!path.isEmpty())
            Q_EMIT csvWanted(path);
    });
    save->setMenu(menu);

    auto *bar = new QHBoxLayout;
    bar->addWidget(m_axis);
    bar->addWidget(new QLabel(tr("Smoothing"), this));
    bar->addWidget(m_smoothing);
    for (QToolButton *button : {m_logX, m_logY, m_whole, save})
        bar->addWidget(button);
    bar->addStretch(1);
    auto *small = new QGridLayout;
    small->setSpacing(8);
    for (int place = 1; place < int(m_charts.size()); ++place)
        small->addWidget(m_charts[std::size_t(place)], (place - 1) / 2, (place - 1) % 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(m_charts[0], 3);
    layout->addLayout(small, 2);

    connect(m_axis, &QComboBox::currentIndexChanged, this, [this] {
        setRange(std::nullopt); // a range of steps says nothing of tokens
        setLines();
    });
    connect(m_smoothing, &QSlider::valueChanged, this, &RunCharts::smooth);
    connect(m_logX, &QToolButton::toggled, this, &RunCharts::setLines);
    connect(m_logY, &QToolButton::toggled, this, &RunCharts::setLines);
    connect(m_whole, &QToolButton::clicked, this, [this] { setRange(std::nullopt); });
    setRange(std::nullopt);
    setLines();
}

/// On a low window the loss matters more than memory and speed.
void RunCharts::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool hasRoom = height() >= roomForAll;
    for (const RunMetric metric : {RunMetric::TokensPerSecond, RunMetric::Memory})
        chart(metric)->setVisible(hasRoom);
}

RunAxis RunCharts::axis() const { return RunAxis(m_axis->currentIndex()); }

double RunCharts::smoothing() const
{
    // The slider's right half would be all the same on a linear scale.
    return 1 - std::pow(1 - double(m_smoothing->value()) / smoothingSteps, 1.5);
}

void RunCharts::setRuns(std::vector<ShownRun> runs)
{
    m_runs = std::move(runs);
    setLines();
}

void RunCharts::smooth()
{
    for (const ShownRun &run : m_runs)
        run.series->setSmoothing(smoothing());
    setLines();
}

void RunCharts::setRange(const std::optional<std::pair<double, double>> &range)
{
    for (LineChart *chart : m_charts)
        chart->setRange(range);
    m_whole->setEnabled(range.has_value());
}

void RunCharts::refresh()
{
    // The axis grows in steps, so that curves do not move with every point, and ends where the run does.
    double end = 0;
    for (const ShownRun &run : m_runs) {
        double next = roundEnd(run.series->axis(axis()).last());
        if (axis() == RunAxis::Step && run.series->start().steps > 0)
            next = std::min(next, std::max(double(run.series->start().steps), run.series->axis(axis()).last()));
        end = std::max(end, next);
    }
    for (LineChart *chart : m_charts) {
        chart->setLeastEnd(end);
        chart->update();
    }
}

void RunCharts::setLines()
{
    const RunAxis along = axis();
    const std::array<LineChart::Format, 3> xFormats{
        [](double value) { return HumanText::count(qint64(std::llround(value))); }, shortCount,
        [](double value) { return value < 1 ? QLocale().toString(value, 'g', 2) : HumanText::duration(value); }};
    for (const RunMetric metric : runMetrics) {
        std::vector<ChartLine> lines;
        for (const ShownRun &run : m_runs) {
            const RunSeries &series = *run.series;
            const bool isLoss = metric == RunMetric::Loss;
            lines.push_back({run.name, run.colour, &series.axis(along), &series.metric(metric), isLoss, false});
            if (!isLoss)
                continue;
            lines.push_back({run.name, run.colour, &series.axis(along), &series.smoothedLoss(), false, false});
            lines.push_back({tr("%1, held out").arg(run.name), run.colour, &series.evaluationAxis(along),
                             &series.evaluations(), false, true});
        }
        LineChart *chart = m_charts[std::size_t(metric)];
        chart->setLines(std::move(lines));
        chart->setLogarithmic(m_logX->isChecked(), metric == RunMetric::Loss && m_logY->isChecked());
        const LineChart::Format y = metric == RunMetric::Memory ? LineChart::Format(
                                        [](double value) { return HumanText::bytes(qint64(value)); })
                                    : metric == RunMetric::TokensPerSecond ? LineChart::Format(shortCount)
                                                                           : LineChart::Format(shortNumber);
        chart->setFormats(xFormats[std::size_t(along)], y,
                          metric == RunMetric::Memory ? y : LineChart::Format([](double value) {
                              return QLocale().toString(value, 'g', 5);
                          }));
    }
    refresh();
}

bool RunCharts::savePicture(const QString &path)
{
    QPixmap picture(size() * pictureScale);
    picture.setDevicePixelRatio(pictureScale);
    picture.fill(palette().color(QPalette::Window));
    render(&picture);
    return picture.save(path);
}

std::string RunCharts::csv() const
{
    std::string text =
        "run,step,tokens,seconds,loss,learning_rate,gradient_norm,tokens_per_second,memory_bytes,held_out_loss\n";
    for (const ShownRun &run : m_runs)
        text += run.series->toCsv(run.name.toStdString());
    return text;
}

} // namespace primer
