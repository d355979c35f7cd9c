#include "ui/label_page/label_page.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/code_view/sample_view.h"
#include "ui/error_text/error_text.h"
#include "ui/label_page/check_actions.h"
#include "ui/label_page/check_list.h"
#include "ui/label_page/check_summary_view.h"
#include "ui/label_page/history_row.h"
#include "ui/label_page/judging_strip.h"
#include "ui/label_page/note_draft.h"
#include "ui/label_page/queue_dialog.h"
#include "ui/label_page/teacher_panel.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/themed_icon.h"
#include "ui/widgets/toast.h"

namespace primer {

namespace {

constexpr int maxReasoning = 600; ///< characters
const QString stateKey = QStringLiteral("label");
const QString teachersKey = QStringLiteral("teachers");

QStringList opinionsOf(const SampleDetails &details)
{
    QStringList opinions;
    const QLocale locale;
    for (const TeacherLabel &label : details.teacherLabels) {
        QString text = LabelPage::tr("%1: %2").arg(displayText(label.teacher).text,
                                                   locale.toString(label.value, 'g', 3));
        if (label.coveredShare < 1)
            text += QLatin1Char(' ')
                    + LabelPage::tr("(shown %1 % of it)").arg(locale.toString(100 * label.coveredShare, 'f', 0));
        if (!label.reasoning.empty())
            text += QStringLiteral(" — ") + displayText(label.reasoning).text.left(maxReasoning).simplified();
        opinions.append(text);
    }
    if (details.row.quality)
        opinions.append(LabelPage::tr("Score of the forest: %1").arg(locale.toString(*details.row.quality, 'f', 3)));
    return opinions;
}

} // namespace

LabelPage::LabelPage(WorkspaceSession &session, AppSettings &settings, QWidget *parent)
    : QWidget(parent), m_session(session), m_settings(settings), m_queue(session.queue()),
      m_loader(new SampleLoader(session, this)), m_queueChoice(new QComboBox(this)), m_title(new QLabel(this)),
      m_blindMark(new QLabel(tr("Blind"), this)), m_newQueue(new QPushButton(tr("New spot check…"), this)),
      m_teacherSwitch(new QPushButton(tr("Teachers"), this)), m_messages(new MessageBar(this)),
      m_actions(new CheckActions(session, settings, this)), m_views(new QStackedWidget(this)),
      m_checks(new CheckList(session, this)), m_summary(new CheckSummaryView(session, this)),
      m_allChecks(new QPushButton(tr("All checks"), this)), m_toSummary(new QPushButton(tr("Summary"), this)),
      m_more(new QToolButton(this)), m_sample(new SampleView(this)), m_opinions(new QLabel(this)),
      m_reveal(new QLabel(this)), m_teachers(new TeacherPanel(session, this)), m_history(new HistoryRow(m_queue, this)),
      m_strip(new JudgingStrip(m_queue, this)), m_note(new NoteDraft(*m_strip, session.judging(), this)),
      m_toast(new Toast(m_sample)), m_checkToast(new Toast(m_checks))
{
    setFocusPolicy(Qt::StrongFocus);
    makeLayout();
    buildKeys(settings);
    connectParts();
    connectQueue();
    connectChecks();
    m_teacherSwitch->setChecked(session.state().value(stateKey).toObject().value(teachersKey).toBool());
    showQueues();
    showView();
    showQueue();
    showCurrent();
}

void LabelPage::makeLayout()
{
    m_queueChoice->setAccessibleName(tr("What to judge"));
    m_queueChoice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_blindMark->setFrameShape(QFrame::StyledPanel);
    m_blindMark->setContentsMargins(6, 0, 6, 0);
    m_newQueue->setAutoDefault(false);
    m_teacherSwitch->setCheckable(true);
    m_teacherSwitch->setAutoDefault(false);
    m_opinions->setWordWrap(true);
    m_opinions->setTextFormat(Qt::PlainText);
    m_opinions->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_allChecks->setAutoDefault(false);
    m_toSummary->setAutoDefault(false);
    m_allChecks->setToolTip(tr("Back to the checks of this workspace"));
    m_more->setText(tr("Check"));
    m_more->setToolTip(tr("Rename or delete the check; what is hidden while judging"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(m_actions->menu());
    m_newQueue->setIcon(themedIcon(QStringLiteral("add")));
    m_teacherSwitch->setIcon(themedIcon(QStringLiteral("teacher")));
    m_allChecks->setIcon(themedIcon(QStringLiteral("previous")));
    m_toSummary->setIcon(themedIcon(QStringLiteral("report")));
    auto *top = new QHBoxLayout;
    top->addWidget(m_allChecks);
    top->addWidget(m_toSummary);
    top->addWidget(m_queueChoice);
    top->addWidget(m_newQueue);
    top->addWidget(m_blindMark);
    top->addWidget(m_more);
    top->addWidget(m_title, 1);
    top->addStretch();
    top->addWidget(m_teacherSwitch);
    m_judging = makeJudging();
    for (QWidget *view : {static_cast<QWidget *>(m_checks), m_judging, static_cast<QWidget *>(m_summary)})
        m_views->addWidget(view);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_views);
    splitter->addWidget(m_teachers);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({900, 440});
    m_teachers->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->setSpacing(6);
    layout->addLayout(top);
    layout->addWidget(splitter, 1);
}

QWidget *LabelPage::makeJudging()
{
    m_reveal->setTextFormat(Qt::PlainText);
    m_reveal->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_reveal->hide();
    auto *reading = new QWidget(this);
    auto *readingLayout = new QVBoxLayout(reading);
    readingLayout->setContentsMargins(0, 0, 0, 0);
    readingLayout->addWidget(m_sample, 1);
    readingLayout->addWidget(m_opinions);
    readingLayout->addWidget(m_reveal);
    readingLayout->addWidget(m_history);
    readingLayout->addWidget(m_strip);
    return reading;
}

void LabelPage::buildKeys(AppSettings &settings)
{
    for (int value = 0; value <= 5; ++value) {
        addKeyedAction(this, settings, QStringLiteral("label.value%1").arg(value),
                       tr("Educational value %1").arg(value), QKeySequence(Qt::Key_0 + value),
                       [this, value] { give(Verdict::Value, value); });
    }
    addKeyedAction(this, settings, QStringLiteral("label.skip"), tr("Skip"), Qt::Key_S,
                   [this] { give(Verdict::Skip, 0); });
    addKeyedAction(this, settings, QStringLiteral("label.discard"), tr("Discard"), Qt::Key_D,
                   [this] { give(Verdict::Discard, 0); });
    addKeyedAction(this, settings, QStringLiteral("label.undo"), tr("Undo the last judgement"), Qt::Key_Backspace,
                   [this] { undoLast(); });
    addKeyedAction(this, settings, QStringLiteral("label.note"), tr("Write a note"), Qt::Key_N,
                   [this] { m_strip->noteInput()->setFocus(); });
    addKeyedAction(this, settings, QStringLiteral("label.rubric"), tr("Show the rubric"), Qt::Key_R,
                   [this] { m_strip->toggleRubric(); });
    addKeyedAction(this, settings, QStringLiteral("label.next"), tr("Next sample"), Qt::Key_J,
                   [this] { m_queue.step(1); });
    addKeyedAction(this, settings, QStringLiteral("label.previous"), tr("Previous sample"), Qt::Key_K,
                   [this] { m_queue.step(-1); });
    addKeyedAction(this, settings, QStringLiteral("label.find"), tr("Find in this file"), QKeySequence::Find,
                   [this] { m_sample->openFind(); });
}

void LabelPage::connectParts()
{
    connect(m_newQueue, &QPushButton::clicked, this, &LabelPage::openQueueDialog);
    connect(m_teacherSwitch, &QPushButton::toggled, this, [this](bool isShown) {
        m_teachers->setVisible(isShown && m_teacherSwitch->isEnabled());
        m_session.state().setValue(stateKey, QJsonObject{{teachersKey, isShown}});
    });
    connect(m_teachers, &TeacherPanel::sampleOpened, this, [this](SampleId sample) { m_queue.choose(0, sample); });
    connect(m_queueChoice, &QComboBox::activated, this,
            [this] { m_queue.choose(m_queueChoice->currentData().toLongLong()); });
    connect(m_allChecks, &QPushButton::clicked, &m_queue, &JudgingQueue::leave);
    connect(m_strip, &JudgingStrip::valueGiven, this, [this](int value) { give(Verdict::Value, value); });
    connect(m_strip, &JudgingStrip::skipped, this, [this] { give(Verdict::Skip, 0); });
    connect(m_strip, &JudgingStrip::discarded, this, [this] { give(Verdict::Discard, 0); });
    connect(m_strip, &JudgingStrip::undoRequested, this, &LabelPage::undoLast);
    connect(m_note, &NoteDraft::saved, m_loader, &SampleLoader::forget);
    connect(m_loader, &SampleLoader::loaded, this, [this](const std::shared_ptr<const SampleDetails> &details) {
        m_details = details;
        showDetails(*details);
    });
    connect(m_loader, &SampleLoader::failed, this,
            [this](SampleId, const Error &error) { m_sample->showNote(ErrorTexts::inOneText(error)); });
}

void LabelPage::connectQueue()
{
    connect(&m_session.lists(), &WorkspaceLists::queuesChanged, this, &LabelPage::showQueues);
    connect(&m_queue, &JudgingQueue::queueChanged, this, [this] {
        m_looksBack = false;
        m_reveal->hide();
        showView();
        showQueue();
    });
    connect(&m_queue, &JudgingQueue::currentChanged, this, &LabelPage::showCurrent);
    connect(&m_queue, &JudgingQueue::judged, this, &LabelPage::onJudged);
    connect(&m_queue, &JudgingQueue::judgementFailed, this, &LabelPage::onFailed);
    connect(&m_queue, &JudgingQueue::endReached, this, &LabelPage::onEnd);
    connect(&m_queue, &JudgingQueue::progressChanged, this, &LabelPage::showView);
    connect(&m_queue, &JudgingQueue::undone, this, [this](SampleId sample) {
        m_loader->forget(sample); // its note is its draft again
        m_reveal->hide();
        m_messages->hide();
        m_toast->show(tr("Undone"));
    });
}

void LabelPage::connectChecks()
{
    const auto create = [this](const QueueRequest &request) {
        QueueRequest drawn = request;
        drawn.filter = m_session.set().value().description();
        m_session.lists().createQueue(drawn, m_session.set().rows());
    };
    connect(m_checks, &CheckList::checkWanted, this, create);
    connect(m_checks, &CheckList::moreChoicesWanted, this, &LabelPage::openQueueDialog);
    connect(m_checks, &CheckList::opened, this, [this](std::int64_t queue) { m_queue.choose(queue); });
    connect(m_checks, &CheckList::setWanted, this, [this] { m_queue.choose(0); });
    connect(m_checks, &CheckList::renameWanted, m_actions, &CheckActions::askForName);
    connect(m_checks, &CheckList::removeWanted, m_actions, &CheckActions::remove);
    connect(m_actions, &CheckActions::hidesOpinionsChanged, this, &LabelPage::showQueue);
    connect(m_actions, &CheckActions::removed, this, [this](const RemovedQueue &removed) {
        m_checkToast->show(tr("Deleted “%1”. Its judgements are kept.").arg(QString::fromStdString(removed.queue.name)),
                           tr("Undo"), [this, removed] { m_session.lists().restoreQueue(removed); });
    });
    connect(&m_session, &WorkspaceSession::columnsChanged, this, [this] {
        if (m_views->currentWidget() == m_summary) // labels or scores came that it compares with
            m_summary->showCheck(m_queue.queue());
    });
    connect(m_toSummary, &QPushButton::clicked, this, [this] {
        m_looksBack = false;
        showView();
    });
    connect(m_summary, &CheckSummaryView::allChecksWanted, &m_queue, &JudgingQueue::leave);
    connect(m_summary, &CheckSummaryView::qualityWanted, this, &LabelPage::qualityWanted);
    connect(m_summary, &CheckSummaryView::sampleOpened, this, [this](SampleId sample) {
        m_looksBack = true;
        m_queue.goToSample(sample);
        showView();
    });
}

bool LabelPage::isJudging() const { return m_views->currentWidget() == m_judging; }

/// The checks until one is chosen, then its samples, and its summary once all are judged.
void LabelPage::showView()
{
    QWidget *view = m_judging;
    if (!m_queue.isChosen())
        view = m_checks;
    else if (m_queue.isFinished() && !m_looksBack)
        view = m_summary;
    const bool isNew = view != m_views->currentWidget();
    m_views->setCurrentWidget(view);
    const bool isChoosing = view == m_checks;
    for (QWidget *part : {static_cast<QWidget *>(m_allChecks), static_cast<QWidget *>(m_queueChoice),
                          static_cast<QWidget *>(m_newQueue), static_cast<QWidget *>(m_more)})
        part->setVisible(!isChoosing);
    m_toSummary->setVisible(view == m_judging && m_queue.isFinished());
    m_title->setVisible(view == m_judging);
    if (!isNew)
        return;
    if (view == m_summary)
        m_summary->showCheck(m_queue.queue());
    if (view == m_judging && isVisible())
        setFocus();
    showQueue();
}

/// Blind: until the check is finished. Else in checks, when the person wants it so: until the sample was judged.
bool LabelPage::areOpinionsHidden() const
{
    if (m_queue.isBlind())
        return !m_queue.isFinished();
    return m_queue.queue() != 0 && m_settings.hidesOpinions() && !m_queue.given(m_queue.current());
}

void LabelPage::onEnd()
{
    if (m_queue.isFinished())
        return; // the summary says it
    const JudgingQueue::Progress progress = m_queue.progress();
    if (m_queue.queue() == 0)
        m_messages->showNote(tr("That was the last sample here."));
    else
        m_messages->showMessage(MessageBar::Kind::Note,
                                tr("That was the last sample. %n sample(s) before it are still open.", nullptr,
                                   progress.total - progress.done),
                                {}, {}, {tr("Go to the first open one"), [this] { m_queue.goToOpen(); }});
}

void LabelPage::showQueues()
{
    const QSignalBlocker blocker(m_queueChoice);
    m_queueChoice->clear();
    m_queueChoice->addItem(tr("Current set"), qlonglong(0));
    for (const Queue &queue : m_session.lists().queues())
        m_queueChoice->addItem(
            QStringLiteral("%1 (%2/%3)")
                .arg(QString::fromStdString(queue.name), HumanText::count(queue.done), HumanText::count(queue.total)),
            qlonglong(queue.id));
    m_queueChoice->setCurrentIndex(std::max(0, m_queueChoice->findData(qlonglong(m_queue.queue()))));
}

/// Blind judging hides what others said, and the lists of labels with it.
void LabelPage::showQueue()
{
    const bool isBlind = m_queue.isBlind() && !m_queue.isFinished();
    // The lists of labels tell of samples that are still to be judged.
    const bool isHidden = isBlind || (m_queue.queue() != 0 && m_settings.hidesOpinions() && !m_queue.isFinished());
    m_queueChoice->setCurrentIndex(std::max(0, m_queueChoice->findData(qlonglong(m_queue.queue()))));
    m_blindMark->setVisible(isBlind && !m_queue.isLoading());
    m_teacherSwitch->setEnabled(!isHidden);
    m_teacherSwitch->setToolTip(isHidden ? tr("Hidden until this check is finished") : QString());
    m_teachers->setVisible(m_teacherSwitch->isChecked() && !isHidden);
    if (areOpinionsHidden())
        m_opinions->hide();
    else if (m_details)
        showOpinions(*m_details);
}

void LabelPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_isStale, false))
        showCurrent();
}

