#include "ui/synthesis_page/synthesis_page.h"

#include <QHBoxLayout>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "ui/label_page/forecast_text.h"
#include "ui/synthesis_page/coverage_panel.h"
#include "ui/synthesis_page/diversity_panel.h"
#include "ui/synthesis_page/extension_dialog.h"
#include "ui/synthesis_page/row_kinds_panel.h"
#include "ui/synthesis_page/synthesis_dialog.h"
#include "ui/synthesis_page/synthesis_jobs.h"
#include "ui/synthesis_page/synthesis_run_list.h"
#include "ui/synthesis_page/synthesis_summary.h"
#include "ui/synthesis_page/synthesis_words.h"
#include "ui/widgets/flow_row.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

enum Part { UnknownPart, EmptyPart, RunsPart };
constexpr int lookEveryMs = 1000, untilLoadingMs = 300;
constexpr int runsWidth = 350, contentWidth = 1000;
const QString stateKey = QStringLiteral("synthesis"), runKey = QStringLiteral("run"), tabKey = QStringLiteral("tab");

} // namespace

struct SynthesisPage::Snapshot {
    std::vector<SynthesisRun> runs;
};

SynthesisPage::SynthesisPage(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_jobs(new SynthesisJobs(session, this)),
      m_messages(new MessageBar(this)), m_buttons{}, m_begin(nullptr), m_runs(new SynthesisRunList(this)),
      m_facts(new QLabel(this)), m_empty(new QLabel(this)), m_tabs(new QTabWidget(this)),
      m_rows(new RowKindsPanel(session, this)), m_coverage(new CoveragePanel(session, this)),
      m_diversity(new DiversityPanel(this)), m_stack(new QStackedWidget(this))
{
    const QJsonObject state = session.state().value(stateKey).toObject();
    makeButtons();
    makeLayout();
    m_tabs->setCurrentIndex(state.value(tabKey).toInt());
    m_runs->choose(state.value(runKey).toString());
    connectPanels();
    connectJobs();
    showButtons();
}

void SynthesisPage::makeButtons()
{
    const std::pair<QString, const char *> looks[ButtonCount] = {
        {tr("New synthesis…"), "add"},
        {tr("Continue"), "play"},
        {tr("Stop"), "stop"},
        {tr("Extend…"), "extend"},
        {tr("Add accepted rows to the workspace"), "file-import"}};
    for (int button = 0; button < ButtonCount; ++button)
        m_buttons[button] = new QPushButton(themedIcon(QLatin1String(looks[button].second)), looks[button].first, this);
    m_buttons[Stop]->setToolTip(tr("What is under way comes in; the run can be continued later."));
    m_buttons[Extend]->setToolTip(tr("More prompts, another target or budget; nothing is paid twice."));
    m_buttons[AddRows]->setToolTip(
        tr("Each becomes a sample that knows its prompt; rows added before stay as they are."));
    connect(m_buttons[New], &QPushButton::clicked, this, &SynthesisPage::openDialog);
    connect(m_buttons[GoOn], &QPushButton::clicked, this, &SynthesisPage::goOnWithChosen);
    connect(m_buttons[Stop], &QPushButton::clicked, m_jobs, &SynthesisJobs::stop);
    connect(m_buttons[Extend], &QPushButton::clicked, this, &SynthesisPage::openExtension);
    connect(m_buttons[AddRows], &QPushButton::clicked, this, [this] {
        if (const SynthesisRun *run = m_runs->chosen())
            m_jobs->addToWorkspace(run->name);
    });
}

QWidget *SynthesisPage::makeEmpty()
{
    auto *page = new QWidget(this);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setText(
        tr("Textbook sections and exercises that a model or grammar-1 writes from a constraint set will be "
           "here, each checked before it is accepted."));
    m_begin = new QPushButton(themedIcon(QStringLiteral("add")), tr("New synthesis…"), page);
    m_begin->setEnabled(canWrite());
    connect(m_begin, &QPushButton::clicked, this, &SynthesisPage::openDialog);
    auto *layout = new QVBoxLayout(page);
    layout->addStretch(1);
    layout->addWidget(m_empty);
    layout->addWidget(m_begin, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return page;
}

void SynthesisPage::makeLayout()
{
    auto *bar = new FlowRow(this);
    for (QPushButton *button : m_buttons)
        bar->addWidget(button);
    m_facts->setWordWrap(true);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->setAccessibleName(tr("Where the run stands"));
    m_tabs->addTab(m_rows, tr("Rows"));
    m_tabs->addTab(m_coverage, tr("Coverage"));
    m_tabs->addTab(m_diversity, tr("Diversity"));
    auto *right = new QWidget(this);
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->addWidget(m_facts);
    rightLayout->addWidget(m_tabs, 1);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_runs);
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({runsWidth, contentWidth});
    m_stack->addWidget(new QWidget(this)); // until it is known whether there are runs
    m_stack->addWidget(makeEmpty());
    m_stack->addWidget(splitter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->addWidget(bar);
    layout->addWidget(m_stack, 1);
}

void SynthesisPage::connectPanels()
{
    connect(m_runs, &SynthesisRunList::runChosen, this, &SynthesisPage::showRun);
    connect(m_tabs, &QTabWidget::currentChanged, this, &SynthesisPage::showTab);
    connect(m_rows, &RowKindsPanel::retryWanted, this, [this](const std::string &reason, bool isRejected) {
        if (const SynthesisRun *run = m_runs->chosen())
            m_jobs->retry(run->name, reason, isRejected);
    });
    connect(m_coverage, &CoveragePanel::moreWanted, this, [this](const CoverageCellName &cell, std::int64_t count) {
        if (const SynthesisRun *run = m_runs->chosen())
            m_jobs->generateMore(run->name, cell, count);
    });
    connect(m_diversity, &DiversityPanel::measureWanted, this, [this](const std::string &against) {
        if (const SynthesisRun *run = m_runs->chosen())
            m_jobs->measure(run->name, against);
    });
    connect(m_diversity, &DiversityPanel::cellsWanted, this, [this] {
        m_tabs->setCurrentIndex(CoverageTab);
        m_coverage->chooseThinnest();
    });
    const auto tellError = [this](const Error &error) { m_messages->showError(error); };
    connect(m_rows, &RowKindsPanel::failed, this, tellError);
    connect(m_coverage, &CoveragePanel::failed, this, tellError);
    connect(m_diversity, &DiversityPanel::saveFailed, this, tellError);
}

void SynthesisPage::connectJobs()
{
    m_timer.setInterval(lookEveryMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (isVisible())
            reload();
    });
    connect(m_jobs, &SynthesisJobs::started, this, [this] {
        m_messages->hide();
        m_timer.start();
        showButtons();
    });
    connect(m_jobs, &SynthesisJobs::ended, this, [this] {
        if (!m_jobs->isRunning())
            m_timer.stop();
        reload();
    });
    connect(m_jobs, &SynthesisJobs::paused, this, &SynthesisPage::tell);
    connect(m_jobs, &SynthesisJobs::added, this, &SynthesisPage::tellAdded);
    connect(m_jobs, &SynthesisJobs::measured, m_diversity, &DiversityPanel::take);
    connect(m_jobs, &SynthesisJobs::noRowsLeft, this, [this] {
        m_messages->showNote(tr("The set has no more rows for this cell."),
                             tr("Exclusions may forbid the rest, or every combination is planned."));
    });
    connect(m_jobs, &SynthesisJobs::failed, this, [this](const Error &error) {
        if (error.code == ErrorCode::InvalidInput)
            m_messages->showMessage(MessageBar::Kind::Error, SynthesisWords::ofError(error), {}, {});
        else
            m_messages->showError(error);
    });
    connect(m_jobs, &SynthesisJobs::keyNotKept, this, [this](const Error &error) {
        m_messages->showMessage(
            MessageBar::Kind::Error,
            tr("The keychain did not store the key. It is used for this session, and nothing was written."),
            QString::fromStdString(error.detail), {});
    });
}

/// No focus proxy: Tab would leap over everything before it.
void SynthesisPage::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (m_stack->currentIndex() == EmptyPart)
        m_begin->setFocus();
    else
        m_runs->setFocus();
}

void SynthesisPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    reload();
}

void SynthesisPage::reload()
{
    const quint64 generation = ++m_generation;
    using Answer = Result<std::shared_ptr<const Snapshot>>;
    inBackground(
        this,
        [workspace = m_session.workspace()]() -> Answer {
            auto snapshot = std::make_shared<Snapshot>();
            snapshot->runs = PRIMER_TRY(workspace->store().read(listSynthesisRuns));
            return std::shared_ptr<const Snapshot>(std::move(snapshot));
        },
        [this, generation](const Answer &snapshot) {
            if (generation != m_generation)
                return;
            if (snapshot)
                take(**snapshot);
            else
                m_messages->showError(snapshot.error());
        });
}

void SynthesisPage::take(const Snapshot &snapshot)
{
    const QWidget *focus = focusWidget();
    const int part = snapshot.runs.empty() ? EmptyPart : RunsPart;
    const bool movesFocus = part != m_stack->currentIndex() && focus && focus->hasFocus()
                            && m_stack->isAncestorOf(focus);
    m_stack->setCurrentIndex(part);
    m_runs->show(snapshot.runs);
    if (movesFocus) // what had it is hidden now
        setFocus();
}

void SynthesisPage::showRun()
{
    showButtons();
    const SynthesisRun *run = m_runs->chosen();
    if (!run)
        return;
    m_session.state().setValue(
        stateKey, QJsonObject{{runKey, QString::fromStdString(run->name)}, {tabKey, m_tabs->currentIndex()}});
    showTab();
    using Answer = Result<std::shared_ptr<const SynthesisReport>>;
    inBackground(
        this,
        [workspace = m_session.workspace(), name = run->name]() -> Answer {
            auto report = PRIMER_TRY(synthesisStatus(workspace->store(), name));
            return std::make_shared<const SynthesisReport>(std::move(report));
        },
        [this, generation = ++m_factsGeneration](const Answer &report) {
            if (generation != m_factsGeneration)
                return;
            m_facts->setText(report ? SynthesisSummary::facts(**report) : QString());
        });
}

