#include "ui/browse_page/sample_table.h"

#include <algorithm>

#include <QContextMenuEvent>
#include <QHash>
#include <QHeaderView>
#include <QJsonArray>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>

#include "ui/browse_page/frozen_path.h"
#include "ui/models/sample_table_model.h"

namespace primer {

namespace {

constexpr int minRowHeight = 24;
constexpr int usualWidth = 100;
const QString columnsKey = QStringLiteral("columns"), insistedKey = QStringLiteral("insisted"),
              sectionsKey = QStringLiteral("sections");

QJsonArray namesOf(const std::set<Column> &columns)
{
    QJsonArray names;
    for (const Column column : columns) {
        const std::string_view name = columnInfo(column).name;
        names.append(QString::fromUtf8(name.data(), qsizetype(name.size())));
    }
    return names;
}

std::set<Column> columnsOf(const QJsonValue &names)
{
    std::set<Column> columns;
    for (const QJsonValue &name : names.toArray()) {
        if (const auto column = columnByName(name.toString().toStdString()))
            columns.insert(*column);
    }
    return columns;
}

} // namespace

SampleTable::SampleTable(SampleTableModel *model, QWidget *parent) : QTableView(parent), m_model(model)
{
    setModel(model);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
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
    new FrozenPath(this, model->sectionOf(Column::Path));
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
    connect(header, &QHeaderView::sectionMoved, this, [this] {
        keepPathFirst();
        Q_EMIT columnsEdited();
    });
    connect(header, &QHeaderView::sectionResized, this, &SampleTable::columnsEdited);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &SampleTable::selectionEdited);
    connect(model, &QAbstractItemModel::modelReset, this, &SampleTable::selectionEdited);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { Q_EMIT rowChosen(current.row()); });
}

void SampleTable::makeColumns()
{
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);   // with whole rows selected all of them would be
    header->setFirstSectionMovable(false); // the path stays where it is
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
        if (widths.contains(m_model->columnAt(section)))
            m_wanted.insert(m_model->columnAt(section));
    }
    showColumns();
}

void SampleTable::showColumns()
{
    for (int section = 0; section < m_model->columnCount(); ++section)
        setColumnHidden(section, !isColumnShown(m_model->columnAt(section)));
}

bool SampleTable::isColumnShown(Column column) const
{
    return column == Column::Path
           || (m_wanted.count(column) && (!isEmptyColumn(column) || m_insisted.count(column) > 0));
}

void SampleTable::setColumnShown(Column column, bool isShown)
{
    if (isShown)
        m_wanted.insert(column);
    else
        m_wanted.erase(column);
    if (isShown && isEmptyColumn(column))
        m_insisted.insert(column);
    else
        m_insisted.erase(column);
    showColumns();
    Q_EMIT columnsEdited();
}

void SampleTable::setEmptyColumns(const std::vector<Column> &empty)
{
    const QScopedValueRollback restoring(m_isRestoring, true);
    m_empty = std::set<Column>(empty.begin(), empty.end());
    showColumns();
    Q_EMIT columnsEdited();
}

std::vector<Column> SampleTable::hiddenEmptyColumns() const
{
    std::vector<Column> hidden;
    for (const Column column : m_wanted) {
        if (!isColumnShown(column))
            hidden.push_back(column);
    }
    return hidden;
}

std::vector<Column> SampleTable::shownColumns() const
{
    std::vector<Column> shown;
    for (int place = 0; place < m_model->columnCount(); ++place) {
        const int section = horizontalHeader()->logicalIndex(place);
        if (!isColumnHidden(section))
            shown.push_back(m_model->columnAt(section));
    }
    return shown;
}

void SampleTable::keepPathFirst()
{
    const int place = horizontalHeader()->visualIndex(m_model->sectionOf(Column::Path));
    if (place > 0)
        horizontalHeader()->moveSection(place, 0);
}

Column SampleTable::currentColumn() const
{
    return currentIndex().isValid() ? m_model->columnAt(currentIndex().column()) : Column::Path;
}

/// Without an index for each row: a million may be selected.
template<typename Take>
void SampleTable::forEachSelectedStretch(Take take) const
{
    std::vector<std::pair<int, int>> stretches;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        stretches.emplace_back(range.top(), range.bottom());
    std::sort(stretches.begin(), stretches.end());
    int next = 0;
    for (const auto &[top, bottom] : stretches) {
        if (bottom >= next)
            take(std::max(top, next), bottom);
        next = std::max(next, bottom + 1);
    }
}

int SampleTable::selectedCount() const
{
    int count = 0;
    forEachSelectedStretch([&count](int top, int bottom) { count += bottom - top + 1; });
    return count;
}

std::vector<SampleId> SampleTable::selectedSamples() const
{
    std::vector<SampleId> samples;
    forEachSelectedStretch([&](int top, int bottom) {
        for (int row = top; row <= bottom; ++row)
            samples.push_back(m_model->sampleAt(row));
    });
    return samples;
}

void SampleTable::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    const int sideways = horizontalScrollBar()->value();
    QTableView::scrollTo(index, hint);
    if (index.column() == m_model->sectionOf(Column::Path))
        horizontalScrollBar()->setValue(sideways);
}

void SampleTable::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    if (isByKey && currentIndex().isValid())
        scrollTo(currentIndex());
    if (currentIndex().isValid())
        Q_EMIT menuWanted(isByKey ? viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft())
                                  : event->globalPos());
    event->accept();
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
    m_sort = sort;
    const bool isDescending = sort.startsWith(QLatin1Char('-'));
    const auto known = columnByName((isDescending ? sort.mid(1) : sort).toStdString());
    horizontalHeader()->setSortIndicator(known ? m_model->sectionOf(*known) : -1,
                                         isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

QJsonObject SampleTable::headerState() const
{
    return {{sectionsKey, QString::fromLatin1(horizontalHeader()->saveState().toBase64())},
            {columnsKey, namesOf(m_wanted)},
            {insistedKey, namesOf(m_insisted)}};
}

/// Of a window before columns had names in the state nothing is taken: their order was another.
void SampleTable::restoreHeader(const QJsonObject &state)
{
    if (!state.value(columnsKey).isArray())
        return;
    const QScopedValueRollback restoring(m_isRestoring, true);
    horizontalHeader()->restoreState(QByteArray::fromBase64(state.value(sectionsKey).toString().toLatin1()));
    horizontalHeader()->setFirstSectionMovable(false);
    m_wanted = columnsOf(state.value(columnsKey));
    m_insisted = columnsOf(state.value(insistedKey));
    keepPathFirst();
    showColumns();
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
        if (column != Column::Path)
            menu->addAction(tr("Hide %1").arg(SampleTableModel::title(column)), this,
                            [this, column] { setColumnShown(column, false); });
    }
    menu->addAction(tr("Columns and statistics…"), this, &SampleTable::columnChooserWanted);
    menu->popup(header->mapToGlobal(place));
}

} // namespace primer
