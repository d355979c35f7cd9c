#include "ui/quality_page/report_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/forest/classification_measures.h"
#include "ui/charts/line_chart.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

QString share(double value) { return QLocale().toString(value, 'f', 2); }

} // namespace

struct ReportDialog::Curve {
    QString name;
    std::vector<std::pair<double, double>> points; ///< x rises
    bool isFaint = false, isPoints = false;
};

ReportDialog::ReportDialog(const ForestRecord &record, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("How good forest %1 is").arg(record.forest.id));
    resize(1100, 760);
    auto *grid = new QGridLayout(this);
    addSummary(grid, record.report);
    if (record.report.forest) {
        addCutChart(grid, *record.report.forest);
        addCurves(grid, record.heldOut);
        addCalibration(grid, *record.report.forest);
        addLearningCurve(grid, record.report);
        addImportance(grid, record.report);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    grid->addWidget(buttons, 3, 0, 1, 3);
    grid->setRowStretch(1, 1);
    grid->setRowStretch(2, 1);
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
}

void ReportDialog::addSummary(QGridLayout *grid, const ForestReport &report)
{
    const auto labels = report.labels.value_or(ForestReport::Labels());
    const auto split = report.split.value_or(ForestReport::Split());
    QStringList lines;
    lines << tr("%1 labels, %2 of them worth keeping. Learnt from %3, measured on %4 of other repositories; "
                "near-copies stay on one side.")
                 .arg(HumanText::count(labels.count), HumanText::count(labels.positive), HumanText::count(split.learnt),
                      HumanText::count(split.heldOut));
    if (!report.forest) {
        lines << tr("No report: with these repositories one side would have labels of one kind only.");
    } else {
        const SurePoint &half = report.forest->atHalf;
        lines << tr("Area under the ROC curve %1, mean precision %2, Brier score %3; F1 at 0.5: %4 (95 %: %5 to %6).")
                     .arg(share(report.forest->areaUnderRoc), share(report.forest->averagePrecision),
                          share(report.forest->brier), share(half.point.f1), share(half.f1.low), share(half.f1.high));
        QStringList others;
        if (report.logistic)
            others << tr("logistic regression %1").arg(share(report.logistic->areaUnderRoc));
        for (const ForestReport::Seed &seed : report.seeds)
            others << tr("seed %1: %2").arg(seed.seed).arg(share(seed.areaUnderRoc));
        if (!others.isEmpty())
            lines << tr("The same area of others: %1.").arg(others.join(QStringLiteral(", ")));
    }
    auto *text = new QLabel(lines.join(QLatin1Char('\n')), this);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid->addWidget(text, 0, 0, 1, 3);
}

LineChart *ReportDialog::addChart(QGridLayout *grid, int row, int column, const QString &title,
                                  std::vector<Curve> curves)
{
    auto *chart = new LineChart(title, this);
    std::vector<ChartLine> lines;
    int colour = 0;
    for (const Curve &curve : curves) {
        const SeriesColumn *columns[2];
        for (int side = 0; side < 2; ++side) {
            m_columns.push_back(std::make_unique<SeriesColumn>());
            for (const auto &[x, y] : curve.points)
                m_columns.back()->append(side == 0 ? x : y);
            columns[side] = m_columns.back().get();
        }
        lines.push_back({curve.name, colour, columns[0], columns[1], curve.isFaint, curve.isPoints});
        colour += curve.isFaint ? 0 : 1;
    }
    chart->setLines(std::move(lines));
    const auto format = [](double value) { return share(value); };
    chart->setFormats(format, format, [](double value) { return QLocale().toString(value, 'f', 3); });
    chart->setEmptyText(tr("Not in this report"));
    chart->setMinimumSize(240, 180);
    chart->setAccessibleName(title);
    QStringList names;
    for (const ChartLine &line : chart->lines()) {
        if (!line.name.isEmpty())
            names << QStringLiteral("<span style='color:%1'>\u25a0</span> %2")
                         .arg(LineChart::colourOf(line.colour, palette()).name(), line.name.toHtmlEscaped());
    }
    auto *whole = new QVBoxLayout;
    whole->setSpacing(0);
    whole->addWidget(chart, 1);
    auto *legend = new QLabel(names.join(QStringLiteral("&nbsp; ")), this);
    legend->setTextFormat(Qt::RichText);
    legend->setAlignment(Qt::AlignHCenter);
    whole->addWidget(legend);
    grid->addLayout(whole, row, column);
    m_charts.append(chart);
    return chart;
}

