#include "ui/import_page/rejected_rows_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QFileInfo>
#include <QFontDatabase>

#include "core/jobs/background.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr std::int64_t rowsAtOnce = 500;

QString textOf(const std::string &bytes) { return QString::fromUtf8(bytes.data(), qsizetype(bytes.size())); }

} // namespace

RejectedRowsModel::RejectedRowsModel(WorkspaceSession &session, QObject *parent)
    : QAbstractTableModel(parent), m_session(session)
{}

void RejectedRowsModel::setReason(const std::string &reason)
{
    beginResetModel();
    m_reason = reason;
    m_rows.clear();
    m_isComplete = false;
    m_isReading = false;
    ++m_generation;
    endResetModel();
    fetchMore({});
}

void RejectedRowsModel::refresh()
{
    m_isReading = true; // what is asked for meanwhile comes with the answer
    inBackground(
        this,
        [workspace = m_session.workspace(), reason = m_reason, count = std::int64_t(m_rows.size()) + rowsAtOnce] {
            return workspace->store().read(rejectedRows, reason, 0, count);
        },
        [this, generation = ++m_generation](Result<std::vector<RejectedRow>> rows) {
            if (generation != m_generation)
                return;
            const auto isSame = [](const RejectedRow &left, const RejectedRow &right) { return left.id == right.id; };
            const std::size_t known = m_rows.size();
            if (rows && (rows->size() < known || !std::equal(m_rows.begin(), m_rows.end(), rows->begin(), isSame))) {
                beginResetModel();
                m_rows.clear();
                endResetModel();
            } else if (rows) {
                rows->erase(rows->begin(), rows->begin() + std::ptrdiff_t(known));
            }
            take(std::move(rows));
        });
}

const RejectedRow *RejectedRowsModel::row(int place) const
{
    return place >= 0 && place < int(m_rows.size()) ? &m_rows[std::size_t(place)] : nullptr;
}

bool RejectedRowsModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_isComplete && !m_isReading;
}

void RejectedRowsModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_isReading = true;
    inBackground(
        this,
        [workspace = m_session.workspace(), reason = m_reason, after = m_rows.empty() ? 0 : m_rows.back().id] {
            return workspace->store().read(rejectedRows, reason, after, rowsAtOnce);
        },
        [this, generation = m_generation](Result<std::vector<RejectedRow>> rows) {
            if (generation != m_generation)
                return;
            take(std::move(rows));
        });
}

/// Those after the ones that are there.
void RejectedRowsModel::take(Result<std::vector<RejectedRow>> rows)
{
    m_isReading = false;
    m_isComplete = !rows || std::int64_t(rows->size()) < rowsAtOnce;
    if (!rows) {
        m_session.tell(rows.error());
        return;
    }
    if (rows->empty())
        return;
    const int first = int(m_rows.size());
    beginInsertRows({}, first, first + int(rows->size()) - 1);
    m_rows.insert(m_rows.end(), std::make_move_iterator(rows->begin()), std::make_move_iterator(rows->end()));
    endInsertRows();
}

int RejectedRowsModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

int RejectedRowsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : SectionCount; }

QVariant RejectedRowsModel::data(const QModelIndex &index, int role) const
{
    const RejectedRow *found = row(index.row());
    if (!found)
        return {};
    if (role == Qt::FontRole && index.column() == Raw)
        return QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Reason: return reasonText(found->row.reason);
    case Place: return placeText(found->row);
    case Detail: return textOf(found->row.detail);
    case Raw: return textOf(found->row.excerpt).simplified();
    default: return {};
    }
}

QVariant RejectedRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (section) {
    case Reason: return tr("Reason");
    case Place: return tr("Place");
    case Detail: return tr("Detail");
    case Raw: return tr("Raw line");
    default: return {};
    }
}

QString RejectedRowsModel::placeText(const QuarantinedRow &row)
{
    const QString file = QFileInfo(textOf(row.file)).fileName();
    if (row.position <= 0)
        return file;
    return row.file.ends_with(".parquet") ? tr("%1, row %2").arg(file, HumanText::count(row.position))
                                          : tr("%1, byte %2").arg(file, HumanText::count(row.position));
}

QString RejectedRowsModel::reasonText(const std::string &reason)
{
    if (reason == "invalid_json")
        return tr("Not valid JSON");
    if (reason == "not_an_object")
        return tr("Not a JSON object");
    if (reason == "line_too_long")
        return tr("Line too long");
    if (reason == "no_content")
        return tr("No content");
    if (reason == "empty_content")
        return tr("Empty content");
    if (reason == "invalid_row")
        return tr("Invalid row");
    if (reason == "truncated_row")
        return tr("Row cut off");
    if (reason == "unknown_encoding")
        return tr("Unknown encoding");
    if (reason == "id_taken")
        return tr("Id used twice");
    if (reason == "question_missing")
        return tr("Answer without its question");
    if (reason == "invalid_xml")
        return tr("Not valid XML");
    if (reason == "unreadable_file")
        return tr("File cannot be read");
    if (reason == "unreadable_folder")
        return tr("Folder cannot be read");
    return textOf(reason);
}

} // namespace primer
