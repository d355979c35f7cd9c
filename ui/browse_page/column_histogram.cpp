#include "ui/browse_page/column_histogram.h"

#include <QComboBox>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "ui/charts/histogram_chart.h"
#include "ui/models/sample_table_model.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr int bins = 48;

HistogramData dataOf(const Histogram &histogram, Column column)
{
    HistogramData data;
    data.quantity = {SampleTableModel::title(column),
                     column == Column::SizeBytes ? Quantity::Kind::Bytes
                     : histogram.isInteger       ? Quantity::Kind::Count
                                                 : Quantity::Kind::Number,
                     {}};
    data.edges = histogram.edges;
    data.isInteger = histogram.isInteger;
    data.isSquareRoot = true; // a few large files must not flatten everything else
    std::vector<qint64> selected(histogram.selected.begin(), histogram.selected.end()), others;
    for (std::size_t bin = 0; bin < selected.size(); ++bin)
        others.push_back(histogram.all[bin] - selected[bin]);
    data.layers = {{ColumnHistogram::tr("in the set"), {ChartTone::Kind::Accent}, std::move(selected)},
                   {ColumnHistogram::tr("others"), {ChartTone::Kind::Faint}, std::move(others)}};
    if (histogram.withoutValue > 0)
        data.caption = ColumnHistogram::tr("%1 without a value").arg(HumanText::count(histogram.withoutValue));
    return data;
}

} // namespace

ColumnHistogram::ColumnHistogram(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_columns(new QComboBox(this)),
      m_view(new HistogramChart(tr("Histogram"), this))
{
    for (const ColumnInfo &info : allColumns()) {
        if (info.type == ColumnType::Number && info.column != Column::Id && info.column != Column::ValidUtf8)
            m_columns->addItem(SampleTableModel::title(info.column), int(info.column));
    }
    m_columns->setAccessibleName(tr("Column of the histogram"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_columns, 0, Qt::AlignLeft);
    layout->addWidget(m_view, 1);
    connect(m_columns, &QComboBox::currentIndexChanged, this, [this] {
        refresh();
        Q_EMIT columnChanged();
    });
    m_view->setEmptyText(tr("No sample has a value in this column"));
    connect(m_view, &HistogramChart::saveFailed, this, [this](const Error &error) { m_session.tell(error); });
    connect(m_view, &HistogramChart::rangeChosen, this,
            [this](double low, double high) { Q_EMIT rangeChosen(column(), low, high); });
    connect(&session.judging(), &Judging::labelChanged, this, [this] {
        if (column() == Column::Label || column() == Column::Verdict)
            refresh();
    });
}

Column ColumnHistogram::column() const { return Column(m_columns->currentData().toInt()); }

void ColumnHistogram::setColumn(Column column)
{
    const int item = m_columns->findData(int(column));
    if (item >= 0)
        m_columns->setCurrentIndex(item);
}

void ColumnHistogram::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        refresh();
}

void ColumnHistogram::refresh()
{
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    const quint64 generation = ++m_generation;
    inBackground(
        this,
        [workspace = m_session.workspace(), rows = m_session.set().rows(), column = column()] {
            static const RowMask none;
            return workspace->query().columns().histogram(column, rows->mask ? *rows->mask : none, bins);
        },
        [this, generation, column = column()](const Result<Histogram> &histogram) {
            if (generation != m_generation)
                return;
            if (!histogram) {
                m_session.tell(histogram.error());
                return;
            }
            m_view->setTitle(tr("Histogram of %1").arg(SampleTableModel::title(column)));
            m_view->setData(dataOf(*histogram, column));
        });
}

} // namespace primer
