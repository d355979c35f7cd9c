#include "ui/set_bar/filter_suggestions.h"

#include <algorithm>

#include "ui/models/sample_table_model.h"

namespace primer {

namespace {

const QString signs = QStringLiteral(":<>=!");

QString nameOf(const ColumnInfo &info) { return QString::fromUtf8(info.name.data(), qsizetype(info.name.size())); }

bool isWords(Column column)
{
    const ColumnType type = columnInfo(column).type;
    return type == ColumnType::Term || type == ColumnType::Text;
}

/// Where the word at the cursor begins, by the rule of the filter language.
int wordStart(const QString &text, int cursor)
{
    bool isQuoted = false;
    int start = 0;
    for (int place = 0; place < cursor; ++place) {
        if (text.at(place) == QLatin1Char('"'))
            isQuoted = !isQuoted;
        else if (!isQuoted && text.at(place).isSpace())
            start = place + 1;
    }
    return start;
}

QString quotedWhereNeeded(const QString &value)
{
    const bool isPlain = std::none_of(value.begin(), value.end(),
                                      [](QChar letter) { return letter.isSpace() || letter == QLatin1Char(','); });
    return isPlain ? value : QLatin1Char('"') + value + QLatin1Char('"');
}

} // namespace

FilterPlace FilterPlace::at(const QString &text, int cursor)
{
    FilterPlace place;
    int from = wordStart(text, cursor);
    if (from < cursor && (text.at(from) == QLatin1Char('-') || text.at(from) == QLatin1Char('!')))
        ++from;
    const QString word = text.mid(from, cursor - from);
    const auto sign = std::find_if(word.begin(), word.end(), [](QChar letter) { return signs.contains(letter); });
    const auto nameLength = int(sign - word.begin());
    place.from = from;
    place.written = word;
    if (sign == word.end()) {
        place.column = columnByName(word.toStdString());
        place.kind = place.column ? Kind::Operator : Kind::Column;
        return place;
    }
    place.column = columnByName(word.left(nameLength).toStdString());
    int value = nameLength;
    while (value < word.size() && signs.contains(word.at(value)))
        ++value;
    place.kind = Kind::Value;
    place.comparison = word.mid(nameLength, value - nameLength);
    bool isQuoted = false;
    int begin = value;
    for (int at = value; at < word.size(); ++at) {
        if (word.at(at) == QLatin1Char('"')) {
            isQuoted = !isQuoted;
        } else if (word.at(at) == QLatin1Char(',') && !isQuoted) {
            place.others.append(word.mid(begin, at - begin).remove(QLatin1Char('"')));
            begin = at + 1;
        }
    }
    place.from = from + begin;
    place.written = word.mid(begin);
    return place;
}

std::vector<Suggestion> FilterSuggestions::columns(const FilterPlace &place)
{
    std::vector<Suggestion> first, second;
    for (const ColumnInfo &info : allColumns()) {
        const QString name = nameOf(info), title = SampleTableModel::title(info.column);
        const Suggestion suggestion{name, title, name};
        if (name.startsWith(place.written, Qt::CaseInsensitive))
            first.push_back(suggestion);
        else if (name.contains(place.written, Qt::CaseInsensitive)
                 || title.contains(place.written, Qt::CaseInsensitive))
            second.push_back(suggestion);
    }
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

std::vector<Suggestion> FilterSuggestions::operators(const FilterPlace &place)
{
    std::vector<std::pair<QString, QString>> list{
        {QStringLiteral(":"), isWords(*place.column) ? tr("is one of") : tr("is, or a range such as 10..20")}};
    if (isWords(*place.column))
        list.insert(list.end(), {{QStringLiteral("!="), tr("is not")}});
    else
        list.insert(list.end(), {{QStringLiteral(">="), tr("at least")},
                                 {QStringLiteral("<="), tr("at most")},
                                 {QStringLiteral(">"), tr("more than")},
                                 {QStringLiteral("<"), tr("less than")}});
    std::vector<Suggestion> found;
    for (const auto &[sign, meaning] : list)
        found.push_back({place.written + sign, meaning, place.written + sign});
    return found;
}

std::vector<Suggestion> FilterSuggestions::values(const FilterPlace &place, const std::vector<ColumnValue> &values)
{
    const QString wanted = QString(place.written).remove(QLatin1Char('"'));
    std::vector<Suggestion> first, second;
    const auto offer = [&](const QString &value, const QString &note) {
        if (place.others.contains(value, Qt::CaseInsensitive) || first.size() + second.size() >= maxValues)
            return;
        const Suggestion suggestion{value, note, quotedWhereNeeded(value), true};
        if (value.startsWith(wanted, Qt::CaseInsensitive))
            first.push_back(suggestion);
        else if (value.contains(wanted, Qt::CaseInsensitive))
            second.push_back(suggestion);
    };
    const bool isEquality = place.comparison == QLatin1String(":") || place.comparison == QLatin1String("=");
    QString without = tr("has no value");
    for (const ColumnValue &value : values) {
        if (!value.text.isEmpty())
            offer(value.text, value.note);
        else
            without += QStringLiteral(" · ") + value.note;
    }
    if (isEquality) {
        offer(QStringLiteral("none"), without);
        offer(QStringLiteral("any"), tr("has a value"));
    }
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

std::vector<Suggestion> FilterSuggestions::at(const FilterPlace &place, const std::vector<ColumnValue> &values)
{
    switch (place.kind) {
    case FilterPlace::Kind::Column: return columns(place);
    case FilterPlace::Kind::Operator: return operators(place);
    case FilterPlace::Kind::Value:
        return place.column ? FilterSuggestions::values(place, values) : std::vector<Suggestion>();
    }
    return {};
}

} // namespace primer
