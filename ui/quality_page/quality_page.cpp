#include "ui/quality_page/quality_page.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "core/quality/forest_fit.h"
#include "core/quality/forest_scoring.h"
#include "core/quality/thresholds.h"
#include "core/workspace/quality_start.h"
#include "ui/error_text/error_text.h"
#include "ui/quality_page/cut_strip.h"
#include "ui/quality_page/fit_dialog.h"
#include "ui/quality_page/near_copies_dialog.h"
#include "ui/quality_page/report_dialog.h"
#include "ui/quality_page/score_histogram.h"
#include "ui/quality_page/source_bars.h"
#include "ui/quality_page/stage_list.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/message_bar.h"

namespace primer {

namespace {

constexpr int refreshDelayMs = 150;
constexpr double bytesAToken = 3.3; ///< of Python with GPT-2's vocabulary; said to be about

struct Made {
    std::shared_ptr<const QualityView> view;
    std::vector<std::int64_t> funnel;
};

Result<Made> makeAll(Workspace &workspace, const std::string &filter, const std::vector<std::string> &stages)
{
    Feedback feedback;
    auto view = QualityView::make(workspace, filter, stages, feedback);
    if (!view)
        return view.error();
    auto funnel = funnelOf(workspace, filter, stages, feedback);
    if (!funnel)
        return funnel.error();
    return Made{*view, *funnel};
}

QString percent(double share) { return QLocale().toString(100 * share, 'f', 1) + QStringLiteral("\u00a0%"); }

/// To three digits: it is an estimate.
QString aboutCount(double number)
{
    const double step = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(number, 1.0))) - 2));
    return HumanText::count(qint64(std::round(number / step) * step));
}

QString withBounds(double value, double low, double high)
{
    const QLocale locale;
    return QualityPage::tr("%1 (%2–%3)")
        .arg(locale.toString(value, 'f', 2), locale.toString(low, 'f', 2), locale.toString(high, 'f', 2));
}

} // namespace

