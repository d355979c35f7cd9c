#include "ui/browse_page/column_chooser.h"

#include <algorithm>

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "ui/browse_page/sample_table.h"
#include "ui/browse_page/shape_delegate.h"
#include "ui/models/sample_table_model.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr int columnRole = Qt::UserRole;
constexpr std::size_t maxWordsTold = 12;

QString valueText(Column column, double value, bool isInteger)
{
    if (column == Column::SizeBytes)
        return HumanText::bytes(qint64(value));
    if (columnInfo(column).type == ColumnType::Date) {
        const int day = int(value);
        return QStringLiteral("%1-%2-%3")
            .arg(day / 10000, 4, 10, QLatin1Char('0'))
            .arg(day / 100 % 100, 2, 10, QLatin1Char('0'))
            .arg(day % 100, 2, 10, QLatin1Char('0'));
    }
    return isInteger ? HumanText::count(qint64(value)) : QLocale().toString(value, 'g', 4);
}

QString percent(std::int64_t part, std::int64_t whole)
{
    return whole > 0 ? QLocale().toString(100.0 * double(part) / double(whole), 'f', 1) : QStringLiteral("0");
}

QString missingText(const ColumnStatistics &statistics)
{
    if (statistics.missing == 0)
        return QStringLiteral("0");
    return ColumnChooser::tr("%1 (%2 %)")
        .arg(HumanText::count(statistics.missing), percent(statistics.missing, statistics.rows));
}

QString plain(const std::string &text) { return QString::fromStdString(text).simplified(); }

} // namespace

ColumnChooser::ColumnChooser(WorkspaceSession &session, SampleTable *table, QWidget *parent)
    : QDialog(parent), m_session(session), m_table(table), m_find(new QLineEdit(this)), m_list(new QTreeWidget(this)),
      m_about(new QLabel(this))
{
    setWindowTitle(tr("Columns"));
    makeLayout();
    fill();
    connect(m_find, &QLineEdit::textChanged, this, &ColumnChooser::filter);
    connect(m_list, &QTreeWidget::itemChanged, this, [this](const QTreeWidgetItem *item, int place) {
        if (place == Name && item->flags() & Qt::ItemIsEnabled)
            m_table->setColumnShown(Column(item->data(Name, columnRole).toInt()),
                                    item->checkState(Name) == Qt::Checked);
    });
    connect(&session.set(), &CurrentSet::rowsChanged, this, &ColumnChooser::count);
    count();
}

ColumnChooser::~ColumnChooser()
{
    if (m_feedback)
        m_feedback->cancel();
}

void ColumnChooser::makeLayout()
{
    m_find->setPlaceholderText(tr("Find a column"));
    m_find->setAccessibleName(tr("Find a column"));
    m_find->setClearButtonEnabled(true);
    m_list->setAccessibleName(tr("Columns"));
    m_list->setRootIsDecorated(false);
    m_list->setAlternatingRowColors(true);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setHeaderLabels({tr("Column"), tr("Missing"), tr("Distinct"), tr("Min"), tr("Median"), tr("Max"),
                             tr("Most frequent"), tr("Distribution")});
    for (const Place place : {Missing, Distinct, Min, Median, Max})
        m_list->headerItem()->setTextAlignment(place, Qt::AlignRight | Qt::AlignVCenter);
    m_list->setItemDelegateForColumn(Shape, new ShapeDelegate(m_list));
    const int widths[] = {176, 116, 80, 90, 90, 90, 166, 140};
    for (int place = 0; place < PlaceCount; ++place)
        m_list->setColumnWidth(place, widths[place]);
    m_about->setTextFormat(Qt::PlainText);
    m_about->setWordWrap(true);
    m_about->setForegroundRole(QPalette::PlaceholderText);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_find);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_about);
    const QSize room = parentWidget() ? parentWidget()->window()->size() : QSize(1000, 640);
    resize(QSize(990, 600).boundedTo(room - QSize(40, 60)));
}

void ColumnChooser::fill()
{
    const QSignalBlocker blocker(m_list);
    const auto *model = qobject_cast<const SampleTableModel *>(m_table->model());
    for (int section = 0; section < model->columnCount(); ++section) {
        const Column column = model->columnAt(section);
        m_columns.push_back(column);
        auto *item = new QTreeWidgetItem(m_list);
        item->setText(Name, m_table->isEmptyColumn(column) ? tr("%1 (empty)").arg(SampleTableModel::title(column))
                                                           : SampleTableModel::title(column));
        item->setToolTip(Name, tr("In conditions: %1")
                                   .arg(QString::fromUtf8(columnInfo(column).name.data(),
                                                          qsizetype(columnInfo(column).name.size()))));
        item->setData(Name, columnRole, int(column));
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(Name, m_table->isColumnShown(column) ? Qt::Checked : Qt::Unchecked);
        if (column == Column::Path) { // always there
            item->setFlags(item->flags() & ~Qt::ItemIsUserCheckable);
            item->setToolTip(Name, tr("The path is always shown."));
        }
        for (const Place place : {Missing, Distinct, Min, Median, Max})
            item->setTextAlignment(place, Qt::AlignRight | Qt::AlignVCenter);
    }
}

