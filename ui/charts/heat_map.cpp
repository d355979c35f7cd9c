#include "ui/charts/heat_map.h"

#include <algorithm>
#include <utility>

#include <QAbstractTableModel>
#include <QEvent>
#include <QHeaderView>

#include "ui/charts/chart_style.h"
#include "ui/widgets/palettes.h"

namespace primer {

namespace {

constexpr double palest = 0.06, strongest = 0.78;
constexpr int groundSeries = 2; ///< unlike what is selected
constexpr int headerLines = 3, letters = 9, rowLetters = 34;
constexpr double headerPadding = 0.7; ///< of a line
constexpr double isDarkFrom = 0.5;    ///< of lightness

} // namespace

class HeatMapModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    void take(HeatMapData data)
    {
        beginResetModel();
        m_data = std::move(data);
        endResetModel();
    }
    /// Only the cells are others.
    void takeCells(HeatMapData data)
    {
        m_data = std::move(data);
        if (!m_data.cells.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount({}) - 1, columnCount({}) - 1));
    }
    const HeatMapData &data() const { return m_data; }
    void setStyle(const ChartStyle &style)
    {
        m_style = style;
        takeCells(std::move(m_data));
    }

    int rowCount(const QModelIndex &parent) const override { return parent.isValid() ? 0 : int(m_data.rows.size()); }
    int columnCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : int(m_data.columns.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        const HeatMapData::Cell &cell =
            m_data.cells[std::size_t(index.row()) * std::size_t(m_data.columns.size()) + std::size_t(index.column())];
        switch (role) {
        case Qt::DisplayRole: return cell.text;
        case Qt::ToolTipRole: return QStringLiteral("<qt>") + cell.tip.toHtmlEscaped() + QStringLiteral("</qt>");
        case Qt::AccessibleTextRole: return cell.tip;
        case Qt::TextAlignmentRole: return int(Qt::AlignCenter);
        case Qt::BackgroundRole: return cell.shade < 0 ? QVariant() : QVariant(QBrush(colourOf(cell)));
        case Qt::ForegroundRole: return QBrush(textColourOf(cell));
        default: return {};
        }
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        const QStringList &names = orientation == Qt::Horizontal ? m_data.columns : m_data.rows;
        if (section >= names.size())
            return {};
        if (role == Qt::TextAlignmentRole)
            return orientation == Qt::Horizontal ? int(Qt::AlignCenter) | int(Qt::TextWordWrap)
                                                 : int(Qt::AlignLeft | Qt::AlignVCenter);
        const bool isName = role == Qt::DisplayRole || role == Qt::ToolTipRole || role == Qt::AccessibleTextRole;
        return isName ? QVariant(names.at(section)) : QVariant();
    }

private:
    QColor colourOf(const HeatMapData::Cell &cell) const
    {
        const double weight = cell.shade <= 0 ? 0 : palest + (strongest - palest) * std::min(1.0, cell.shade);
        return mixedColour(m_style.plot, m_style.series(groundSeries), weight);
    }
    QColor textColourOf(const HeatMapData::Cell &cell) const
    {
        if (cell.shade < 0)
            return m_style.colour({ChartTone::Kind::Faint});
        const bool isGroundDark = colourOf(cell).lightnessF() < isDarkFrom;
        return isGroundDark == m_style.isDark ? m_style.text : m_style.plot;
    }

    HeatMapData m_data;
    ChartStyle m_style;
};

HeatMap::HeatMap(const QString &title, QWidget *parent) : QTableView(parent), m_model(new HeatMapModel(this))
{
    setAccessibleName(title);
    setModel(m_model);
    m_model->setStyle(ChartStyle::of(*this));
    setSelectionMode(SingleSelection);
    setSelectionBehavior(SelectItems);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    const int line = fontMetrics().height();
    horizontalHeader()->setFixedHeight(int(line * (headerLines + headerPadding)));
    horizontalHeader()->setMinimumSectionSize(letters / 2 * fontMetrics().averageCharWidth());
    horizontalHeader()->setHighlightSections(true);
    verticalHeader()->setMaximumWidth(rowLetters * fontMetrics().averageCharWidth());
    verticalHeader()->setTextElideMode(Qt::ElideMiddle);
    verticalHeader()->setDefaultSectionSize(int(line * 1.6));
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid())
            Q_EMIT cellChosen(current.row(), current.column());
    });
}

void HeatMap::setData(HeatMapData data)
{
    if (data.columns == m_model->data().columns && data.rows == m_model->data().rows) {
        m_model->takeCells(std::move(data));
        return;
    }
    m_model->take(std::move(data));
    fitColumns();
}

const HeatMapData &HeatMap::data() const { return m_model->data(); }

void HeatMap::choose(int row, int column) { setCurrentIndex(m_model->index(row, column)); }

std::pair<int, int> HeatMap::chosen() const
{
    const QModelIndex index = currentIndex();
    return index.isValid() ? std::pair(index.row(), index.column()) : std::pair(-1, -1);
}

/// As wide as there is room for, and never too narrow for a number.
void HeatMap::fitColumns()
{
    const int count = int(m_model->data().columns.size());
    if (count == 0)
        return;
    const int least = letters * fontMetrics().averageCharWidth();
    const bool fits = count * least <= viewport()->width();
    horizontalHeader()->setSectionResizeMode(fits ? QHeaderView::Stretch : QHeaderView::Fixed);
    if (!fits)
        horizontalHeader()->setDefaultSectionSize(least);
}

void HeatMap::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void HeatMap::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_model->setStyle(ChartStyle::of(*this));
}

} // namespace primer
