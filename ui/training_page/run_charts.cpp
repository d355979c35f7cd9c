#include "ui/training_page/run_charts.h"

#include <cmath>

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/charts/line_chart.h"
#include "ui/widgets/flow_row.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int smoothingSteps = 100;
constexpr int roomForAll = 420; ///< pixels of height
constexpr int pictureColumns = 2;

QToolButton *toolButton(QWidget *parent, const QString &text, const QString &tip, bool isCheckable)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(tip);
    button->setCheckable(isCheckable);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    return button;
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
          toolButton(this, tr("Whole run"), tr("Resets the zoom; drag in a chart or turn the wheel to zoom in"), false))
{
    const std::array<Quantity, 5> quantities{{{tr("Loss"), Quantity::Kind::Number, tr("nats per token")},
                                              {tr("Learning rate"), Quantity::Kind::Number, {}},
                                              {tr("Gradient norm"), Quantity::Kind::Number, {}},
                                              {tr("Tokens per second"), Quantity::Kind::Count, {}},
                                              {tr("Memory"), Quantity::Kind::Bytes, {}}}};
    for (std::size_t place = 0; place < m_charts.size(); ++place) {
        m_charts[place] = new LineChart(quantities[place].name, this);
        m_charts[place]->setQuantities({}, quantities[place]);
        m_charts[place]->setLegendShown(place == 0); // the others have the same
        connect(m_charts[place], &LineChart::rangeChosen, this, &RunCharts::setRange);
        connect(m_charts[place], &LineChart::saveFailed, this, &RunCharts::saveFailed);
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
    m_smoothing->setToolTip(tr("Smoothing of the loss; the pale line shows each step"));
    makeLayout(makeSaveButton());

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

QToolButton *RunCharts::makeSaveButton()
{
    auto *button = toolButton(this, tr("Save…"), tr("Save the charts as a picture or the numbers as CSV"), false);
    button->setIcon(themedIcon(QStringLiteral("save")));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(button);
    const std::pair<FigureFormat, QString> formats[] = {{FigureFormat::Png, tr("Picture (PNG)…")},
                                                        {FigureFormat::Svg, tr("Drawing (SVG)…")},
                                                        {FigureFormat::Pdf, tr("Document (PDF)…")},
                                                        {FigureFormat::Csv, tr("Numbers (CSV)…")}};
    for (const auto &[format, text] : formats)
        menu->addAction(text, this, [this, format = format] {
            askForFile(this, tr("Save the charts"), tr("training"), figureKinds(), int(format),
                       [this](const QString &path, int kind) { save(path, FigureFormat(kind)); });
        });
    button->setMenu(menu);
    return button;
}

void RunCharts::makeLayout(QToolButton *save)
{
    auto *smoothing = new QWidget(this); // the word stays with its slider
    auto *smoothingLayout = new QHBoxLayout(smoothing);
    smoothingLayout->setContentsMargins(0, 0, 0, 0);
    smoothingLayout->addWidget(new QLabel(tr("Smoothing"), smoothing));
    smoothingLayout->addWidget(m_smoothing);
    auto *bar = new FlowRow(this);
    bar->addWidget(m_axis);
    bar->addWidget(smoothing);
    for (QToolButton *button : {m_logX, m_logY, m_whole, save})
        bar->addWidget(button);
    auto *small = new QGridLayout;
    small->setSpacing(8);
    for (int place = 1; place < int(m_charts.size()); ++place)
        small->addWidget(m_charts[std::size_t(place)], (place - 1) / 2, (place - 1) % 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(bar);
    layout->addWidget(m_charts[0], 3);
    layout->addLayout(small, 2);
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
        const double last = run.series->axis(axis()).last();
        const double unit = QuantityText::unitFor(m_charts[0]->xAxis().quantity(), last).size;
        double next = roundEnd(last / unit) * unit;
        if (axis() == RunAxis::Step && run.series->start().steps > 0)
            next = std::min(next, std::max(double(run.series->start().steps), last));
        end = std::max(end, next);
    }
    for (LineChart *chart : m_charts) {
        chart->setMinEnd(end);
        chart->refresh();
    }
}

void RunCharts::setLines()
{
    const RunAxis along = axis();
    const std::array<Quantity, 3> axes{{{tr("Step"), Quantity::Kind::Count, {}},
                                        {tr("Tokens"), Quantity::Kind::Count, {}},
                                        {tr("Time"), Quantity::Kind::Seconds, {}}}};
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
        chart->setQuantities(axes[std::size_t(along)], chart->yAxis().quantity());
    }
    refresh();
}

void RunCharts::save(const QString &path, FigureFormat format)
{
    const QList<ChartView *> charts(m_charts.begin(), m_charts.end());
    writeInBackground(this, path,
                      format == FigureFormat::Csv ? csvWriter() : figureWriter(charts, pictureColumns, format),
                      [this](const QString &written, const Status &status) {
                          if (status)
                              Q_EMIT saved(written);
                          else
                              Q_EMIT saveFailed(status.error());
                      });
}

std::function<std::string()> RunCharts::csvWriter() const
{
    std::vector<std::pair<QString, RunSeries>> runs; // they grow on
    for (const ShownRun &run : m_runs)
        runs.emplace_back(run.name, *run.series);
    return [runs = std::move(runs)] {
        std::string text =
            "run,step,tokens,seconds,loss,learning_rate,gradient_norm,tokens_per_second,memory_bytes,held_out_loss\n";
        for (const auto &[name, series] : runs)
            text += series.toCsv(name);
        return text;
    };
}

} // namespace primer
