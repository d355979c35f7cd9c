#include "ui/models/sample_table_model.h"

#include <algorithm>
#include <utility>

#include <QFontDatabase>
#include <QLocale>

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

QString foreign(const std::string &text)
{
    // One line, no surprises: a table cell shows neither line breaks nor direction overrides.
    QString shown = QString::fromUtf8(text.data(), qsizetype(text.size()));
    for (QChar &character : shown) {
        const char16_t unit = character.unicode();
        if (unit < 0x20 || (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069))
            character = QChar(0xfffd);
    }
    return shown;
}

bool isNumeric(Column column) { return columnInfo(column).type == ColumnType::Number; }

} // namespace

SampleTableModel::SampleTableModel(WorkspaceSession &session, QObject *parent)
    : QAbstractTableModel(parent), m_session(session), m_columns{Column::Path,
                                                                 Column::Label,
                                                                 Column::TeacherValue,
                                                                 Column::Quality,
                                                                 Column::Licence,
                                                                 Column::SizeBytes,
                                                                 Column::LineCount,
                                                                 Column::Repository,
                                                                 Column::Stars,
                                                                 Column::Score,
                                                                 Column::Language,
                                                                 Column::Source,
                                                                 Column::CreatedAt,
                                                                 Column::Copies,
                                                                 Column::MaxLineLength,
                                                                 Column::AvgLineLength,
                                                                 Column::AlphanumFraction,
                                                                 Column::Kind,
                                                                 Column::Verdict,
                                                                 Column::TeacherName,
                                                                 Column::Id},
      m_rows(session.set().rows())
{
    connect(&session.set(), &CurrentSet::rowsChanged, this, &SampleTableModel::adopt);
    connect(&session.judging(), &Judging::labelChanged, this, &SampleTableModel::patch);
    connect(&session, &WorkspaceSession::columnsChanged, this, [this] {
        forgetPages();
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    });
}

int SampleTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows->ids.size());
}

int SampleTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QString SampleTableModel::title(Column column)
{
    switch (column) {
    case Column::Id: return tr("Id");
    case Column::Kind: return tr("Kind");
    case Column::Path: return tr("Path");
    case Column::Repository: return tr("Repository");
    case Column::Licence: return tr("Licence");
    case Column::Language: return tr("Language");
    case Column::Source: return tr("Source");
    case Column::CreatedAt: return tr("Date");
    case Column::SizeBytes: return tr("Size");
    case Column::LineCount: return tr("Lines");
    case Column::MaxLineLength: return tr("Longest line");
    case Column::AvgLineLength: return tr("Average line");
    case Column::AlphanumFraction: return tr("Alphanumeric");
    case Column::Stars: return tr("Stars");
    case Column::Score: return tr("Upstream score");
    case Column::Label: return tr("Label");
    case Column::Verdict: return tr("Judged");
    case Column::Copies: return tr("Copies");
    case Column::ValidUtf8: return tr("Valid UTF-8");
    case Column::TeacherValue: return tr("Teacher");
    case Column::TeacherName: return tr("Teacher's name");
    case Column::Quality: return tr("Quality");
    case Column::Parses: return tr("Parses");
    case Column::CommentShare: return tr("Comments");
    case Column::DocumentedShare: return tr("Documented");
    case Column::Repetition: return tr("Repetition");
    }
    return {};
}

