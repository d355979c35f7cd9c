#include "ui/browse_page/sample_table.h"

#include <algorithm>

#include <QHash>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>

#include "ui/models/sample_table_model.h"

namespace primer {

namespace {

constexpr int minRowHeight = 24;
constexpr int usualWidth = 100;

} // namespace

SampleTable::SampleTable(SampleTableModel *model, QWidget *parent) : QTableView(parent), m_model(model)
{
    setModel(model);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideMiddle);
    setTabKeyNavigation(false);
    setAccessibleName(tr("Samples"));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(std::max(minRowHeight, fontMetrics().height() + 6));
    makeColumns();
    QHeaderView *header = horizontalHeader();
    connect(header, &QHeaderView::sortIndicatorChanged, this, [this](int section, Qt::SortOrder order) {
        if (m_isRestoring)
            return;
        if (section >= 0)
            m_model->sort(section, order);
        else
            Q_EMIT sortChosen({});
    });
    connect(model, &SampleTableModel::sortRequested, this, &SampleTable::sortChosen);
    connect(header, &QHeaderView::customContextMenuRequested, this, &SampleTable::openHeaderMenu);
    connect(header, &QHeaderView::sectionMoved, this, &SampleTable::columnsEdited);
    connect(header, &QHeaderView::sectionResized, this, &SampleTable::columnsEdited);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { Q_EMIT rowChosen(current.row()); });
}

void SampleTable::makeColumns()
{
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const QHash<Column, int> widths{{Column::Path, 260},     {Column::Repository, 110},  {Column::Licence, 100},
                                    {Column::SizeBytes, 76}, {Column::LineCount, 60},    {Column::Stars, 60},
                                    {Column::Label, 56},     {Column::TeacherValue, 64}, {Column::Quality, 64},
                                    {Column::Score, 60}};
    for (int section = 0; section < m_model->columnCount(); ++section) {
        setColumnWidth(section, widths.value(m_model->columnAt(section), usualWidth));
        setColumnHidden(section, !widths.contains(m_model->columnAt(section)));
    }
}

SampleId SampleTable::currentSample() const { return m_model->sampleAt(currentIndex().row()); }

void SampleTable::chooseRow(int row) { setCurrentIndex(m_model->index(row, horizontalHeader()->logicalIndex(0))); }

void SampleTable::step(int by)
{
    const int row = currentIndex().row() + by;
    if (row >= 0 && row < m_model->rowCount())
        chooseRow(row);
}

void SampleTable::setSort(const QString &sort)
{
    const QScopedValueRollback restoring(m_isRestoring, true);
    const bool isDescending = sort.startsWith(QLatin1Char('-'));
    const auto known = columnByName((isDescending ? sort.mid(1) : sort).toStdString());
    horizontalHeader()->setSortIndicator(known ? m_model->sectionOf(*known) : -1,
                                         isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

QString SampleTable::headerState() const { return QString::fromLatin1(horizontalHeader()->saveState().toBase64()); }

void SampleTable::restoreHeader(const QString &state)
{
    const QScopedValueRollback restoring(m_isRestoring, true);
    horizontalHeader()->restoreState(QByteArray::fromBase64(state.toLatin1()));
}

void SampleTable::openHeaderMenu(const QPoint &place)
{
    QHeaderView *header = horizontalHeader();
    const int section = header->logicalIndexAt(place);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (section >= 0) {
        menu->addAction(tr("Sort ascending"), this,
                        [header, section] { header->setSortIndicator(section, Qt::AscendingOrder); });
        menu->addAction(tr("Sort descending"), this,
                        [header, section] { header->setSortIndicator(section, Qt::DescendingOrder); });
        menu->addAction(tr("Import order"), this, [header] { header->setSortIndicator(-1, Qt::AscendingOrder); });
        const Column column = m_model->columnAt(section);
        if (columnInfo(column).type == ColumnType::Number && column != Column::Id)
            menu->addAction(tr("Histogram"), this, [this, column] { Q_EMIT histogramWanted(column); });
        menu->addSeparator();
    }
    for (int column = 0; column < m_model->columnCount(); ++column) {
        QAction *action = menu->addAction(SampleTableModel::title(m_model->columnAt(column)));
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(m_model->columnAt(column) != Column::Path);
        connect(action, &QAction::toggled, this, [this, column](bool isShown) {
            setColumnHidden(column, !isShown);
            Q_EMIT columnsEdited();
        });
    }
    menu->popup(header->mapToGlobal(place));
}

} // namespace primer