QualityPage::QualityPage(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_stack(new QStackedWidget(this)), m_content(new QWidget(this)),
      m_messages(new MessageBar(this)), m_forest(new QComboBox(this)), m_stacking(new QComboBox(this)),
      m_thresholds(new QComboBox(this)), m_cut(new QDoubleSpinBox(this)),
      m_fit(new QPushButton(tr("Fit a forest…"), this)), m_report(new QPushButton(tr("How good…"), this)),
      m_keep(new QPushButton(tr("Keep as threshold…"), this)),
      m_choose(new QPushButton(tr("Make it the current set"), this)),
      m_copies(new QPushButton(tr("Near-copies…"), this)),
      m_start(new QPushButton(tr("Label 3,000 files by rules and score all"), this)), m_summary(new QLabel(this)),
      m_quality(new QLabel(this)), m_emptyText(new QLabel(this)), m_histogram(new ScoreHistogram(this)),
      m_sources(new SourceBars(this)), m_stages(new StageList(this)),
      m_above(new CutStrip(session, tr("Just above the cut: these stay"), this)),
      m_below(new CutStrip(session, tr("Just below the cut: these go"), this))
{
    makeLayout();
    connectAll();
    const QJsonObject state = session.state(QStringLiteral("quality")).toObject();
    m_cut->setValue(state.value(QStringLiteral("cut")).toDouble(0.5));
    std::vector<std::string> stages;
    for (const QJsonValue &stage : state.value(QStringLiteral("stages")).toArray())
        stages.push_back(stage.toString().toStdString());
    m_stages->setStages(stages);
}

QWidget *QualityPage::makeEmptyState()
{
    auto *empty = new QWidget(this);
    m_emptyText->setText(tr("No sample has a score yet.") + QStringLiteral("\n\n")
                         + tr("Scores come from a forest that learns from labels: what a teacher said of some thousand "
                              "samples decides about all of them.")
                         + QStringLiteral("\n\n")
                         + tr("The quickest way needs no key: rules label 3,000 files, hashed words describe every "
                              "file, and a forest scores them all.")
                         + QStringLiteral("\n\n")
                         + tr("Labels of a model (page Label) and a model's vectors (primer-cli embed) can take their "
                              "place at any time."));
    m_emptyText->setWordWrap(true);
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setMaximumWidth(640);
    auto *layout = new QVBoxLayout(empty);
    layout->addStretch();
    layout->addWidget(m_emptyText, 0, Qt::AlignCenter);
    layout->addSpacing(12);
    layout->addWidget(m_start, 0, Qt::AlignCenter);
    layout->addStretch();
    return empty;
}

void QualityPage::makeLayout()
{
    m_cut->setRange(0, 1);
    m_cut->setDecimals(3);
    m_cut->setSingleStep(0.01);
    m_cut->setAccessibleName(tr("Cut"));
    m_stacking->addItem(tr("By label"), int(ScoreHistogram::Stacking::Label));
    m_stacking->addItem(tr("By judgement"), int(ScoreHistogram::Stacking::Judgement));
    m_stacking->addItem(tr("By source"), int(ScoreHistogram::Stacking::Source));
    m_stacking->setAccessibleName(tr("What the bars are parted by"));
    m_forest->setAccessibleName(tr("Forest"));
    m_thresholds->setAccessibleName(tr("Thresholds"));
    for (QComboBox *box : {m_forest, m_thresholds}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(16);
    }
    for (QPushButton *button : {m_fit, m_report, m_keep, m_choose, m_copies, m_start})
        button->setAutoDefault(false);
    auto *cutPart = new QWidget(this); // the word stays with its number
    auto *cutLabel = new QLabel(tr("Cut"), cutPart);
    cutLabel->setBuddy(m_cut);
    auto *cutLayout = new QHBoxLayout(cutPart);
    cutLayout->setContentsMargins(0, 0, 0, 0);
    cutLayout->addWidget(cutLabel);
    cutLayout->addWidget(m_cut);
    auto *bar = new FlowLayout;
    const std::initializer_list<QWidget *> tools{m_forest,     m_fit,  m_report, m_stacking, cutPart,
                                                 m_thresholds, m_keep, m_choose, m_copies};
    for (QWidget *widget : tools)
        bar->addWidget(widget);

    for (QLabel *label : {m_summary, m_quality}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setBold(true);
    m_summary->setFont(large);
    auto *side = new QWidget(this);
    auto *sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(8, 0, 0, 0);
    sideLayout->addWidget(m_summary);
    sideLayout->addWidget(m_quality);
    sideLayout->addWidget(m_stages);
    sideLayout->addWidget(m_sources, 1);
    auto *sideScroll = new QScrollArea(this);
    sideScroll->setWidget(side);
    sideScroll->setWidgetResizable(true);
    sideScroll->setFrameShape(QFrame::NoFrame);
    sideScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    sideScroll->setMinimumWidth(40 * fontMetrics().averageCharWidth());
    auto *top = new QSplitter(this);
    top->addWidget(m_histogram);
    top->addWidget(sideScroll);
    top->setStretchFactor(0, 3);
    top->setStretchFactor(1, 2);
    top->setSizes({3000, 2000});
    auto *strips = new QSplitter(this);
    strips->addWidget(m_below);
    strips->addWidget(m_above);
    auto *parts = new QSplitter(Qt::Vertical, this);
    parts->addWidget(top);
    parts->addWidget(strips);
    parts->setSizes({4000, 4000});
    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->addLayout(bar);
    content->addWidget(parts, 1);
    m_stack->addWidget(makeEmptyState());
    m_stack->addWidget(m_content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_messages);
    layout->addWidget(m_stack, 1);
    setFocusProxy(m_histogram);
}

void QualityPage::connectAll()
{
    m_refreshSoon.setSingleShot(true);
    m_refreshSoon.setInterval(refreshDelayMs);
    connect(&m_refreshSoon, &QTimer::timeout, this, &QualityPage::refresh);
    connect(&m_session, &WorkspaceSession::rowsChanged, this, [this] {
        if (isVisible())
            m_refreshSoon.start();
    });
    connect(&m_session, &WorkspaceSession::columnsChanged, this, [this] {
        if (isVisible()) // else when it is shown
            reload();
    });
    connect(m_histogram, &ScoreHistogram::cutMoved, this, &QualityPage::setCut);
    connect(m_histogram, &ScoreHistogram::saveFailed, this, &QualityPage::showError);
    connect(m_sources, &SourceBars::saveFailed, this, &QualityPage::showError);
    connect(m_cut, &QDoubleSpinBox::valueChanged, this, &QualityPage::setCut);
    connect(m_stacking, &QComboBox::currentIndexChanged, this,
            [this] { m_histogram->setStacking(ScoreHistogram::Stacking(m_stacking->currentData().toInt())); });
    connect(m_stages, &StageList::changed, &m_refreshSoon, qOverload<>(&QTimer::start));
    connect(m_fit, &QPushButton::clicked, this, &QualityPage::openFit);
    connect(m_report, &QPushButton::clicked, this, &QualityPage::openReport);
    connect(m_keep, &QPushButton::clicked, this, &QualityPage::askForName);
    connect(m_choose, &QPushButton::clicked, this, &QualityPage::chooseSet);
    connect(m_copies, &QPushButton::clicked, this, &QualityPage::lookForCopies);
    connect(m_start, &QPushButton::clicked, this, &QualityPage::start);
    connect(m_thresholds, &QComboBox::activated, this, [this](int index) {
        if (index > 0 && std::size_t(index) <= m_lists.thresholds.size())
            useThreshold(m_lists.thresholds[std::size_t(index) - 1]);
    });
    connect(m_forest, &QComboBox::activated, this, [this](int index) {
        if (index < 0 || std::size_t(index) >= m_lists.forests.size()
            || m_lists.forests[std::size_t(index)].id == m_lists.scored)
            return;
        runJob(QStringLiteral("score"), m_forest->currentText(),
               [workspace = m_session.workspace(),
                id = m_lists.forests[std::size_t(index)].id](Feedback &feedback) -> Status {
                   const auto scored = scoreSamples(*workspace, id, feedback);
                   return scored ? success() : Status(scored.error());
               });
    });
    for (CutStrip *strip : {m_above, m_below})
        connect(strip, &CutStrip::opened, this, &QualityPage::sampleOpened);
}

void QualityPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    reload();
}

void QualityPage::showError(const Error &error)
{
    const ErrorText text = ErrorTexts::describe(error);
    m_messages->showMessage(MessageBar::Kind::Error, text.sentence, text.hint, text.details);
}

/// The current set without what an earlier cut of this page added to it.
std::string QualityPage::baseFilter() const
{
    const auto parsed = Filter::parse(m_session.spec().filter);
    if (!parsed)
        return m_session.spec().filter;
    Filter base = *parsed;
    std::erase_if(base.conditions, [](const Condition &condition) { return condition.column == Column::Quality; });
    return base.toString();
}

void QualityPage::reload()
{
    const quint64 generation = ++m_listGeneration;
    inBackground(
        this, [workspace = m_session.workspace()] { return QualityLists::read(*workspace); },
        [this, generation](const Result<QualityLists> &lists) {
            if (generation != m_listGeneration)
                return;
            if (!lists) {
                showError(lists.error());
                return;
            }
            m_lists = *lists;
            showLists();
            refresh();
        });
}

void QualityPage::showLists()
{
    m_stack->setCurrentIndex(m_lists.scored == 0 && m_lists.forests.empty() ? 0 : 1);
    m_forest->clear();
    for (const StoredForest &forest : m_lists.forests) {
        m_forest->addItem(tr("Forest %1 · %2 · %3")
                              .arg(QString::number(forest.id), QString::fromStdString(forest.features),
                                   forest.teacher.empty() ? tr("all labels") : QString::fromStdString(forest.teacher)));
        if (forest.id == m_lists.scored)
            m_forest->setCurrentIndex(m_forest->count() - 1);
    }
    m_thresholds->clear();
    m_thresholds->addItem(m_lists.thresholds.empty() ? tr("No thresholds yet") : tr("Thresholds"));
    for (const Threshold &threshold : m_lists.thresholds)
        m_thresholds->addItem(tr("%1 · version %2 · %3")
                                  .arg(QString::fromStdString(threshold.name), QString::number(threshold.version),
                                       QLocale().toString(threshold.cut, 'f', 3)));
}

void QualityPage::refresh()
{
    if (m_lists.scored == 0)
        return;
    m_filter = baseFilter();
    const std::vector<std::string> stages = m_stages->stages();
    QJsonArray stored;
    for (const std::string &stage : stages)
        stored.append(QString::fromStdString(stage));
    m_session.setState(QStringLiteral("quality"),
                       QJsonObject{{QStringLiteral("cut"), m_cut->value()}, {QStringLiteral("stages"), stored}});
    const quint64 generation = ++m_generation;
    inBackground(
        this,
        [workspace = m_session.workspace(), filter = m_filter, stages] { return makeAll(*workspace, filter, stages); },
        [this, generation](const Result<Made> &made) {
            if (generation != m_generation)
                return;
            if (!made) {
                showError(made.error());
                return;
            }
            m_view = made->view;
            m_funnel = made->funnel;
            m_histogram->setView(m_view);
            showCut();
        });
}

void QualityPage::setCut(double cut)
{
    {
        const QSignalBlocker spinBlocker(m_cut), histogramBlocker(m_histogram);
        m_cut->setValue(cut);
        m_histogram->setCut(m_cut->value());
    }
    showCut();
}

void QualityPage::showCut()
{
    if (!m_view)
        return;
    const double cut = m_cut->value();
    m_histogram->setCut(cut);
    const CutResult result = m_view->at(cut);
    const double share = result.total > 0 ? double(result.kept) / double(result.total) : 0,
                 byteShare = result.totalBytes > 0 ? double(result.keptBytes) / double(result.totalBytes) : 0;
    m_summary->setText(tr("kept: %1 samples, %4 · %2 · about %3 tokens")
                           .arg(HumanText::count(result.kept), HumanText::bytes(result.keptBytes),
                                aboutCount(double(result.keptBytes) / bytesAToken), percent(share)));
    QString quality = tr("%1 of the bytes").arg(percent(byteShare));
    if (m_view->withoutScore() > 0)
        quality += QStringLiteral(" · ")
                   + tr("%1 samples without a score go").arg(HumanText::count(m_view->withoutScore()));
    const HeldOutPoint &point = result.heldOut;
    if (point.isKnown)
        quality += QLatin1Char('\n')
                   + tr("On labels held out: precision %1, recall %2, F1 %3")
                         .arg(withBounds(point.precision, point.precisionLow, point.precisionHigh),
                              withBounds(point.recall, point.recallLow, point.recallHigh),
                              withBounds(point.f1, point.f1Low, point.f1High));
    m_quality->setText(quality);
    m_sources->setSources(result.sources);
    m_stages->setCounts(m_funnel, result.kept);
    m_above->setSamples(m_view->above(cut, CutStrip::cards));
    m_below->setSamples(m_view->below(cut, CutStrip::cards));
}

void QualityPage::runJob(const QString &kind, const QString &subject, Job::Work work)
{
    m_messages->hide();
    Job *job = m_session.jobs().start(kind, subject, std::move(work));
    connect(job, &Job::finished, this, [this, job] {
        m_start->setEnabled(true);
        if (job->state() == JobState::Failed)
            showError(job->error());
        m_session.noteColumnsChanged();
    });
}

void QualityPage::start()
{
    m_start->setEnabled(false);
    runJob(QStringLiteral("quality"), {}, [workspace = m_session.workspace()](Feedback &feedback) -> Status {
        const auto report = startQuality(*workspace, {}, feedback);
        return report ? success() : Status(report.error());
    });
}

void QualityPage::openFit()
{
    auto *dialog = new FitDialog(m_lists, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        runJob(QStringLiteral("fit"), {},
               [workspace = m_session.workspace(), request = dialog->request()](Feedback &feedback) -> Status {
                   const auto fitted = fitForest(*workspace, request, feedback);
                   if (!fitted)
                       return fitted.error();
                   const auto scored = scoreSamples(*workspace, fitted->forest, feedback);
                   return scored ? success() : Status(scored.error());
               });
    });
    dialog->open();
}