QVariant SampleTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    if (role == Qt::DisplayRole)
        return title(m_columns.at(section));
    if (role == Qt::TextAlignmentRole)
        return int((isNumeric(m_columns.at(section)) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

QString SampleTableModel::text(const SampleRow &row, Column column)
{
    const QLocale locale;
    switch (column) {
    case Column::Id: return locale.toString(row.id);
    case Column::Kind: return row.kind == SampleKind::Thread ? tr("thread") : tr("code");
    case Column::Path: return foreign(row.path);
    case Column::Repository: return foreign(row.repository);
    case Column::Licence: return row.licence.empty() ? tr("unknown") : foreign(row.licence);
    case Column::Language: return foreign(row.language);
    case Column::Source: return foreign(row.source);
    case Column::CreatedAt: return foreign(row.createdAt.substr(0, 10));
    case Column::SizeBytes:
        return locale.formattedDataSize(row.sizeBytes, row.sizeBytes < 1000 ? 0 : 1, QLocale::DataSizeSIFormat);
    case Column::LineCount: return locale.toString(qlonglong(row.lineCount));
    case Column::MaxLineLength: return locale.toString(qlonglong(row.maxLineLength));
    case Column::AvgLineLength: return locale.toString(row.avgLineLength, 'f', 1);
    case Column::AlphanumFraction: return locale.toString(row.alphanumFraction, 'f', 2);
    case Column::Stars: return row.stars ? locale.toString(qlonglong(*row.stars)) : QString();
    case Column::Score: return row.score ? locale.toString(*row.score, 'g', 4) : QString();
    case Column::Label: return row.label ? locale.toString(*row.label) : QString();
    case Column::Verdict:
        if (!row.verdict)
            return QString();
        return *row.verdict == Verdict::Value  ? tr("value")
               : *row.verdict == Verdict::Skip ? tr("skipped")
                                               : tr("discarded");
    case Column::Copies: return locale.toString(qlonglong(row.copies));
    case Column::TeacherValue: return row.teacherValue ? locale.toString(*row.teacherValue, 'g', 3) : QString();
    case Column::TeacherName: return foreign(row.teacherName);
    case Column::Quality: return row.quality ? locale.toString(*row.quality, 'f', 3) : QString();
    case Column::ValidUtf8:
    case Column::Parses:
    case Column::CommentShare:
    case Column::DocumentedShare:
    case Column::Repetition: return {}; // for filters and histograms only
    }
    return {};
}

QVariant SampleTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= int(m_rows->ids.size()))
        return {};
    const Column column = m_columns.at(index.column());
    if (role == Qt::TextAlignmentRole)
        return int((isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::FontRole && column == Column::Path) {
        static const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        return fixed;
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const SampleRow *known = rowAt(index.row());
    if (!known)
        return role == Qt::DisplayRole && column == Column::Path ? QVariant(QStringLiteral("…")) : QVariant();
    if (role == Qt::DisplayRole)
        return text(*known, column);
    if (column == Column::SizeBytes)
        return tr("%n byte(s)", nullptr, int(known->sizeBytes));
    if (column == Column::Path || column == Column::Repository)
        return QString(QStringLiteral("<qt>") + text(*known, column).toHtmlEscaped() + QStringLiteral("</qt>"));
    return {};
}

const SampleRow *SampleTableModel::rowAt(int place) const
{
    const int page = place / pageRows;
    const auto found = m_pages.constFind(page);
    if (found == m_pages.constEnd()) {
        fetch(page);
        return nullptr;
    }
    const std::size_t inPage = std::size_t(place % pageRows);
    return inPage < found->rows.size() ? &found->rows[inPage] : nullptr;
}

void SampleTableModel::fetch(int page) const
{
    m_pages.insert(page, {});
    m_recent.push_front(page);
    while (m_recent.size() > maxPages) {
        m_pages.remove(m_recent.back());
        m_recent.pop_back();
    }
    const auto first = std::size_t(page) * pageRows;
    const auto last = std::min(first + pageRows, m_rows->ids.size());
    std::vector<SampleId> ids(m_rows->ids.begin() + std::ptrdiff_t(first), m_rows->ids.begin() + std::ptrdiff_t(last));
    auto *self = const_cast<SampleTableModel *>(
        this); // data() is const; filling the cache it asked for is not its answer
    inBackground(
        self,
        [workspace = m_session.workspace(), ids = std::move(ids)] { return workspace->store().read(fetchRows, ids); },
        [self, page, generation = m_generation](const Result<std::vector<SampleRow>> &rows) {
            const auto known = self->m_pages.find(page);
            if (generation != self->m_generation || known == self->m_pages.end())
                return;
            known->isLoading = false;
            if (rows)
                self->take(page, *rows);
            else
                self->m_session.tell(rows.error());
        });
}

bool SampleTableModel::isLoading() const
{
    return std::any_of(m_pages.begin(), m_pages.end(), [](const Page &page) { return page.isLoading; });
}

void SampleTableModel::take(int page, const std::vector<SampleRow> &rows)
{
    m_pages[page].rows = rows;
    for (const CurrentLabel &label : std::exchange(m_newer, {}))
        patch(label);
    const int begin = page * pageRows;
    const int end = std::min(begin + pageRows, rowCount()) - 1;
    if (end >= begin)
        Q_EMIT dataChanged(index(begin, 0), index(end, columnCount() - 1));
}

/// What is being read is of yesterday too.
void SampleTableModel::forgetPages()
{
    ++m_generation;
    m_pages.clear();
    m_recent.clear();
    m_newer.clear();
}

void SampleTableModel::adopt()
{
    const auto fresh = m_session.set().rows();
    // Rows that only grew at the end keep what is loaded, the selection and the scroll position.
    const bool grew = fresh->ids.size() >= m_rows->ids.size() && !m_rows->ids.empty()
                      && std::equal(m_rows->ids.begin(), m_rows->ids.end(), fresh->ids.begin());
    if (grew) {
        const int before = int(m_rows->ids.size());
        const int after = int(fresh->ids.size());
        if (after == before) {
            m_rows = fresh;
            return;
        }
        m_pages.remove((before - 1) / pageRows); // its tail is new
        m_recent.remove((before - 1) / pageRows);
        beginInsertRows({}, before, after - 1);
        m_rows = fresh;
        endInsertRows();
        return;
    }
    beginResetModel();
    forgetPages();
    m_rows = fresh;
    endResetModel();
}

/// The one row in memory; others, and rows that are not in memory, are as they were.
void SampleTableModel::patch(const CurrentLabel &label)
{
    if (isLoading())
        m_newer.push_back(label);
    for (auto page = m_pages.begin(); page != m_pages.end(); ++page) {
        const auto found = std::find_if(page->rows.begin(), page->rows.end(),
                                        [&label](const SampleRow &row) { return row.id == label.sample; });
        if (found == page->rows.end())
            continue;
        found->label = label.value;
        found->verdict = label.verdict;
        const int place = page.key() * pageRows + int(found - page->rows.begin());
        Q_EMIT dataChanged(index(place, 0), index(place, columnCount() - 1));
        return;
    }
}

void SampleTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= m_columns.size())
        return;
    const auto name = columnInfo(m_columns.at(column)).name;
    Q_EMIT sortRequested((order == Qt::DescendingOrder ? QStringLiteral("-") : QString())
                         + QString::fromUtf8(name.data(), qsizetype(name.size())));
}

SampleId SampleTableModel::sampleAt(int row) const
{
    return row >= 0 && row < int(m_rows->ids.size()) ? m_rows->ids[std::size_t(row)] : 0;
}

int SampleTableModel::rowOf(SampleId sample) const
{
    const auto found = std::find(m_rows->ids.begin(), m_rows->ids.end(), sample);
    return found == m_rows->ids.end() ? -1 : int(found - m_rows->ids.begin());
}

} // namespace primer