void LabelPage::showCurrent()
{
    const SampleId sample = m_queue.current();
    m_note->moveTo(sample);
    m_isStale = !isVisible();
    if (m_isStale)
        return; // nobody reads it
    if (sample == 0) {
        m_title->clear();
        m_opinions->hide();
        m_strip->setGiven(JudgingQueue::noValue);
        if (!m_queue.isLoading())
            m_sample->showNote(m_session.counts().samples == 0
                                   ? tr("There is nothing to judge yet. Import some code first.")
                                   : tr("The current set is empty. Switch off or remove a part of it above."));
        return;
    }
    m_loader->request(sample);
    if (!m_details || m_details->row.id != sample) // it was not read ahead: what is seen is of another
        m_sample->showNote(tr("Loading…"));
    m_loader->readAhead(m_queue.next());
}

void LabelPage::showDetails(const SampleDetails &details)
{
    if (details.row.id != m_queue.current())
        return;
    const QString path = QString::fromStdString(details.row.path);
    m_title->setText(m_queue.isBlind() && !m_queue.isFinished()
                         ? tr("Sample %1 of %2").arg(m_queue.place() + 1).arg(m_queue.items().size())
                         : path);
    m_title->setToolTip(QStringLiteral("<qt>") + m_title->text().toHtmlEscaped() + QStringLiteral("</qt>"));
    if (details.row.kind == SampleKind::Thread)
        m_sample->showThread(details.thread);
    else
        m_sample->showCode(details.text, QString::fromStdString(details.row.language), path);
    m_note->offer(details.row.id, details.draft);
    showOpinions(details);
}

