#include "ui/synthesis_page/coverage_panel.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "ui/charts/heat_map.h"
#include "ui/synthesis_page/row_browser.h"
#include "ui/synthesis_page/synthesis_words.h"
#include "ui/widgets/flow_row.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int maxLevels = 8, usualMore = 20, maxMore = 100'000;

QString textOf(const std::string &text) { return displayText(text).text; }

} // namespace

struct CoveragePanel::Snapshot {
    std::vector<std::string> axes; ///< those that can be covered
    bool hasLevels = false;        ///< there is a tree among them
    Coverage coverage;
};

CoveragePanel::CoveragePanel(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_across(new QComboBox(this)), m_down(new QComboBox(this)),
      m_measure(new QComboBox(this)), m_levels(new QSpinBox(this)), m_moreCount(new QSpinBox(this)),
      m_summary(new QLabel(this)), m_cell(new QLabel(this)),
      m_thin(new QPushButton(themedIcon(QStringLiteral("next")), tr("Next empty cell"), this)),
      m_more(new QPushButton(themedIcon(QStringLiteral("add")), tr("Generate more"), this)),
      m_map(new HeatMap(tr("Coverage of two axes"), this)),
      m_browser(new RowBrowser(session, tr("Choose a cell to see its rows."), this))
{
    m_measure->addItem(tr("Accepted"), int(Measure::Accepted));
    m_measure->addItem(tr("Generated"), int(Measure::Answered));
    m_measure->addItem(tr("Planned"), int(Measure::Planned));
    m_measure->addItem(tr("Accepted of generated"), int(Measure::Yield));
    m_levels->setRange(0, maxLevels);
    m_levels->setValue(1);
    m_levels->setSpecialValueText(tr("values"));
    m_levels->setToolTip(tr("How many levels of a tree are told apart."));
    m_moreCount->setRange(1, maxMore);
    m_moreCount->setValue(usualMore);
    makeLayout();
    connectAll();
    showButtons();
}

QWidget *CoveragePanel::makeBar()
{
    auto *bar = new FlowRow(this);
    const std::pair<QString, QWidget *> inputs[] = {
        {tr("Across"), m_across}, {tr("Down"), m_down}, {tr("Levels of trees"), m_levels}, {tr("Show"), m_measure}};
    for (const auto &[name, input] : inputs) {
        auto *pair = new QWidget(bar);
        auto *layout = new QHBoxLayout(pair);
        layout->setContentsMargins(0, 0, 8, 0);
        auto *label = new QLabel(name, pair);
        label->setBuddy(input);
        input->setAccessibleName(name);
        layout->addWidget(label);
        layout->addWidget(input);
        bar->addWidget(pair);
    }
    bar->addWidget(m_thin);
    return bar;
}

QWidget *CoveragePanel::makeCell()
{
    auto *cell = new QWidget(this);
    m_cell->setWordWrap(true);
    m_cell->setTextFormat(Qt::PlainText);
    m_moreCount->setAccessibleName(tr("Rows to generate of this cell"));
    m_more->setToolTip(tr("The next rows of the plan that lie in this cell are asked for at once."));
    auto *line = new QHBoxLayout;
    line->addWidget(m_cell, 1);
    line->addWidget(m_moreCount);
    line->addWidget(m_more);
    auto *layout = new QVBoxLayout(cell);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addLayout(line);
    layout->addWidget(m_browser, 1);
    return cell;
}

void CoveragePanel::makeLayout()
{
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_map);
    splitter->addWidget(makeCell());
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({3000, 2600});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(makeBar());
    layout->addWidget(m_summary);
    layout->addWidget(splitter, 1);
}

void CoveragePanel::connectAll()
{
    for (QComboBox *box : {m_across, m_down}) // their axes come later
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (QComboBox *box : {m_across, m_down})
        connect(box, &QComboBox::activated, this, &CoveragePanel::reload);
    connect(m_levels, &QSpinBox::valueChanged, this, &CoveragePanel::reload);
    connect(m_measure, &QComboBox::currentIndexChanged, this, &CoveragePanel::showMap);
    connect(m_map, &HeatMap::cellChosen, this, &CoveragePanel::showCell);
    connect(m_browser, &RowBrowser::failed, this, &CoveragePanel::failed);
    connect(m_thin, &QPushButton::clicked, this, &CoveragePanel::chooseThinnest);
    connect(m_more, &QPushButton::clicked, this, [this] {
        const auto [row, column] = m_map->chosen();
        if (row >= 0)
            Q_EMIT moreWanted({m_coverage.across, m_coverage.down, m_coverage.columns[std::size_t(column)],
                               m_coverage.rows[std::size_t(row)], m_levels->value()},
                              m_moreCount->value());
    });
}

