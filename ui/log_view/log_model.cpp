#include "ui/log_view/log_model.h"

#include <algorithm>

#include <QDateTime>
#include <QFontDatabase>
#include <QLocale>

#include "ui/widgets/themed_icon.h"

namespace primer {

LogModel::LogModel(std::size_t maxLines, QObject *parent)
    : QAbstractTableModel(parent), m_maxLines(maxLines), m_warning(themedIcon(QStringLiteral("warning"))),
      m_error(themedIcon(QStringLiteral("error")))
{}

bool LogModel::passes(const Entry &entry) const
{
    return entry.level >= m_lowest
           && (m_text.isEmpty() || entry.text.contains(m_text, Qt::CaseInsensitive)
               || entry.module.contains(m_text, Qt::CaseInsensitive));
}

void LogModel::pull()
{
    const std::uint64_t next = m_first + m_lines.size();
    std::vector<log::Line> lines = log::linesSince(next);
    if (lines.empty())
        return;
    const std::size_t room = std::min(lines.size(), m_maxLines);
    lines.erase(lines.begin(), lines.end() - std::ptrdiff_t(room));
    if (lines.front().sequence != next) // more came than are kept: nothing joins on to what is here
        dropOldest(m_lines.size());
    else if (m_lines.size() + room > m_maxLines)
        dropOldest(m_lines.size() + room - m_maxLines);
    if (m_lines.empty())
        m_first = lines.front().sequence;
    std::vector<std::uint64_t> passing;
    for (const log::Line &line : lines) {
        m_lines.push_back(
            {line.milliseconds, line.level, QString::fromStdString(line.module), QString::fromStdString(line.text)});
        if (passes(m_lines.back()))
            passing.push_back(line.sequence);
    }
    if (passing.empty())
        return;
    beginInsertRows({}, int(m_shown.size()), int(m_shown.size() + passing.size()) - 1);
    m_shown.insert(m_shown.end(), passing.begin(), passing.end());
    endInsertRows();
}

void LogModel::dropOldest(std::size_t count)
{
    const std::uint64_t kept = m_first + count;
    const auto end = std::lower_bound(m_shown.begin(), m_shown.end(), kept);
    const bool showsSome = end != m_shown.begin();
    if (showsSome)
        beginRemoveRows({}, 0, int(end - m_shown.begin()) - 1);
    m_shown.erase(m_shown.begin(), end);
    m_lines.erase(m_lines.begin(), m_lines.begin() + std::ptrdiff_t(count));
    m_first = kept;
    if (showsSome)
        endRemoveRows();
}

void LogModel::setFilter(log::Level lowest, const QString &text)
{
    beginResetModel();
    m_lowest = lowest;
    m_text = text;
    m_shown.clear();
    for (std::size_t place = 0; place < m_lines.size(); ++place) {
        if (passes(m_lines[place]))
            m_shown.push_back(m_first + place);
    }
    endResetModel();
}

QString LogModel::fileLine(int row) const
{
    const Entry &entry = entryOf(row);
    return QDateTime::fromMSecsSinceEpoch(entry.milliseconds, Qt::UTC).toString(Qt::ISODateWithMs) + QLatin1Char(' ')
           + QString::fromLatin1(log::levelName(entry.level)) + QLatin1Char(' ') + entry.module + QStringLiteral(": ")
           + entry.text;
}

int LogModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_shown.size()); }

int LogModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(ColumnCount); }

QString LogModel::levelText(log::Level level)
{
    switch (level) {
    case log::Level::Trace: return tr("Trace");
    case log::Level::Debug: return tr("Debug");
    case log::Level::Info: return tr("Info");
    case log::Level::Warning: return tr("Warning");
    case log::Level::Error: return tr("Error");
    case log::Level::Critical: return tr("Critical");
    case log::Level::Off: break;
    }
    return {};
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= int(m_shown.size()))
        return {};
    const Entry &entry = entryOf(index.row());
    if (role == Qt::DecorationRole && index.column() == Level && entry.level >= log::Level::Warning)
        return entry.level == log::Level::Warning ? m_warning : m_error;
    if (role == Qt::FontRole && index.column() == Text)
        return QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (role == Qt::ToolTipRole) {
        // A tooltip reads rich text when it looks like it; foreign text must not.
        const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(entry.milliseconds));
        return QString(
            QStringLiteral("<qt>")
            + (when + QLatin1Char('\n') + entry.text).toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"))
            + QStringLiteral("</qt>"));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Time: return QDateTime::fromMSecsSinceEpoch(entry.milliseconds).toString(QStringLiteral("HH:mm:ss.zzz"));
    case Level: return levelText(entry.level);
    case Module: return entry.module;
    default: return entry.text;
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time: return tr("Time");
    case Level: return tr("Level");
    case Module: return tr("Module");
    default: return tr("Text");
    }
}

} // namespace primer
