#include "ui/synthesis_page/diversity_panel.h"

#include <algorithm>

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/charts/bar_chart.h"
#include "ui/code_view/display_text.h"
#include "ui/synthesis_page/diversity_figures.h"
#include "ui/synthesis_page/synthesis_words.h"
#include "ui/widgets/flow_row.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int fewest = 2;        ///< rows that can be compared
constexpr int chartLetters = 44; ///< a chart is at least so wide
constexpr int chartLines = 15;   ///< and so high

} // namespace

DiversityPanel::DiversityPanel(QWidget *parent)
    : QWidget(parent), m_baseline(new QComboBox(this)),
      m_measure(new QPushButton(themedIcon(QStringLiteral("report")), tr("Measure"), this)),
      m_cells(new QPushButton(tr("Cells to generate again"), this)), m_findings(new QLabel(this)),
      m_note(new QLabel(this)), m_shares(new BarChart(tr("What differs, what is alike"), this)),
      m_entropies(new BarChart(tr("Entropy"), this)), m_axes(new BarChart(tr("Values of the axes"), this)),
      m_openings(new BarChart(tr("Openings"), this)), m_imports(new BarChart(tr("Imports"), this)),
      m_stack(new QStackedWidget(this))
{
    makeLayout();
    connect(m_measure, &QPushButton::clicked, this,
            [this] { Q_EMIT measureWanted(m_baseline->currentData().toString().toStdString()); });
    connect(m_cells, &QPushButton::clicked, this, &DiversityPanel::cellsWanted);
    for (BarChart *chart : {m_shares, m_entropies, m_axes, m_openings, m_imports})
        connect(chart, &ChartView::saveFailed, this, &DiversityPanel::saveFailed);
    m_imports->setEmptyText(tr("Nothing is imported."));
    m_axes->setEmptyText(tr("The run draws no axis."));
    showState();
}

QWidget *DiversityPanel::makeCharts()
{
    auto *charts = new QWidget(this);
    auto *grid = new QGridLayout(charts);
    grid->setContentsMargins(0, 0, 0, 0);
    BarChart *all[] = {m_shares, m_entropies, m_axes, m_openings, m_imports};
    for (int place = 0; place < int(std::size(all)); ++place) {
        all[place]->setMinimumSize(chartLetters * fontMetrics().averageCharWidth(),
                                   chartLines * fontMetrics().height());
        grid->addWidget(all[place], place / 2, place % 2);
    }
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(charts);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

void DiversityPanel::makeLayout()
{
    m_findings->setWordWrap(true);
    m_findings->setTextFormat(Qt::PlainText);
    m_findings->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_findings->setAccessibleName(tr("Where the rows are homogeneous"));
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setTextFormat(Qt::PlainText);
    m_cells->setToolTip(tr("Shows the map of coverage at its emptiest cell."));
    auto *bar = new FlowRow(this);
    auto *pair = new QWidget(bar);
    auto *pairLayout = new QHBoxLayout(pair);
    pairLayout->setContentsMargins(0, 0, 8, 0);
    auto *label = new QLabel(tr("Baseline"), pair);
    label->setBuddy(m_baseline);
    m_baseline->setAccessibleName(tr("Baseline"));
    m_baseline->setToolTip(tr("A run without these constraints; both are measured at the size of the smaller one."));
    m_baseline->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    pairLayout->addWidget(label);
    pairLayout->addWidget(m_baseline);
    bar->addWidget(pair);
    bar->addWidget(m_measure);
    bar->addWidget(m_cells);
    m_stack->addWidget(m_note);
    m_stack->addWidget(makeCharts());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(bar);
    layout->addWidget(m_findings);
    layout->addWidget(m_stack, 1);
}

QString DiversityPanel::note() const { return m_stack->currentIndex() == 0 ? m_note->text() : QString(); }

void DiversityPanel::clear()
{
    m_run = {};
    m_measured.reset();
    m_baseline->clear();
    showState();
}

void DiversityPanel::setMeasuring(bool isMeasuring)
{
    m_isMeasuring = isMeasuring;
    showState();
}

void DiversityPanel::show(const SynthesisRun &run, const std::vector<SynthesisRun> &runs)
{
    const QString chosen = m_run.name == run.name ? m_baseline->currentData().toString() : QString();
    if (m_run.name != run.name)
        m_measured.reset();
    m_run = run;
    QStringList names, known;
    for (const SynthesisRun &one : runs) {
        if (one.name != run.name && one.accepted >= fewest)
            names.append(QString::fromStdString(one.name));
    }
    for (int place = 1; place < m_baseline->count(); ++place)
        known.append(m_baseline->itemText(place));
    if (names != known || m_baseline->count() == 0) {
        m_baseline->clear();
        m_baseline->addItem(tr("None"), QString());
        for (const QString &name : names)
            m_baseline->addItem(name, name);
    }
    m_baseline->setCurrentIndex(std::max(0, m_baseline->findData(chosen)));
    showState();
}

void DiversityPanel::take(const std::shared_ptr<const MeasuredDiversity> &measured)
{
    if (measured->run != m_run.name)
        return;
    m_measured = measured;
    showMeasured();
    showState();
}

void DiversityPanel::showState()
{
    const bool canMeasure = m_run.accepted >= fewest;
    m_measure->setEnabled(canMeasure && !m_isMeasuring);
    m_baseline->setEnabled(canMeasure && !m_isMeasuring);
    m_cells->setEnabled(m_run.id > 0);
    m_stack->setCurrentIndex(m_measured ? 1 : 0);
    m_findings->setVisible(m_measured != nullptr);
    m_note->setText(m_isMeasuring ? tr("Measuring…")
                    : canMeasure ? tr("“Measure” tells how different the accepted rows are from each other. Choose a "
                                      "baseline to see it beside a run that was made without these constraints.")
                                 : tr("There is nothing to measure before two rows are accepted."));
}

void DiversityPanel::showMeasured()
{
    const DiversityComparison &both = m_measured->both;
    QStringList lines;
    const QString name = displayText(m_measured->run).text, other = displayText(m_measured->against).text;
    lines.append(m_measured->against.empty()
                     ? tr("%n row(s) of “%1” measured.", nullptr, int(both.set.rows)).arg(name)
                     : tr("%n row(s) each of “%1” and “%2” measured.", nullptr, int(both.set.rows)).arg(name, other));
    const auto found = homogeneitiesOf(both.set);
    if (found.empty())
        lines.append(tr("“%1” is diverse by every measure.").arg(name));
    for (const Homogeneity &one : found)
        lines.append(QStringLiteral("• ") + SynthesisWords::of(one));
    if (!m_measured->against.empty()) {
        const int count = int(homogeneitiesOf(both.baseline).size());
        lines.append(count == 0 ? tr("“%1” is diverse by every measure.").arg(other)
                                : tr("“%1” is homogeneous by %n measure(s).", nullptr, count).arg(other));
    }
    m_findings->setText(lines.join(QLatin1Char('\n')));
    m_shares->setData(DiversityFigures::shares(*m_measured));
    m_entropies->setData(DiversityFigures::entropies(*m_measured));
    m_axes->setData(DiversityFigures::axes(*m_measured));
    m_openings->setData(DiversityFigures::openings(*m_measured));
    m_imports->setData(DiversityFigures::imports(*m_measured));
    for (BarChart *chart : {m_shares, m_entropies, m_axes, m_openings, m_imports})
        chart->setMinimumHeight(chart->sizeHint().height()); // a line for each bar
}

} // namespace primer