void CoveragePanel::clear()
{
    ++m_generation;
    m_run = {};
    m_coverage = {};
    m_across->clear();
    m_down->clear();
    m_map->setData({});
    m_summary->clear();
    m_cell->clear();
    m_browser->clear();
    showButtons();
}

void CoveragePanel::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    showButtons();
}

void CoveragePanel::show(const SynthesisRun &run)
{
    if (run.name != m_run.name)
        clear();
    m_run = run;
    reload();
}

void CoveragePanel::reload()
{
    if (m_run.id == 0)
        return;
    const quint64 generation = ++m_generation;
    using Answer = Result<std::shared_ptr<const Snapshot>>;
    inBackground(
        this,
        [workspace = m_session.workspace(), run = m_run.name, across = m_across->currentText().toStdString(),
         down = m_down->currentText().toStdString(), levels = m_levels->value()]() -> Answer {
            const auto parts = PRIMER_TRY(synthesisParts(workspace->store(), run));
            auto snapshot = std::make_shared<Snapshot>();
            snapshot->axes = coverableAxes(parts.set);
            snapshot->hasLevels = std::any_of(parts.set.axes.begin(), parts.set.axes.end(), [](const Axis &axis) {
                return axis.isDrawn && (axis.kind == AxisKind::Tree || axis.kind == AxisKind::Pairs);
            });
            if (snapshot->axes.size() < 2)
                return std::shared_ptr<const Snapshot>(std::move(snapshot));
            // By itself: the one with fewer values across.
            std::string first = across, second = down;
            if (first.empty() || second.empty() || first == second) {
                const std::string &other = snapshot->axes[1];
                first = across.empty() ? snapshot->axes[0] : across;
                second = first == other ? snapshot->axes[0] : other;
                if (across.empty()
                    && sizeOf(parts.set, parts.set.placeOf(first)) > sizeOf(parts.set, parts.set.placeOf(second)))
                    std::swap(first, second);
            }
            snapshot->coverage = PRIMER_TRY(coverageOf(workspace->store(), parts, first, second, levels));
            return std::shared_ptr<const Snapshot>(std::move(snapshot));
        },
        [this, generation](const Answer &snapshot) {
            if (generation != m_generation)
                return;
            if (snapshot)
                take(**snapshot);
            else
                Q_EMIT failed(snapshot.error());
        });
}

void CoveragePanel::fillAxes(const std::vector<std::string> &axes)
{
    const std::pair<QComboBox *, std::string> boxes[] = {{m_across, m_coverage.across}, {m_down, m_coverage.down}};
    for (const auto &[box, chosen] : boxes) {
        const QSignalBlocker blocker(box);
        box->clear();
        for (const std::string &axis : axes)
            box->addItem(QString::fromStdString(axis));
        box->setCurrentText(QString::fromStdString(chosen));
    }
}

void CoveragePanel::take(const Snapshot &snapshot)
{
    const bool isAnother = snapshot.coverage.across != m_coverage.across || snapshot.coverage.down != m_coverage.down
                           || snapshot.coverage.rows != m_coverage.rows
                           || snapshot.coverage.columns != m_coverage.columns;
    m_coverage = snapshot.coverage;
    m_levels->parentWidget()->setVisible(snapshot.hasLevels); // with its label
    fillAxes(snapshot.axes);
    showMap();
    if (isAnother) {
        m_cell->clear();
        m_browser->clear();
    } else if (const auto [row, column] = m_map->chosen(); row >= 0) {
        showCell(row, column);
    }
    showButtons();
    if (m_wantsThinnest)
        chooseThinnest();
}

QString CoveragePanel::wordsOf(std::size_t row, std::size_t column) const
{
    const CoverageCell &cell = m_coverage.at(row, column);
    return tr("%1: %2, %3: %4. %5 planned, %6 generated, %7 accepted.")
        .arg(textOf(m_coverage.down), textOf(m_coverage.rows[row]), textOf(m_coverage.across),
             textOf(m_coverage.columns[column]), HumanText::count(cell.planned), HumanText::count(cell.answered),
             HumanText::count(cell.accepted));
}