/// Only what is looked at is read.
void SynthesisPage::showTab()
{
    const SynthesisRun *run = m_runs->chosen();
    if (!run)
        return;
    switch (m_tabs->currentIndex()) {
    case CoverageTab: m_coverage->show(*run); break;
    case DiversityTab: m_diversity->show(*run, m_runs->runs()); break;
    default: m_rows->show(*run); break;
    }
}

void SynthesisPage::showButtons()
{
    const SynthesisRun *run = m_runs->chosen();
    const bool isRunning = m_jobs->isRunning(), canStart = run && !isRunning && canWrite();
    m_buttons[New]->setEnabled(!isRunning && canWrite());
    m_buttons[GoOn]->setEnabled(canStart && run->waiting > 0 && (run->target == 0 || run->accepted < run->target));
    m_buttons[Stop]->setEnabled(isRunning);
    m_buttons[Extend]->setEnabled(canStart);
    m_buttons[AddRows]->setEnabled(run && canWrite() && run->accepted > run->imported
                                   && !m_session.jobs().isRunning(SynthesisJobs::addKind()));
    m_rows->setBusy(isRunning);
    m_coverage->setBusy(isRunning);
    m_diversity->setMeasuring(m_jobs->isMeasuring());
}

SynthesisDialog *SynthesisPage::openDialog()
{
    auto *dialog = new SynthesisDialog(m_session, m_runs->runs(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const SynthesisChoice choice = dialog->choice();
        m_runs->choose(QString::fromStdString(choice.request.name));
        m_jobs->begin(choice);
    });
    dialog->open();
    return dialog;
}

ExtensionDialog *SynthesisPage::openExtension()
{
    const SynthesisRun *run = m_runs->chosen();
    if (!run)
        return nullptr;
    auto *dialog = new ExtensionDialog(*run, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, name = run->name] { m_jobs->extend(name, dialog->extension()); });
    dialog->open();
    return dialog;
}

void SynthesisPage::goOnWithChosen()
{
    if (const SynthesisRun *run = m_runs->chosen())
        m_jobs->goOn(run->name);
}

void SynthesisPage::tell(const SynthesisReport &report, const std::string &cause)
{
    const bool canGoOn = report.run.waiting > 0 && report.stopped != "target";
    MessageBar::Remedy remedy;
    if (canGoOn)
        remedy = {tr("Continue"), [this, name = report.run.name] { m_jobs->goOn(name); }};
    const bool isGood = SynthesisSummary::isGood(report);
    m_messages->showMessage(isGood || report.run.accepted > 0 ? MessageBar::Kind::Note : MessageBar::Kind::Error,
                            SynthesisSummary::stopped(report, cause),
                            canGoOn ? ForecastText::of(report.forecast) : QString(), {}, remedy);
}

void SynthesisPage::tellAdded(const QString &run, const SampleImport &import)
{
    const QString source = QString::fromStdString(import.source);
    m_messages->showMessage(MessageBar::Kind::Note,
                            tr("%n row(s) of “%1” were added to the workspace.", nullptr, int(import.added)).arg(run),
                            import.known > 0 ? tr("%n row(s) were there already.", nullptr, int(import.known))
                                             : QString(),
                            {}, {tr("Show them"), [this, source] {
                                     SampleSet set;
                                     set.put(SetPart::condition("source:" + source.toStdString()));
                                     m_session.set().change(set);
                                     Q_EMIT setChosen();
                                 }});
}

} // namespace primer
