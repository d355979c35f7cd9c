#include "ui/quality_page/report_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <nlohmann/json.hpp>

#include "core/forest/forest_report.h"
#include "ui/charts/line_chart.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

using Json = nlohmann::json;

QString share(double value) { return QLocale().toString(value, 'f', 2); }

double number(const Json &object, const char *key) { return object.is_object() ? object.value(key, 0.0) : 0; }

const Json &part(const Json &object, const char *key)
{
    static const Json none;
    return object.is_object() && object.contains(key) ? object[key] : none;
}

} // namespace

struct ReportDialog::Report {
    Json json;
};

struct ReportDialog::Curve {
    QString name;
    std::vector<std::pair<double, double>> points; ///< x rises
    bool isFaint = false, isPoints = false;
};

ReportDialog::ReportDialog(const StoredForest &forest, QWidget *parent) : QDialog(parent)
{
    const Report report{Json::parse(forest.reportJson, nullptr, false)};
    setWindowTitle(tr("How good forest %1 is").arg(forest.id));
    resize(1100, 760);
    auto *grid = new QGridLayout(this);
    addSummary(grid, report);
    if (!part(report.json, "forest").is_null()) {
        addCutChart(grid, report);
        addCurves(grid, report);
        addCalibration(grid, report);
        addLearningCurve(grid, report);
        addImportance(grid, report);
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

void ReportDialog::addSummary(QGridLayout *grid, const Report &report)
{
    const Json &labels = part(report.json, "labels"), &split = part(report.json, "split"),
               &forest = part(report.json, "forest"), &logistic = part(report.json, "logistic");
    QStringList lines;
    lines << tr("%1 labels, %2 of them worth keeping. Learnt from %3, measured on %4 of other repositories; "
                "near-copies stay on one side.")
                 .arg(HumanText::count(qint64(number(labels, "count"))),
                      HumanText::count(qint64(number(labels, "positive"))),
                      HumanText::count(qint64(number(split, "learnt"))),
                      HumanText::count(qint64(number(split, "held_out"))));
    if (forest.is_null()) {
        lines << tr("No report: with these repositories one side would have labels of one kind only.");
    } else {
        const Json &half = part(forest, "at_half"), &interval = part(half, "f1_interval");
        const bool hasBounds = interval.is_array() && interval.size() == 2;
        lines << tr("Area under the ROC curve %1, mean precision %2, Brier score %3; F1 at 0.5: %4 (95 %: %5 to %6).")
                     .arg(share(number(forest, "auc")), share(number(forest, "average_precision")),
                          share(number(forest, "brier")), share(number(half, "f1")),
                          hasBounds ? share(interval[0].get<double>()) : QString(),
                          hasBounds ? share(interval[1].get<double>()) : QString());
        QStringList others;
        if (!logistic.is_null())
            others << tr("logistic regression %1").arg(share(number(logistic, "auc")));
        for (const Json &seed : part(report.json, "seeds"))
            others << tr("seed %1: %2").arg(qint64(number(seed, "seed"))).arg(share(number(seed, "auc")));
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

void ReportDialog::addCutChart(QGridLayout *grid, const Report &report)
{
    std::vector<Curve> curves;
    const Json &points = part(part(report.json, "forest"), "curve");
    const std::pair<const char *, QString> measures[] = {
        {"precision", tr("precision")}, {"recall", tr("recall")}, {"f1", tr("F1")}};
    for (const auto &[key, name] : measures) {
        Curve middle{name, {}}, bounds[2] = {{QString(), {}, true}, {QString(), {}, true}};
        for (const Json &point : points) {
            const double x = number(point, "threshold");
            middle.points.emplace_back(x, number(point, key));
            const Json &interval = part(point, (std::string(key) + "_interval").c_str());
            for (std::size_t side = 0; side < 2 && interval.is_array() && interval.size() == 2; ++side)
                bounds[side].points.emplace_back(x, interval[side].get<double>());
        }
        // Bounds take the colour of the line that follows.
        curves.push_back(bounds[0]);
        curves.push_back(bounds[1]);
        curves.push_back(middle);
    }
    addChart(grid, 1, 0, tr("By cut, with 95 % bounds"), std::move(curves));
}

void ReportDialog::addCurves(QGridLayout *grid, const Report &report)
{
    const Json &heldOut = part(report.json, "held_out");
    std::vector<float> scores;
    std::vector<std::uint8_t> positive;
    for (const Json &score : part(heldOut, "scores"))
        scores.push_back(score.is_number() ? score.get<float>() : 0);
    for (const Json &side : part(heldOut, "positive"))
        positive.push_back(side.is_number() ? side.get<std::uint8_t>() : std::uint8_t(0));
    Curve roc{tr("forest"), {{0, 0}}}, precision{tr("forest"), {}}, chance{QString(), {{0, 0}, {1, 1}}, true};
    if (scores.size() == positive.size()) {
        for (const ThresholdPoint &point : thresholdCurve(scores, positive)) {
            roc.points.emplace_back(point.falsePositiveRate, point.recall);
            precision.points.emplace_back(point.recall, point.precision);
        }
    }
    addChart(grid, 1, 1, tr("Recall by share of the others kept (ROC)"), {chance, roc});
    addChart(grid, 1, 2, tr("Precision by recall"), {precision});
}

void ReportDialog::addCalibration(QGridLayout *grid, const Report &report)
{
    Curve observed{tr("share worth keeping"), {}}, exact{QString(), {{0, 0}, {1, 1}}, true};
    for (const Json &bin : part(part(report.json, "forest"), "calibration"))
        observed.points.emplace_back(number(bin, "mean_score"), number(bin, "positive_share"));
    addChart(grid, 2, 0, tr("Calibration: share worth keeping by score"),
             {exact, observed, Curve{QString(), observed.points, false, true}});
}

void ReportDialog::addLearningCurve(QGridLayout *grid, const Report &report)
{
    Curve area{tr("area under ROC"), {}}, f1{tr("F1 at 0.5"), {}};
    for (const Json &point : part(report.json, "learning_curve")) {
        area.points.emplace_back(number(point, "labels"), number(point, "auc"));
        f1.points.emplace_back(number(point, "labels"), number(point, "f1"));
    }
    LineChart *chart = addChart(grid, 2, 1, tr("With fewer labels"), {area, f1});
    chart->setFormats([](double value) { return HumanText::count(qint64(value)); },
                      [](double value) { return share(value); },
                      [](double value) { return QLocale().toString(value, 'f', 3); });
}

void ReportDialog::addImportance(QGridLayout *grid, const Report &report)
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
    for (const Json &feature : part(report.json, "importance")) {
        auto *item = new QTreeWidgetItem(
            list, {QString::fromStdString(feature.value("feature", "")),
                   QStringLiteral("+") + QLocale().toString(number(feature, "squared_error_more"), 'f', 4)});
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    }
    if (list->topLevelItemCount() == 0)
        new QTreeWidgetItem(list, {tr("Not in this report"), QString()});
    grid->addWidget(list, 2, 2);
}

} // namespace primer