void CoveragePanel::showMap()
{
    if (m_coverage.cells.empty()) {
        m_map->setData({});
        m_summary->setText(m_run.id > 0 ? tr("A map needs two axes, and this run draws fewer.") : QString());
        return;
    }
    const auto measure = Measure(m_measure->currentData().toInt());
    const auto valueOf = [measure](const CoverageCell &cell) {
        switch (measure) {
        case Measure::Answered: return double(cell.answered);
        case Measure::Planned: return double(cell.planned);
        case Measure::Yield: return cell.answered > 0 ? double(cell.accepted) / double(cell.answered) : 0.0;
        default: return double(cell.accepted);
        }
    };
    double highest = 0;
    for (const CoverageCell &cell : m_coverage.cells)
        highest = std::max(highest, valueOf(cell));
    HeatMapData data;
    data.across = textOf(m_coverage.across);
    data.down = textOf(m_coverage.down);
    for (const std::string &name : m_coverage.columns)
        data.columns.append(textOf(name));
    for (const std::string &name : m_coverage.rows)
        data.rows.append(textOf(name));
    for (std::size_t place = 0; place < m_coverage.cells.size(); ++place) {
        const CoverageCell &cell = m_coverage.cells[place];
        const double value = valueOf(cell);
        const bool isEmpty = cell.planned == 0 || (measure == Measure::Yield && cell.answered == 0);
        const QString text = isEmpty                     ? QStringLiteral("–")
                             : measure == Measure::Yield ? SynthesisWords::percent(value)
                                                         : HumanText::count(qint64(value));
        data.cells.push_back({isEmpty       ? -1
                              : highest > 0 ? value / highest
                                            : 0,
                              text, wordsOf(place / m_coverage.columns.size(), place % m_coverage.columns.size())});
    }
    m_map->setData(std::move(data));
    const std::int64_t empty = m_coverage.emptyCells(), all = std::int64_t(m_coverage.cells.size());
    m_summary->setText(
        empty == 0 ? tr("Each of the %n cells has an accepted row.", nullptr, int(all))
                   : tr("%n cells of %1 have no accepted row.", nullptr, int(empty)).arg(HumanText::count(all)));
}

void CoveragePanel::showCell(int row, int column)
{
    RowKind kind;
    kind.what = RowKind::What::Cell;
    kind.coverage.across = m_coverage.across;
    kind.coverage.down = m_coverage.down;
    kind.coverage.columns = {m_coverage.columns[std::size_t(column)]};
    kind.coverage.rows = {m_coverage.rows[std::size_t(row)]};
    kind.levels = m_levels->value();
    m_cell->setText(wordsOf(std::size_t(row), std::size_t(column)));
    m_browser->show(m_run.name, kind);
    showButtons();
}

/// Behind the chosen cell.
void CoveragePanel::chooseThinnest()
{
    const auto [row, column] = m_map->chosen();
    const std::size_t all = m_coverage.cells.size(), columns = m_coverage.columns.size();
    m_wantsThinnest = all == 0;
    if (all == 0)
        return;
    std::int64_t fewest = m_coverage.cells.front().accepted;
    for (const CoverageCell &cell : m_coverage.cells)
        fewest = std::min(fewest, cell.accepted);
    const std::size_t from = row < 0 ? 0 : std::size_t(row) * columns + std::size_t(column) + 1;
    for (std::size_t step = 0; step < all; ++step) {
        const std::size_t place = (from + step) % all;
        if (m_coverage.cells[place].accepted == fewest) {
            m_map->choose(int(place / columns), int(place % columns));
            m_map->setFocus();
            return;
        }
    }
}

void CoveragePanel::showButtons()
{
    const bool hasCell = m_map->chosen().first >= 0 && !m_coverage.cells.empty();
    m_thin->setEnabled(!m_coverage.cells.empty());
    m_thin->setText(m_coverage.cells.empty() || m_coverage.emptyCells() > 0 ? tr("Next empty cell")
                                                                            : tr("Next thinnest cell"));
    for (QWidget *widget : {static_cast<QWidget *>(m_more), static_cast<QWidget *>(m_moreCount)})
        widget->setEnabled(hasCell && !m_isBusy && !m_session.workspace()->isReadOnly());
}

} // namespace primer
