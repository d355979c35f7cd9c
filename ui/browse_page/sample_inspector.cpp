#include "ui/browse_page/sample_inspector.h"

#include <algorithm>

#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include "ui/code_view/display_text.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

QString foreign(const std::string &text)
{
    QString shown = displayText(text).text;
    shown.replace(QLatin1Char('\n'), QLatin1Char(' '));
    return shown;
}

QString verdictText(const Judgement &judgement)
{
    switch (judgement.verdict) {
    case Verdict::Value: return QLocale().toString(judgement.value);
    case Verdict::Skip: return SampleInspector::tr("skipped");
    case Verdict::Discard: return SampleInspector::tr("discarded");
    }
    return {};
}

} // namespace

SampleInspector::SampleInspector(QWidget *parent) : QTreeWidget(parent)
{
    setColumnCount(2);
    setHeaderHidden(true);
    setRootIsDecorated(true);
    setTextElideMode(Qt::ElideMiddle);
    setUniformRowHeights(true);
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    setAccessibleName(tr("Facts about this sample"));
}

QTreeWidgetItem *SampleInspector::section(const QString &title)
{
    auto *item = new QTreeWidgetItem(this, {title});
    QFont bold = font();
    bold.setBold(true);
    item->setFont(0, bold);
    item->setFirstColumnSpanned(true);
    item->setExpanded(true);
    return item;
}

void SampleInspector::fact(QTreeWidgetItem *parent, const QString &name, const QString &value)
{
    if (value.isEmpty())
        return;
    auto *item = new QTreeWidgetItem(parent, {name, value});
    item->setToolTip(1, QStringLiteral("<qt>") + value.left(2000).toHtmlEscaped() + QStringLiteral("</qt>"));
}

void SampleInspector::show(const SampleDetails &details)
{
    clear();
    addOrigin(details);
    addMeasures(details.row);
    addJudgements(details.judgements);
    if (!details.draft.isEmpty())
        fact(section(tr("Note")), tr("Not judged with it yet"), foreign(details.draft.toStdString()));
    addQuality(details);
    if (details.threshold)
        addThreshold(*details.threshold, details.reasons);
    if (!details.origins.empty() && !details.origins.front().origin.extraJson.empty())
        addUpstream(details.origins.front().origin.extraJson);
}

void SampleInspector::addOrigin(const SampleDetails &details)
{
    const SampleRow &row = details.row;
    QTreeWidgetItem *origin = section(tr("Where it comes from"));
    fact(origin, tr("Path"), foreign(row.path));
    fact(origin, tr("Repository"), foreign(row.repository));
    fact(origin, tr("Licence"), row.licence.empty() ? tr("unknown") : foreign(row.licence));
    fact(origin, tr("Source"), foreign(row.source));
    fact(origin, tr("Date"), foreign(row.createdAt));
    if (row.stars)
        fact(origin, tr("Stars"), HumanText::count(*row.stars));
    fact(origin, tr("Copies"), HumanText::count(row.copies));
    for (std::size_t place = 1; place < details.origins.size(); ++place) {
        const StoredOrigin &other = details.origins[place];
        fact(origin, tr("Also in"), foreign(other.source + "/" + other.origin.path));
    }
}

void SampleInspector::addMeasures(const SampleRow &row)
{
    const QLocale locale;
    QTreeWidgetItem *measures = section(tr("Measures"));
    fact(measures, tr("Size"), HumanText::bytes(row.sizeBytes));
    fact(measures, tr("Lines"), HumanText::count(row.lineCount));
    fact(measures, tr("Longest line"), HumanText::count(row.maxLineLength));
    fact(measures, tr("Average line"), locale.toString(row.avgLineLength, 'f', 1));
    fact(measures, tr("Alphanumeric"), locale.toString(row.alphanumFraction, 'f', 3));
    if (row.score)
        fact(measures, tr("Upstream score"), locale.toString(*row.score, 'g', 6));
}

void SampleInspector::addJudgements(const std::vector<Judgement> &judgements)
{
    if (judgements.empty())
        return;
    QTreeWidgetItem *given = section(tr("Judgements"));
    for (const Judgement &judgement : judgements) {
        const QString who = foreign(judgement.annotator) + QStringLiteral(" · ")
                            + foreign(judgement.createdAt.substr(0, 16));
        fact(given, who,
             verdictText(judgement)
                 + (judgement.note.empty() ? QString() : QStringLiteral(" — ") + foreign(judgement.note)));
    }
}

void SampleInspector::addQuality(const SampleDetails &details)
{
    if (details.teacherLabels.empty() && !details.row.quality)
        return;
    const QLocale locale;
    QTreeWidgetItem *quality = section(tr("Quality"));
    if (details.row.quality)
        fact(quality, tr("Score of the forest"), locale.toString(*details.row.quality, 'f', 3));
    for (const TeacherLabel &label : details.teacherLabels) {
        QString text = locale.toString(label.value, 'g', 3);
        if (label.coveredShare < 1)
            text += QStringLiteral(" · ")
                    + tr("%1 % of it shown").arg(locale.toString(100 * label.coveredShare, 'f', 0));
        if (!label.reasoning.empty())
            text += QStringLiteral(" — ") + foreign(label.reasoning);
        fact(quality, foreign(label.teacher), text);
    }
}

void SampleInspector::addThreshold(const Threshold &threshold, const std::vector<Reason> &reasons)
{
    const bool isIn = std::all_of(reasons.begin(), reasons.end(), [](const Reason &reason) { return reason.holds; });
    const QString name = foreign(threshold.name) + QLatin1Char('@') + QString::number(threshold.version);
    QTreeWidgetItem *why = section(isIn ? tr("Inside %1").arg(name) : tr("Outside %1").arg(name));
    for (const Reason &reason : reasons)
        fact(why, reason.holds ? tr("holds") : tr("fails"),
             foreign(reason.condition)
                 + (reason.value.empty() ? QString()
                                         : QStringLiteral("  (") + foreign(reason.value) + QLatin1Char(')')));
}

void SampleInspector::addUpstream(const std::string &extraJson)
{
    const auto compact = [](const QJsonDocument &json) {
        return QString::fromUtf8(json.toJson(QJsonDocument::Compact));
    };
    const auto extra = QJsonDocument::fromJson(QByteArray::fromStdString(extraJson)).object();
    QTreeWidgetItem *upstream = section(tr("Upstream columns"));
    for (auto field = extra.begin(); field != extra.end(); ++field) {
        const QJsonValue value = field.value();
        const QString text = value.isString()   ? value.toString()
                             : value.isObject() ? compact(QJsonDocument(value.toObject()))
                             : value.isArray()  ? compact(QJsonDocument(value.toArray()))
                                                : value.toVariant().toString();
        fact(upstream, field.key(), foreign(text.toStdString()));
    }
}

} // namespace primer
