// Owns: the newest lines of this program's log as a table, filtered by level and text. Not here: keeping them
// (core/base/log.h) and showing them (log_view.h).
#pragma once

#include <deque>

#include <QAbstractTableModel>
#include <QIcon>

#include "core/base/log.h"

namespace primer {

class LogModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Time, Level, Module, Text, ColumnCount };

    LogModel(std::size_t maxLines, QObject *parent);

    /// Takes what was logged since the last time.
    void pull();
    /// Lines of this level and worse that hold `text` in module or text, case ignored.
    void setFilter(log::Level lowest, const QString &text);
    std::size_t lineCount() const { return m_lines.size(); }
    /// As it stands in the file, but for the process.
    QString fileLine(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Entry {
        qint64 milliseconds = 0;
        log::Level level = log::Level::Info;
        QString module;
        QString text;
    };
    bool passes(const Entry &entry) const;
    const Entry &entryOf(int row) const { return m_lines[std::size_t(m_shown[std::size_t(row)] - m_first)]; }
    void dropOldest(std::size_t count);
    static QString levelText(log::Level level);

    const std::size_t m_maxLines;
    std::uint64_t m_first = 1; ///< the sequence number of the first of m_lines
    std::deque<Entry> m_lines;
    std::deque<std::uint64_t> m_shown; ///< sequence numbers of what passes
    log::Level m_lowest = log::Level::Trace;
    QString m_text;
    QIcon m_warning;
    QIcon m_error;
};

} // namespace primer