QTreeWidgetItem *ColumnChooser::itemOf(Column column) const
{
    const auto place = std::find(m_columns.begin(), m_columns.end(), column);
    return place == m_columns.end() ? nullptr : m_list->topLevelItem(int(place - m_columns.begin()));
}

/// From the first column on; what is under way is of another set.
void ColumnChooser::count()
{
    if (m_feedback)
        m_feedback->cancel();
    m_feedback = std::make_shared<Feedback>();
    ++m_generation;
    m_next = 0;
    const auto rows = m_session.set().rows();
    m_about->setText(
        tr("Counted over the current set, %n sample(s); all numbers are exact.", nullptr, int(rows->ids.size())));
    countNext();
}

void ColumnChooser::countNext()
{
    if (isComplete()) {
        Q_EMIT completed();
        return;
    }
    const Column column = m_columns[m_next];
    using Counted = Result<ColumnStatistics>;
    inBackground(
        this,
        [workspace = m_session.workspace(), rows = m_session.set().rows(), feedback = m_feedback, column]() -> Counted {
            static const RowMask none;
            return columnStatistics(workspace->store(), workspace->query().columns(), column,
                                    rows->mask ? *rows->mask : none, *feedback);
        },
        [this, column, generation = m_generation](const Counted &statistics) {
            if (generation != m_generation)
                return;
            if (statistics)
                showStatistics(column, *statistics);
            else
                itemOf(column)->setText(Missing, tr("cannot be read"));
            ++m_next;
            countNext();
        });
}

void ColumnChooser::showStatistics(Column column, const ColumnStatistics &statistics)
{
    const QSignalBlocker blocker(m_list);
    QTreeWidgetItem *item = itemOf(column);
    for (int place = Missing; place < PlaceCount; ++place)
        item->setText(place, {});
    item->setText(Missing, missingText(statistics));
    item->setText(Distinct, HumanText::count(statistics.distinct));
    QVariantList shape;
    for (const std::int64_t samples : statistics.shape)
        shape.append(double(samples));
    item->setData(Shape, ShapeDelegate::valuesRole, shape);
    QStringList words;
    for (const auto &[word, samples] : statistics.words) {
        if (std::size_t(words.size()) < maxWordsTold)
            words.append(tr("%1: %2").arg(plain(word), HumanText::count(samples)));
    }
    if (!statistics.words.empty()) {
        const auto &[word, samples] = statistics.words.front();
        item->setText(Frequent, tr("%1 (%2 %)").arg(plain(word), percent(samples, statistics.rows)));
    }
    item->setToolTip(
        Frequent, QStringLiteral("<qt>")
                      + words.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"))
                      + QStringLiteral("</qt>"));
    item->setToolTip(Shape, statistics.shape.empty() ? QString()
                            : words.isEmpty()        ? tr("Samples, in equal steps from min to max")
                                                     : item->toolTip(Frequent));
    const ColumnType type = columnInfo(column).type;
    if (statistics.hasValues() && (type == ColumnType::Number || type == ColumnType::Date))
        showNumbers(item, column, statistics);
    m_list->viewport()->update();
}

void ColumnChooser::showNumbers(QTreeWidgetItem *item, Column column, const ColumnStatistics &statistics)
{
    const std::pair<Place, double> values[] = {
        {Min, statistics.min}, {Median, statistics.median}, {Max, statistics.max}};
    for (const auto &[place, value] : values) {
        item->setText(place, valueText(column, value, statistics.isInteger));
        item->setToolTip(place, QLocale().toString(value, 'g', 17));
    }
}

void ColumnChooser::filter(const QString &text)
{
    for (int place = 0; place < m_list->topLevelItemCount(); ++place) {
        QTreeWidgetItem *item = m_list->topLevelItem(place);
        const std::string_view name = columnInfo(m_columns[std::size_t(place)]).name;
        item->setHidden(!item->text(Name).contains(text, Qt::CaseInsensitive)
                        && !QString::fromUtf8(name.data(), qsizetype(name.size())).contains(text, Qt::CaseInsensitive));
    }
}

} // namespace primer