void ReportDialog::addCutChart(QGridLayout *grid, const ScoreMeasures &measures)
{
    std::vector<Curve> curves;
    const auto add = [&](const QString &name, double ThresholdPoint::*value, Interval SurePoint::*interval) {
        Curve middle{name, {}}, low{QString(), {}, true}, high{QString(), {}, true};
        for (const SurePoint &sure : measures.curve) {
            const double x = double(sure.point.threshold);
            middle.points.emplace_back(x, sure.point.*value);
            low.points.emplace_back(x, (sure.*interval).low);
            high.points.emplace_back(x, (sure.*interval).high);
        }
        // Bounds take the colour of the line that follows.
        for (Curve *curve : {&low, &high, &middle})
            curves.push_back(std::move(*curve));
    };
    add(tr("precision"), &ThresholdPoint::precision, &SurePoint::precision);
    add(tr("recall"), &ThresholdPoint::recall, &SurePoint::recall);
    add(tr("F1"), &ThresholdPoint::f1, &SurePoint::f1);
    addChart(grid, 1, 0, tr("By cut, with 95 % bounds"), std::move(curves));
}

void ReportDialog::addCurves(QGridLayout *grid, const std::vector<HeldOutScore> &heldOut)
{
    std::vector<float> scores;
    std::vector<std::uint8_t> positive;
    for (const HeldOutScore &score : heldOut) {
        scores.push_back(score.score);
        positive.push_back(score.isPositive ? 1 : 0);
    }
    Curve roc{tr("forest"), {{0, 0}}}, precision{tr("forest"), {}}, chance{QString(), {{0, 0}, {1, 1}}, true};
    for (const ThresholdPoint &point : thresholdCurve(scores, positive)) {
        roc.points.emplace_back(point.falsePositiveRate, point.recall);
        precision.points.emplace_back(point.recall, point.precision);
    }
    addChart(grid, 1, 1, tr("Recall by share of the others kept (ROC)"), {chance, roc});
    addChart(grid, 1, 2, tr("Precision by recall"), {precision});
}

void ReportDialog::addCalibration(QGridLayout *grid, const ScoreMeasures &measures)
{
    Curve observed{tr("share worth keeping"), {}}, exact{QString(), {{0, 0}, {1, 1}}, true};
    for (const CalibrationBin &bin : measures.calibration)
        observed.points.emplace_back(bin.meanScore, bin.positiveShare);
    addChart(grid, 2, 0, tr("Calibration: share worth keeping by score"),
             {exact, observed, Curve{QString(), observed.points, false, true}});
}

void ReportDialog::addLearningCurve(QGridLayout *grid, const ForestReport &report)
{
    Curve area{tr("area under ROC"), {}}, f1{tr("F1 at 0.5"), {}};
    for (const ForestReport::FewerLabels &point : report.learningCurve) {
        area.points.emplace_back(double(point.labels), point.areaUnderRoc);
        f1.points.emplace_back(double(point.labels), point.f1);
    }
    LineChart *chart = addChart(grid, 2, 1, tr("With fewer labels"), {area, f1});
    chart->setFormats([](double value) { return HumanText::count(qint64(value)); },
                      [](double value) { return share(value); },
                      [](double value) { return QLocale().toString(value, 'f', 3); });
}

void ReportDialog::addImportance(QGridLayout *grid, const ForestReport &report)
{
    auto *list = new QTreeWidget(this);
    list->setRootIsDecorated(false);
    list->setHeaderLabels({tr("What it looks at"), tr("Error without it")});
    list->setAccessibleName(tr("Features by importance"));
    list->setToolTip(
        tr("How much the mean squared error on held-out labels grows when one feature is shuffled among the samples."));
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (const ForestReport::Feature &feature : report.importance) {
        auto *item = new QTreeWidgetItem(list,
                                         {QString::fromStdString(feature.name),
                                          QStringLiteral("+") + QLocale().toString(feature.addedSquaredError, 'f', 4)});
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    }
    if (list->topLevelItemCount() == 0)
        new QTreeWidgetItem(list, {tr("Not in this report"), QString()});
    grid->addWidget(list, 2, 2);
}

} // namespace primer
