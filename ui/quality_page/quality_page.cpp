#include "ui/quality_page/quality_page.h"

#include <algorithm>

#include <QInputDialog>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/quality_page/cut_bar.h"
#include "ui/quality_page/cut_strip.h"
#include "ui/quality_page/cut_summary.h"
#include "ui/quality_page/fit_dialog.h"
#include "ui/quality_page/near_duplicates_dialog.h"
#include "ui/quality_page/quality_gap.h"
#include "ui/quality_page/quality_jobs.h"
#include "ui/quality_page/report_dialog.h"
#include "ui/quality_page/score_histogram.h"
#include "ui/quality_page/source_bars.h"
#include "ui/quality_page/stage_list.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

QualityPage::QualityPage(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_cut(session.cut()), m_jobs(new QualityJobs(session, this)),
      m_stack(new QStackedWidget(this)), m_messages(new MessageBar(this)), m_bar(new CutBar(m_cut, this)),
      m_gap(new QualityGap(session, this)), m_summary(new CutSummary(m_cut, this)), m_side(new QScrollArea(this)),
      m_parts(new QSplitter(Qt::Vertical, this)), m_histogram(new ScoreHistogram(this)),
      m_sources(new SourceBars(this)), m_stages(new StageList(this)),
      m_above(new CutStrip(session, tr("Just above the cut: kept"), this)),
      m_below(new CutStrip(session, tr("Just below the cut: left out"), this))
{
    makeLayout();
    connectCut();
    connectBar();
    connectJobs();
    for (CutStrip *strip : {m_above, m_below})
        connect(strip, &CutStrip::opened, this, &QualityPage::sampleOpened);
    m_stages->setStages(m_cut.rules());
    m_histogram->setCut(m_cut.value());
}

QWidget *QualityPage::makeSide()
{
    auto *side = new QWidget(this);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(8, 0, 0, 0);
    layout->addWidget(m_summary);
    layout->addWidget(m_stages);
    layout->addWidget(m_sources, 1);
    m_side->setObjectName(QStringLiteral("side"));
    m_side->setWidget(side);
    m_side->setWidgetResizable(true);
    m_side->setFrameShape(QFrame::NoFrame);
    m_side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_side->setMinimumWidth(40 * fontMetrics().averageCharWidth());
    m_side->setFocusPolicy(Qt::NoFocus); // what is in it has it
    return m_side;
}

void QualityPage::makeLayout()
{
    auto *top = new QSplitter(this);
    top->addWidget(m_histogram);
    top->addWidget(makeSide());
    top->setStretchFactor(0, 3);
    top->setStretchFactor(1, 2);
    top->setSizes({3000, 2000});
    auto *strips = new QSplitter(this);
    strips->addWidget(m_below);
    strips->addWidget(m_above);
    m_parts->addWidget(top);
    m_parts->addWidget(strips);
    m_parts->setSizes({4000, 4000});
    connect(m_parts, &QSplitter::splitterMoved, this, [this] { m_isParted = true; });
    auto *content = new QWidget(this);
    auto *contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins(0, 0, 0, 0);
    contentLayout->addWidget(m_bar);
    contentLayout->addWidget(m_parts, 1);
    m_stack->addWidget(m_gap);
    m_stack->addWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_stack, 1);
}

void QualityPage::connectCut()
{
    connect(&m_cut, &CutModel::listsChanged, this, &QualityPage::showGap);
    connect(&m_session, &WorkspaceSession::countsChanged, this, &QualityPage::showGap);
    connect(&m_cut, &CutModel::viewChanged, this, [this] {
        m_histogram->setView(m_cut.view());
        showGap();
    });
    connect(&m_cut, &CutModel::cutChanged, this, &QualityPage::showCut);
    connect(&m_cut, &CutModel::rulesChanged, this, [this] {
        if (m_stages->stages() != m_cut.rules())
            m_stages->setStages(m_cut.rules());
    });
    connect(&m_cut, &CutModel::kept, this, [this](const Threshold &threshold) {
        const QString name = QString::fromStdString(threshold.name), version = QString::number(threshold.version);
        m_messages->showNote(tr("Kept as %1, version %2.").arg(name, version),
                             m_cut.goesThroughMoreThanConditions()
                                 ? tr("It holds the conditions, the rules and the cut; search and queue stay parts of "
                                      "the set.")
                                 : tr("It can be added to any set, and primer-cli export and shards take it as "
                                      "--quality-threshold %1@%2.")
                                       .arg(name, version));
    });
    connect(m_histogram, &ScoreHistogram::cutMoved, this, [this](double cut) {
        m_cut.setValue(cut);
        m_histogram->setCut(m_cut.value()); // rounded
    });
    connect(m_stages, &StageList::changed, this, [this] { m_cut.setRules(m_stages->stages()); });
}

void QualityPage::connectBar()
{
    connect(m_bar, &CutBar::stackingChosen, m_histogram, &ScoreHistogram::setStacking);
    connect(m_bar, &CutBar::forestChosen, m_jobs, &QualityJobs::score);
    connect(m_bar, &CutBar::thresholdChosen, this, &QualityPage::useThreshold);
    connect(m_bar, &CutBar::fitWanted, this, &QualityPage::openFit);
    connect(m_bar, &CutBar::reportWanted, this, &QualityPage::openReport);
    connect(m_bar, &CutBar::keepWanted, this, &QualityPage::askForName);
    connect(m_bar, &CutBar::setWanted, this, [this] {
        m_cut.makeCurrentSet();
        Q_EMIT setChosen();
    });
}

