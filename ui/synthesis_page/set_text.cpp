#include "ui/synthesis_page/set_text.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QStringList>

namespace primer {

namespace {

const QString weightMark = QStringLiteral(" | ");

struct WordList {
    const char *name;
    std::vector<std::string> Axis::*words;
};
constexpr WordList wordLists[] = {
    {"verbs", &Axis::verbs}, {"qualifiers", &Axis::qualifiers}, {"nouns", &Axis::nouns}, {"names", &Axis::others}};

AxisValue valueOf(const Axis &axis, const QString &text)
{
    const std::string path = text.toStdString();
    // A leaf with a slash in its name keeps it.
    const auto known = std::find_if(axis.values.begin(), axis.values.end(),
                                    [&path](const AxisValue &value) { return value.path() == path; });
    if (known != axis.values.end())
        return *known;
    const std::size_t slash = axis.kind == AxisKind::Tree ? path.rfind('/') : std::string::npos;
    AxisValue value;
    value.text = slash == std::string::npos ? path : path.substr(slash + 1);
    value.branch = slash == std::string::npos ? "" : path.substr(0, slash);
    return value;
}

} // namespace

bool SetText::isEditable(AxisKind kind) { return kind != AxisKind::Pairs && kind != AxisKind::Samples; }

QString SetText::joined(const std::vector<std::string> &words)
{
    QStringList list;
    for (const std::string &word : words)
        list.append(word.empty() ? QStringLiteral("-") : QString::fromStdString(word));
    return list.join(QStringLiteral(", "));
}

std::vector<std::string> SetText::split(const QString &text)
{
    std::vector<std::string> words;
    for (const QString &part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const QString word = part.trimmed();
        if (!word.isEmpty())
            words.push_back(word == QLatin1String("-") ? std::string() : word.toStdString());
    }
    return words;
}

QString SetText::hintOf(const Axis &axis)
{
    switch (axis.kind) {
    case AxisKind::List: return tr("One value a line. “value | 2” comes twice as often when drawn by weight.");
    case AxisKind::Tree:
        return tr("One value a line with its branches before it, as in Strings/Searching/find a word.");
    case AxisKind::Names:
        return tr("Words with commas between; a name is a verb, a qualifier and a noun. “-” is no word. “names” are "
                  "whole ones.");
    case AxisKind::Words: return tr("One word a line; %n are drawn for each row.", nullptr, int(axis.count));
    case AxisKind::Pairs:
        return tr("Two values of “%1” each; there is nothing to edit.").arg(QString::fromStdString(axis.of));
    case AxisKind::Samples:
        return tr("Up to %n extracts of samples of the current set; there is nothing to edit.", nullptr,
                  int(axis.count));
    }
    return {};
}

QString SetText::valuesOf(const Axis &axis)
{
    QStringList lines;
    if (axis.kind == AxisKind::Names) {
        for (const WordList &list : wordLists)
            lines.append(QLatin1String(list.name) + QStringLiteral(": ") + joined(axis.*list.words));
        return lines.join(QLatin1Char('\n'));
    }
    for (const AxisValue &value : axis.values) {
        QString line = QString::fromStdString(value.path());
        if (value.weight != 1)
            line += weightMark + QString::number(value.weight);
        lines.append(line);
    }
    return lines.join(QLatin1Char('\n'));
}

Result<Axis> SetText::withNames(const Axis &axis, const QString &text)
{
    Axis changed = axis;
    for (const WordList &list : wordLists)
        (changed.*list.words).clear();
    for (const QString &line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const qsizetype colon = line.indexOf(QLatin1Char(':'));
        const QString name = line.left(colon).trimmed();
        const auto list = std::find_if(std::begin(wordLists), std::end(wordLists),
                                       [&name](const WordList &one) { return name == QLatin1String(one.name); });
        if (colon < 0 || list == std::end(wordLists))
            return Error{ErrorCode::InvalidInput,
                         tr("a line begins with “verbs:”, “qualifiers:”, “nouns:” or “names:”").toStdString(),
                         line.left(40).toStdString()};
        const auto words = split(line.mid(colon + 1));
        auto &all = changed.*list->words;
        all.insert(all.end(), words.begin(), words.end());
    }
    return changed;
}

Result<Axis> SetText::withValues(const Axis &axis, const QString &text)
{
    if (!isEditable(axis.kind))
        return axis;
    if (axis.kind == AxisKind::Names)
        return withNames(axis, text);
    Axis changed = axis;
    changed.values.clear();
    for (const QString &part : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        QString line = part.trimmed();
        if (line.isEmpty())
            continue;
        double weight = 1;
        const qsizetype mark = line.lastIndexOf(weightMark);
        if (mark > 0) {
            bool isNumber = false;
            weight = line.mid(mark + weightMark.size()).toDouble(&isNumber);
            if (!isNumber)
                return Error{ErrorCode::InvalidInput, "a weight is a number from 0", line.toStdString()};
            line = line.left(mark).trimmed();
        }
        AxisValue value = valueOf(axis, line);
        value.weight = weight;
        changed.values.push_back(std::move(value));
    }
    return changed;
}

QString SetText::exclusionsOf(const std::vector<Exclusion> &exclusions)
{
    QStringList lines;
    for (const Exclusion &exclusion : exclusions) {
        QStringList parts;
        for (const Exclusion::Part &part : exclusion.parts)
            parts.append(QString::fromStdString(part.axis) + QStringLiteral(" = ")
                         + QString::fromStdString(part.pattern));
        lines.append(parts.join(QStringLiteral("; ")));
    }
    return lines.join(QLatin1Char('\n'));
}

Result<std::vector<Exclusion>> SetText::toExclusions(const QString &text)
{
    std::vector<Exclusion> exclusions;
    for (const QString &line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (line.trimmed().isEmpty())
            continue;
        Exclusion exclusion;
        for (const QString &part : line.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
            const qsizetype equals = part.indexOf(QLatin1Char('='));
            if (equals < 0)
                return Error{ErrorCode::InvalidInput,
                             tr("an exclusion is written “axis = value; axis = value”").toStdString(),
                             line.trimmed().toStdString()};
            exclusion.parts.push_back(
                {part.left(equals).trimmed().toStdString(), part.mid(equals + 1).trimmed().toStdString()});
        }
        exclusions.push_back(std::move(exclusion));
    }
    return exclusions;
}

} // namespace primer