/// What teachers, the forest and earlier judgements say of the sample: nothing of it while judging is blind.
void LabelPage::showOpinions(const SampleDetails &details)
{
    int given = m_queue.given(details.row.id).value_or(JudgingQueue::noValue);
    const bool isHidden = areOpinionsHidden() || details.row.id != m_queue.current();
    if (given == JudgingQueue::noValue && !isHidden && details.row.label)
        given = *details.row.label;
    m_strip->setGiven(given);
    const QStringList opinions = opinionsOf(details);
    m_opinions->setText(opinions.join(QLatin1Char('\n')));
    m_opinions->setVisible(!isHidden && !opinions.isEmpty());
}

/// The sample that was judged is gone from the screen: what others said of it stays a moment longer.
void LabelPage::showReveal(const Judgement &judgement)
{
    const bool isKnown = m_details && m_details->row.id == judgement.sample && !judgement.blind && judgement.queue != 0;
    QStringList opinions;
    if (isKnown) {
        for (const TeacherLabel &label : m_details->teacherLabels)
            opinions.append(tr("%1: %2").arg(displayText(label.teacher).text, QLocale().toString(label.value, 'g', 3)));
        if (m_details->row.quality)
            opinions.append(tr("forest: %1").arg(QLocale().toString(*m_details->row.quality, 'f', 2)));
    }
    m_reveal->setText(
        tr("Last sample: you %1 · %2").arg(HistoryRow::verdictText(judgement), opinions.join(QStringLiteral(" · "))));
    m_reveal->setVisible(!opinions.isEmpty());
}