void QualityPage::connectJobs()
{
    connect(m_gap, &QualityGap::importWanted, this, &QualityPage::importWanted);
    connect(m_gap, &QualityGap::fitWanted, this, &QualityPage::openFit);
    connect(m_gap, &QualityGap::startWanted, m_jobs, &QualityJobs::start);
    connect(m_gap, &QualityGap::scoreWanted, this,
            [this](std::int64_t forest) { m_jobs->score(forest, tr("Forest %1").arg(QString::number(forest))); });
    connect(m_bar, &CutBar::copiesWanted, this, [this] {
        m_bar->setCanFindCopies(false);
        m_jobs->findCopies();
    });
    const auto isBusy = [this] {
        const QStringList kinds{QStringLiteral("quality"), QStringLiteral("fit"), QStringLiteral("score")};
        return std::any_of(kinds.begin(), kinds.end(),
                           [this](const QString &kind) { return m_session.jobs().isRunning(kind); });
    };
    connect(m_jobs, &QualityJobs::started, this, [this, isBusy] {
        m_messages->hide();
        m_gap->setBusy(isBusy());
    });
    connect(m_jobs, &QualityJobs::ended, this, [this, isBusy] {
        m_gap->setBusy(isBusy());
        m_bar->setCanFindCopies(!m_session.jobs().isRunning(QStringLiteral("near_duplicates")));
    });
    connect(m_histogram, &ScoreHistogram::saveFailed, this,
            [this](const Error &error) { m_messages->showError(error); });
    connect(m_sources, &SourceBars::saveFailed, this, [this](const Error &error) { m_messages->showError(error); });
    connect(m_jobs, &QualityJobs::failed, this, [this](const Error &error) { m_messages->showError(error); });
    connect(m_jobs, &QualityJobs::copiesFound, this, &QualityPage::openCopies);
}

void QualityPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitSide();
}

/// Cards give way before the side has to scroll, until somebody moves what parts them. No minimum: the page would grow.
void QualityPage::fitSide()
{
    constexpr double maxOfParts = 0.65, usual = 0.5;
    if (m_isParted)
        return;
    const int whole = m_parts->height();
    const int needed = m_side->widget()->heightForWidth(m_side->viewport()->width());
    const int upper = std::max(int(usual * whole), std::min(needed, int(maxOfParts * whole)));
    m_parts->setSizes({upper, whole - upper});
}

QDoubleSpinBox *QualityPage::cutInput() const { return m_bar->cutInput(); }

void QualityPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_cut.setWatched(true);
}

void QualityPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_cut.setWatched(false);
}

/// No focus proxy: Tab would leap over everything before it.
void QualityPage::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    giveFocus();
}

void QualityPage::giveFocus()
{
    if (m_gap->kind() == QualityGap::Kind::None)
        m_histogram->setFocus();
    else
        m_gap->setFocus();
}

void QualityPage::showGap()
{
    const QWidget *focus = focusWidget();
    m_gap->refresh();
    const int shown = m_gap->kind() == QualityGap::Kind::None ? 1 : 0;
    const bool movesFocus = shown != m_stack->currentIndex() && focus && isAncestorOf(focus) && focus->hasFocus();
    m_stack->setCurrentIndex(shown);
    if (movesFocus) // what had it is hidden now
        giveFocus();
}

void QualityPage::showCut()
{
    m_histogram->setCut(m_cut.value());
    const auto &view = m_cut.view();
    if (!view)
        return;
    m_sources->setSources(m_cut.result().sources);
    m_stages->setBase(m_cut.goesThroughWholeSet());
    m_stages->setCounts(m_cut.funnel(), m_cut.result().kept);
    fitSide();
    m_above->setSamples(view->above(m_cut.value(), CutStrip::cards));
    m_below->setSamples(view->below(m_cut.value(), CutStrip::cards));
}

void QualityPage::openFit()
{
    auto *dialog = new FitDialog(m_cut.lists(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_jobs->fit(dialog->request()); });
    dialog->open();
}

void QualityPage::openReport()
{
    const auto report = m_cut.lists().report;
    if (!report)
        return;
    auto *dialog = new ReportDialog(*report, m_session.workspace(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void QualityPage::openCopies(const std::shared_ptr<const NearDuplicates> &copies)
{
    auto *dialog = new NearDuplicatesDialog(m_session, copies, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void QualityPage::askForName()
{
    const auto &thresholds = m_cut.lists().thresholds;
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keep as threshold"));
    dialog->setLabelText(tr("Name. The same name again makes a new version; earlier versions are kept."));
    dialog->setTextValue(thresholds.empty() ? tr("textbook") : QString::fromStdString(thresholds.back().name));
    connect(dialog, &QInputDialog::textValueSelected, &m_cut, &CutModel::keep);
    dialog->open();
}

void QualityPage::useThreshold(const Threshold &threshold)
{
    if (!m_cut.use(threshold))
        m_messages->showNote(
            tr("This threshold was set on the scores of forest %1.").arg(QString::number(threshold.forest)),
            tr("Choose that forest first: its scores are loaded again."));
}

} // namespace primer