void QualityPage::openReport()
{
    if (!m_lists.report)
        return;
    auto *dialog = new ReportDialog(*m_lists.report, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void QualityPage::askForName()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keep as threshold"));
    dialog->setLabelText(tr("Name. The same name again makes a new version; earlier ones stay."));
    dialog->setTextValue(m_lists.thresholds.empty() ? tr("textbook")
                                                    : QString::fromStdString(m_lists.thresholds.back().name));
    connect(dialog, &QInputDialog::textValueSelected, this, &QualityPage::keepThreshold);
    dialog->open();
}

void QualityPage::keepThreshold(const QString &name)
{
    inBackground(
        this,
        [workspace = m_session.workspace(), name = name.toStdString(), filter = m_filter, stages = m_stages->stages(),
         cut = m_cut->value()] {
            Feedback feedback;
            return saveThreshold(*workspace, name, filter, stages, cut, feedback);
        },
        [this](const Result<Threshold> &threshold) {
            if (!threshold) {
                showError(threshold.error());
                return;
            }
            m_messages->showMessage(
                MessageBar::Kind::Note,
                tr("Kept as %1, version %2.")
                    .arg(QString::fromStdString(threshold->name), QString::number(threshold->version)),
                tr("primer-cli export and shards take it as --quality-threshold %1@%2.")
                    .arg(QString::fromStdString(threshold->name), QString::number(threshold->version)),
                {});
            reload();
        });
}

void QualityPage::useThreshold(const Threshold &threshold)
{
    if (threshold.forest != m_lists.scored) {
        m_messages->showMessage(
            MessageBar::Kind::Note,
            tr("This threshold was set on the scores of forest %1.").arg(QString::number(threshold.forest)),
            tr("Choose that forest first: its scores come back."), {});
        return;
    }
    std::vector<std::string> stages;
    const QString stored = QString::fromStdString(threshold.stages);
    for (const QString &line : stored.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        stages.push_back(line.toStdString());
    m_stages->setStages(stages);
    setCut(threshold.cut);
}

void QualityPage::chooseSet()
{
    Threshold threshold;
    threshold.filter = m_filter;
    threshold.cut = m_cut->value();
    for (const std::string &stage : m_stages->stages())
        threshold.stages += (threshold.stages.empty() ? "" : "\n") + stage;
    QuerySpec spec = m_session.spec();
    spec.filter = filterOf(threshold);
    m_session.setSpec(spec);
    Q_EMIT setChosen();
}

void QualityPage::lookForCopies()
{
    m_messages->hide();
    const auto found = std::make_shared<NearCopies>();
    std::vector<SampleId> ids = m_session.rows()->ids;
    std::sort(ids.begin(), ids.end());
    Job *job = m_session.jobs().start(
        QStringLiteral("near_copies"), {},
        [workspace = m_session.workspace(), ids = std::move(ids), found](Feedback &feedback) -> Status {
            auto copies = findNearCopies(workspace->store(), ids, {}, feedback);
            if (!copies)
                return copies.error();
            *found = std::move(*copies);
            return success();
        });
    m_copies->setEnabled(false);
    connect(job, &Job::finished, this, [this, job, found] {
        m_copies->setEnabled(true);
        if (job->state() == JobState::Failed)
            showError(job->error());
        if (job->state() != JobState::Done)
            return;
        auto *dialog = new NearCopiesDialog(m_session, found, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    });
}

} // namespace primer
