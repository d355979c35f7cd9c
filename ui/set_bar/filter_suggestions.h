// Owns: what may follow in a filter that is being written: columns, operators, values; where the cursor stands in it
// and what taking a suggestion makes of the text. Not here: a column's values (column_values.h), the line
// (filter_input.h).
#pragma once

#include <optional>
#include <vector>

#include <QCoreApplication>
#include <QString>

#include "core/dataset/columns.h"

namespace primer {

/// A value of a column with what is known of it: its count, or that it is the median.
struct ColumnValue {
    QString text, note;
};

struct Suggestion {
    QString text;    ///< shown
    QString note;    ///< beside it
    QString written; ///< takes the place of [FilterPlace::from, cursor)
    bool isValue = false;
};

/// The condition at the cursor, up to it.
struct FilterPlace {
    enum class Kind { Column, Operator, Value };
    Kind kind = Kind::Column;
    int from = 0;                 ///< where what is being written begins
    QString written;              ///< from there to the cursor
    std::optional<Column> column; ///< nothing while it is being written, or when there is none of the name
    QString comparison;           ///< before a value
    QStringList others;           ///< values of the condition before this one

    static FilterPlace at(const QString &text, int cursor);
};

class FilterSuggestions
{
    Q_DECLARE_TR_FUNCTIONS(primer::FilterSuggestions)
public:
    static constexpr std::size_t maxValues = 200;
    /// `values`: of the place's column, where a value is written; best first.
    static std::vector<Suggestion> at(const FilterPlace &place, const std::vector<ColumnValue> &values);

private:
    static std::vector<Suggestion> columns(const FilterPlace &place);
    static std::vector<Suggestion> operators(const FilterPlace &place);
    static std::vector<Suggestion> values(const FilterPlace &place, const std::vector<ColumnValue> &values);
};

} // namespace primer