void LabelPage::give(Verdict verdict, int value)
{
    if (!m_queue.isReady() || !isJudging())
        return;
    m_note->close();
    m_queue.judge(verdict, value, m_strip->note(), m_settings.annotator());
}

void LabelPage::onJudged(const Judgement &judgement)
{
    m_messages->hide();
    m_note->clear();
    m_loader->forget(judgement.sample); // it says what others think once it is judged
    showReveal(judgement);
    m_toast->show(tr("Saved: %1").arg(HistoryRow::verdictText(judgement)), tr("Undo"), [this] { undoLast(); });
}

void LabelPage::onFailed(const Judgement &judgement, const Error &error)
{
    m_messages->showError(error, tr("The judgement was not stored."),
                          {tr("Try again"), [this, judgement] { m_queue.judgeAgain(judgement); }});
}

void LabelPage::undoLast()
{
    if (!m_queue.undoLast())
        m_toast->show(tr("Nothing to undo"));
}

void LabelPage::openQueueDialog()
{
    const CurrentSet &set = m_session.set();
    auto *dialog = new QueueDialog(qint64(set.rows()->ids.size()), set.value().description(), m_checks->nextSeed(),
                                   this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_checks->keepSeed(dialog->request().seed);
        m_session.lists().createQueue(dialog->request(), m_session.set().rows());
    });
    dialog->open();
}

} // namespace primer
