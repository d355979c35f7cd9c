#include "ui/set_bar/set_texts.h"

#include <QLocale>
#include <QStringList>

#include "core/quality/thresholds.h"
#include "ui/error_text/error_text.h"
#include "ui/models/rule_texts.h"

namespace primer {

QString SetTexts::part(const SetPart &part)
{
    const QString text = QString::fromStdString(part.text);
    switch (part.kind) {
    case SetPart::Kind::Condition: return text;
    case SetPart::Kind::Rule: return tr("rule: %1").arg(RuleTexts::titleOfFilter(part.text));
    case SetPart::Kind::Search: return part.isRegex ? tr("matches /%1/").arg(text) : tr("contains “%1”").arg(text);
    case SetPart::Kind::Cut: {
        const QString cut = QLocale().toString(part.cut, 'g', 4);
        return part.forest > 0 ? tr("score ≥ %1 of forest %2").arg(cut, QString::number(part.forest))
                               : tr("score ≥ %1").arg(cut);
    }
    case SetPart::Kind::Threshold: return tr("threshold %1").arg(text);
    case SetPart::Kind::NearDuplicates: return tr("no near-duplicates");
    case SetPart::Kind::Queue: return tr("queue “%1”").arg(text);
    }
    return text;
}

QString SetTexts::problem(const SetPart &part, const Error &error, std::int64_t scored)
{
    const bool isOfScores = part.kind == SetPart::Kind::Cut || part.kind == SetPart::Kind::Threshold;
    if (isOfScores && error.code == ErrorCode::InvalidInput)
        return scored == 0
                   ? tr("Nothing has a score yet.")
                   : tr("The scores are those of forest %1 now. The Quality page brings the other forest's back.")
                         .arg(QString::number(scored));
    if (part.kind == SetPart::Kind::Threshold && error.code == ErrorCode::NotFound)
        return tr("There is no threshold of this name.");
    if (part.kind == SetPart::Kind::Queue && error.code == ErrorCode::NotFound)
        return tr("This queue is gone.");
    // Beside the words of the part they need not be said again.
    const QString text = ErrorTexts::inOneText(error),
                  itself = QStringLiteral("“%1” ").arg(QString::fromStdString(part.text));
    return text.startsWith(itself) ? text.mid(itself.size()) : text;
}

QString SetTexts::whole(const SampleSet &set)
{
    QStringList parts;
    for (const SetPart &one : set.parts) {
        if (one.isOn)
            parts.append(part(one));
    }
    return parts.isEmpty() ? tr("Every sample") : parts.join(QStringLiteral("  ·  "));
}

QString SetTexts::editable(const SetPart &part)
{
    switch (part.kind) {
    case SetPart::Kind::Condition:
    case SetPart::Kind::Rule: return QString::fromStdString(part.text);
    case SetPart::Kind::Cut: return QString::fromStdString(cutCondition(part.cut));
    default: return {};
    }
}

} // namespace primer
