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
    const QLocale locale;
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
    QTreeWidgetItem *measures = section(tr("Measures"));
    fact(measures, tr("Size"), HumanText::bytes(row.sizeBytes));
    fact(measures, tr("Lines"), HumanText::count(row.lineCount));
    fact(measures, tr("Longest line"), HumanText::count(row.maxLineLength));
    fact(measures, tr("Average line"), locale.toString(row.avgLineLength, 'f', 1));
    fact(measures, tr("Alphanumeric"), locale.toString(row.alphanumFraction, 'f', 3));
    if (row.score)
        fact(measures, tr("Upstream score"), locale.toString(*row.score, 'g', 6));
    if (!details.judgements.empty()) {
        QTreeWidgetItem *judgements = section(tr("Judgements"));
        for (const Judgement &judgement : details.judgements) {
            const QString who = foreign(judgement.annotator) + QStringLiteral(" · ")
                                + foreign(judgement.createdAt.substr(0, 16));
            fact(judgements, who,
                 verdictText(judgement)
                     + (judgement.note.empty() ? QString() : QStringLiteral(" — ") + foreign(judgement.note)));
        }
    }
    if (!details.teacherLabels.empty() || row.quality) {
        QTreeWidgetItem *quality = section(tr("Quality"));
        if (row.quality)
            fact(quality, tr("Score of the forest"), locale.toString(*row.quality, 'f', 3));
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
    if (details.threshold) {
        const bool isIn = std::all_of(details.reasons.begin(), details.reasons.end(),
                                      [](const Reason &reason) { return reason.holds; });
        const QString name = foreign(details.threshold->name) + QLatin1Char('@')
                             + QString::number(details.threshold->version);
        QTreeWidgetItem *why = section(isIn ? tr("Inside %1").arg(name) : tr("Outside %1").arg(name));
        for (const Reason &reason : details.reasons)
            fact(why, reason.holds ? tr("holds") : tr("fails"),
                 foreign(reason.condition)
                     + (reason.value.empty() ? QString()
                                             : QStringLiteral("  (") + foreign(reason.value) + QLatin1Char(')')));
    }
    if (!details.origins.empty() && !details.origins.front().origin.extraJson.empty()) {
        const auto extra =
            QJsonDocument::fromJson(QByteArray::fromStdString(details.origins.front().origin.extraJson)).object();
        QTreeWidgetItem *upstream = section(tr("Upstream columns"));
        for (auto field = extra.begin(); field != extra.end(); ++field) {
            const QJsonValue value = field.value();
            const QString text = value.isString() ? value.toString()
                                 : value.isObject()
                                     ? QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact))
                                 : value.isArray()
                                     ? QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact))
                                     : value.toVariant().toString();
            fact(upstream, field.key(), foreign(text.toStdString()));
        }
    }
}

} // namespace primer
