#include "ui/set_bar/column_values.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QLocale>

#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr std::size_t fewNumbers = 12; ///< are offered one by one
constexpr double days = 10'000;        ///< of a date as a number, in a year

std::vector<double> numbersOf(const ColumnValues &values, const std::shared_ptr<const RowMask> &within)
{
    std::vector<double> numbers;
    for (std::size_t place = 0; place < values.size(); ++place) {
        const bool isIn = !within || (place < within->size() && (*within)[place]);
        if (isIn && !std::isnan(values[place]))
            numbers.push_back(values[place]);
    }
    return numbers;
}

/// As a filter is written: no separators.
QString plain(double number) { return QString::number(number, 'g', 6); }

std::vector<ColumnValue> counted(const std::map<double, std::int64_t> &counts)
{
    std::vector<ColumnValue> list;
    for (const auto &[number, count] : counts)
        list.push_back({plain(number), HumanText::count(count)});
    return list;
}

} // namespace

Result<std::vector<ColumnValue>> ColumnValueReader::read(Workspace &workspace, Column column,
                                                         const std::shared_ptr<const RowMask> &within)
{
    ColumnCache &columns = workspace.query().columns();
    const ColumnType type = columnInfo(column).type;
    std::vector<ColumnValue> list;
    if (type == ColumnType::Text)
        return list;
    const auto values = PRIMER_TRY(columns.values(column));
    if (type == ColumnType::Term) {
        const auto counts = PRIMER_TRY(
            columns.wordCounts(column, within ? *within : RowMask(values->size(), std::uint8_t(1))));
        for (const auto &[word, count] : counts)
            list.push_back({QString::fromStdString(word), HumanText::count(count)});
        return list;
    }
    std::vector<double> numbers = numbersOf(*values, within);
    if (numbers.empty())
        return list;
    std::map<double, std::int64_t> counts;
    for (const double number : numbers) {
        ++counts[type == ColumnType::Date ? std::floor(number / days) : number];
        if (type != ColumnType::Date && counts.size() > fewNumbers)
            break;
    }
    if (type == ColumnType::Date || counts.size() <= fewNumbers)
        return counted(counts);
    std::sort(numbers.begin(), numbers.end());
    const auto at = [&numbers](double share) {
        return plain(numbers[std::size_t(share * double(numbers.size() - 1))]);
    };
    return std::vector<ColumnValue>{{at(0), tr("the smallest")},
                                    {at(0.25), tr("a quarter lies below")},
                                    {at(0.5), tr("the median")},
                                    {at(0.75), tr("a quarter lies above")},
                                    {at(1), tr("the largest")}};
}

} // namespace primer
