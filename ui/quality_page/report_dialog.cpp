#include "ui/quality_page/report_dialog.h"

#include <algorithm>
#include <cctype>

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

#include "core/jobs/background.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/line_chart.h"
#include "ui/code_view/display_text.h"
#include "ui/widgets/dialog_size.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/message_bar.h"

namespace primer {

namespace {

constexpr std::size_t shownFeatures = 12;
constexpr std::size_t askedWords = 12, shownWords = 2;
constexpr std::size_t readSamples = 2000; ///< enough for the frequent tokens of a place; read in about a second
constexpr qsizetype wordLetters = 10;

/// One token, or two neighbours with a space between them.
QString wordOf(const std::string &token)
{
    const QString text = displayText(token).text.simplified();
    return text.size() > wordLetters ? text.left(wordLetters) + QChar(0x2026) : text;
}

QString share(double value) { return QLocale().toString(value, 'f', 2); }

} // namespace

ReportDialog::ReportDialog(const ForestRecord &record, std::shared_ptr<Workspace> workspace, QWidget *parent)
    : QDialog(parent), m_messages(new MessageBar(this))
{
    const ReportFigures figures = ReportFigures::of(record);
    setWindowTitle(tr("Report on forest %1").arg(record.forest.id));
    resizeWithin(*this, {1180, 820});
    auto *grid = new QGridLayout(this);
    grid->setHorizontalSpacing(12);
    addSummary(grid, figures);
    if (figures.forest) {
        addCutChart(grid, figures);
        addCurves(grid, figures);
        addCalibration(grid, figures);
        addLearningCurve(grid, figures);
        addImportance(grid, figures);
        readWords(std::move(workspace), record);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    grid->addWidget(buttons, 4, 0, 1, 3);
    grid->setRowStretch(2, 1);
    grid->setRowStretch(3, 1);
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
}

void ReportDialog::addSummary(QGridLayout *grid, const ReportFigures &figures)
{
    QStringList lines;
    lines << tr("%1 labels, %2 of them positive. Trained on %3, measured on %4 from other repositories; "
                "near-duplicates are kept on one side.")
                 .arg(HumanText::count(figures.labels), HumanText::count(figures.positive),
                      HumanText::count(figures.learntFrom), HumanText::count(figures.heldOut));
    if (!figures.forest) {
        lines << tr("No report: with these repositories one side would have labels of one class only.");
    } else {
        const ReportFigures::Quality &forest = *figures.forest;
        lines << tr("Area under the ROC curve %1, mean precision %2, Brier score %3; F1 at 0.5: %4 (95 %: %5 to %6).")
                     .arg(share(forest.areaUnderRoc), share(forest.averagePrecision), share(forest.brier),
                          share(forest.f1), forest.f1Bounds ? share(forest.f1Bounds->first) : QString(),
                          forest.f1Bounds ? share(forest.f1Bounds->second) : QString());
        QStringList others;
        if (figures.logisticAreaUnderRoc)
            others << tr("logistic regression %1").arg(share(*figures.logisticAreaUnderRoc));
        for (const auto &[seed, area] : figures.seeds)
            others << tr("seed %1: %2").arg(seed).arg(share(area));
        if (!others.isEmpty())
            lines << tr("The same area for comparison: %1.").arg(others.join(QStringLiteral(", ")));
    }
    auto *text = new QLabel(lines.join(QLatin1Char('\n')), this);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid->addWidget(text, 0, 0, 1, 3);
}

LineChart *ReportDialog::addChart(const QString &title, const Quantity &x, const Quantity &y, std::vector<Curve> curves)
{
    auto *chart = new LineChart(title, this);
    chart->setQuantities(x, y);
    std::vector<ChartLine> lines;
    int colour = 0;
    for (const Curve &curve : curves) {
        const SeriesColumn *columns[2];
        for (int side = 0; side < 2; ++side) {
            m_columns.push_back(std::make_unique<SeriesColumn>());
            for (const auto &[first, second] : curve.points)
                m_columns.back()->append(side == 0 ? first : second);
            columns[side] = m_columns.back().get();
        }
        lines.push_back({curve.name, colour, columns[0], columns[1], curve.isFaint, curve.isPoints});
        colour += curve.isFaint ? 0 : 1;
    }
    chart->setLines(std::move(lines));
    chart->setEmptyText(tr("Not in this report"));
    chart->setMinimumSize(240, 180);
    connect(chart, &LineChart::saveFailed, this, [this](const Error &error) { m_messages->showError(error); });
    m_charts.append(chart);
    return chart;
}

void ReportDialog::addCutChart(QGridLayout *grid, const ReportFigures &figures)
{
    std::vector<Curve> curves;
    const std::pair<const ReportFigures::Measure *, QString> measures[] = {
        {&figures.precision, tr("precision")}, {&figures.recall, tr("recall")}, {&figures.f1, tr("F1")}};
    for (const auto &[measure, name] : measures) {
        // Bounds take the colour of the line that follows.
        curves.push_back({tr("%1, lower bound").arg(name), measure->low, true});
        curves.push_back({tr("%1, upper bound").arg(name), measure->high, true});
        curves.push_back({name, measure->middle});
    }
    grid->addWidget(addChart(tr("By cut, with 95 % intervals"), {tr("Cut"), Quantity::Kind::Share, {}},
                             {tr("Share"), Quantity::Kind::Share, {}}, std::move(curves)),
                    2, 0);
}

void ReportDialog::addCurves(QGridLayout *grid, const ReportFigures &figures)
{
    const Curve chance{tr("chance"), {{0, 0}, {1, 1}}, true};
    grid->addWidget(addChart(tr("ROC"), {tr("False-positive rate"), Quantity::Kind::Share, {}},
                             {tr("True-positive rate"), Quantity::Kind::Share, {}},
                             {chance, {tr("forest"), figures.roc}}),
                    2, 1);
    grid->addWidget(addChart(tr("Precision–recall"), {tr("Recall"), Quantity::Kind::Share, {}},
                             {tr("Precision"), Quantity::Kind::Share, {}}, {{tr("forest"), figures.precisionByRecall}}),
                    2, 2);
}

void ReportDialog::addCalibration(QGridLayout *grid, const ReportFigures &figures)
{
    const Curve exact{tr("exact"), {{0, 0}, {1, 1}}, true}, joined{tr("joined"), figures.calibration, true};
    grid->addWidget(addChart(tr("Calibration"), {tr("Score"), Quantity::Kind::Share, {}},
                             {tr("Share of positives"), Quantity::Kind::Share, {}},
                             {exact, joined, {tr("share of positives"), figures.calibration, false, true}}),
                    3, 0);
}

void ReportDialog::addLearningCurve(QGridLayout *grid, const ReportFigures &figures)
{
    grid->addWidget(addChart(tr("Learning curve: with fewer labels"), {tr("Labels"), Quantity::Kind::Count, {}},
                             {tr("Share"), Quantity::Kind::Share, {}},
                             {{tr("area under ROC"), figures.areaByLabels}, {tr("F1 at 0.5"), figures.f1ByLabels}}),
                    3, 1);
}

void ReportDialog::addImportance(QGridLayout *grid, const ReportFigures &figures)
{
    m_importance = new BarChart(tr("Feature importance"), this);
    m_importance->setToolTip(tr("How much the mean squared error on held-out labels grows when one feature is permuted "
                                "among the samples. At the end of a bar stand the tokens that fall into the place of a "
                                "hashed feature most often in held-out files."));
    m_importance->setEmptyText(tr("Not in this report"));
    BarData data;
    data.quantity = {tr("Increase of the error"), Quantity::Kind::Number, {}};
    data.parts = {{QString(), {ChartTone::Kind::Series, 0}}};
    for (const auto &[feature, growth] : figures.importance) {
        if (data.bars.size() < shownFeatures)
            data.bars.push_back({QString::fromStdString(feature),
                                 {std::max(0.0, growth)},
                                 QStringLiteral("+") + QLocale().toString(growth, 'f', 4)});
    }
    m_importance->setData(std::move(data));
    grid->addWidget(m_importance, 3, 2);
}

void ReportDialog::readWords(std::shared_ptr<Workspace> workspace, const ForestRecord &record)
{
    std::vector<std::string> features;
    for (const ForestReport::Feature &feature : record.report.importance) {
        if (features.size() < shownFeatures)
            features.push_back(feature.name);
    }
    std::vector<SampleId> samples;
    for (const HeldOutScore &score : record.heldOut) {
        if (score.sample != 0 && samples.size() < readSamples) // 0: a report that does not name its samples
            samples.push_back(score.sample);
    }
    if (features.empty() || samples.empty())
        return;
    inBackground(
        this,
        [workspace = std::move(workspace), features = std::move(features), samples = std::move(samples)] {
            Feedback feedback;
            return wordsOfFeatures(workspace->store(), features, samples, askedWords, feedback);
        },
        [this](const Result<std::vector<FeatureWords>> &words) {
            if (words)
                showWords(*words); // else the places keep their numbers; the reason is in the log
        });
}

void ReportDialog::showWords(const std::vector<FeatureWords> &words)
{
    BarData data = m_importance->data();
    for (std::size_t bar = 0; bar < data.bars.size() && bar < words.size(); ++bar) {
        QStringList texts, signs; // what has letters says more than the commas around it
        for (const auto &[word, count] : words[bar].words)
            (std::any_of(word.begin(), word.end(), [](unsigned char sign) { return std::isalpha(sign) != 0; }) ? texts
                                                                                                               : signs)
                .append(wordOf(word));
        texts = (texts + signs).mid(0, shownWords);
        if (texts.isEmpty())
            continue; // of a model's vectors
        // At the bar's end, where nothing is shortened; how long it is the axis says.
        data.bars[bar].text = texts.join(QStringLiteral(" · "));
    }
    m_importance->setData(std::move(data));
}

} // namespace primer
