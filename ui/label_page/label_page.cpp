#include "ui/label_page/label_page.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/code_view/sample_view.h"
#include "ui/error_text/error_text.h"
#include "ui/label_page/history_row.h"
#include "ui/label_page/judging_strip.h"
#include "ui/label_page/note_draft.h"
#include "ui/label_page/queue_dialog.h"
#include "ui/label_page/teacher_panel.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"
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
      m_sample(new SampleView(this)), m_opinions(new QLabel(this)), m_teachers(new TeacherPanel(session, this)),
      m_history(new HistoryRow(m_queue, this)), m_strip(new JudgingStrip(m_queue, this)),
      m_note(new NoteDraft(*m_strip, session.judging(), this)), m_toast(new Toast(m_sample))
{
    setFocusPolicy(Qt::StrongFocus);
    makeLayout();
    buildKeys(settings);
    connectParts();
    connectQueue();
    m_teacherSwitch->setChecked(session.state().value(stateKey).toObject().value(teachersKey).toBool());
    showQueues();
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
    auto *top = new QHBoxLayout;
    top->addWidget(m_queueChoice);
    top->addWidget(m_newQueue);
    top->addWidget(m_blindMark);
    top->addWidget(m_title, 1);
    top->addWidget(m_teacherSwitch);
    auto *reading = new QWidget(this);
    auto *readingLayout = new QVBoxLayout(reading);
    readingLayout->setContentsMargins(0, 0, 0, 0);
    readingLayout->addWidget(m_sample, 1);
    readingLayout->addWidget(m_opinions);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(reading);
    splitter->addWidget(m_teachers);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({900, 440});
    m_teachers->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->setSpacing(6);
    layout->addLayout(top);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_history);
    layout->addWidget(m_strip);
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
        m_teachers->setVisible(isShown && !m_queue.isBlind());
        m_session.state().setValue(stateKey, QJsonObject{{teachersKey, isShown}});
    });
    connect(m_teachers, &TeacherPanel::sampleOpened, this, [this](SampleId sample) { m_queue.choose(0, sample); });
    connect(m_queueChoice, &QComboBox::activated, this,
            [this] { m_queue.choose(m_queueChoice->currentData().toLongLong()); });
    connect(m_strip, &JudgingStrip::valueGiven, this, [this](int value) { give(Verdict::Value, value); });
    connect(m_strip, &JudgingStrip::skipped, this, [this] { give(Verdict::Skip, 0); });
    connect(m_strip, &JudgingStrip::discarded, this, [this] { give(Verdict::Discard, 0); });
    connect(m_strip, &JudgingStrip::undoRequested, this, &LabelPage::undoLast);
    connect(m_note, &NoteDraft::saved, m_loader, &SampleLoader::forget);
    connect(m_loader, &SampleLoader::loaded, this,
            [this](const std::shared_ptr<const SampleDetails> &details) { showDetails(*details); });
    connect(m_loader, &SampleLoader::failed, this,
            [this](SampleId, const Error &error) { m_sample->showNote(ErrorTexts::inOneText(error)); });
}

void LabelPage::connectQueue()
{
    connect(&m_session.lists(), &WorkspaceLists::queuesChanged, this, &LabelPage::showQueues);
    connect(&m_queue, &JudgingQueue::queueChanged, this, &LabelPage::showQueue);
    connect(&m_queue, &JudgingQueue::currentChanged, this, &LabelPage::showCurrent);
    connect(&m_queue, &JudgingQueue::judged, this, &LabelPage::onJudged);
    connect(&m_queue, &JudgingQueue::judgementFailed, this, &LabelPage::onFailed);
    connect(&m_queue, &JudgingQueue::endReached, this,
            [this] { m_messages->showNote(tr("That was the last sample here.")); });
    connect(&m_queue, &JudgingQueue::undone, this, [this] { m_toast->show(tr("Undone")); });
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
    const bool isBlind = m_queue.isBlind();
    m_queueChoice->setCurrentIndex(std::max(0, m_queueChoice->findData(qlonglong(m_queue.queue()))));
    m_blindMark->setVisible(isBlind && !m_queue.isLoading());
    m_teacherSwitch->setEnabled(!isBlind);
    m_teachers->setVisible(m_teacherSwitch->isChecked() && !isBlind);
    if (isBlind)
        m_opinions->hide();
}

void LabelPage::showCurrent()
{
    const SampleId sample = m_queue.current();
    m_note->moveTo(sample);
    if (sample == 0) {
        m_title->clear();
        m_opinions->hide();
        m_strip->setGiven(JudgingQueue::noValue);
        if (!m_queue.isLoading())
            m_sample->showNote(m_session.counts().samples == 0
                                   ? tr("There is nothing to judge yet. Import some code first.")
                                   : tr("The current set is empty. Change the filter on the browse page."));
        return;
    }
    m_loader->request(sample);
    m_loader->readAhead(m_queue.next());
}

void LabelPage::showDetails(const SampleDetails &details)
{
    if (details.row.id != m_queue.current())
        return;
    const QString path = QString::fromStdString(details.row.path);
    m_title->setText(m_queue.isBlind() ? tr("Sample %1 of %2").arg(m_queue.place() + 1).arg(m_queue.items().size())
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
    if (given == JudgingQueue::noValue && !m_queue.isBlind() && details.row.label)
        given = *details.row.label;
    m_strip->setGiven(given);
    const QStringList opinions = opinionsOf(details);
    m_opinions->setText(opinions.join(QLatin1Char('\n')));
    m_opinions->setVisible(!m_queue.isBlind() && !opinions.isEmpty());
}

void LabelPage::give(Verdict verdict, int value)
{
    if (!m_queue.isReady())
        return;
    m_note->close();
    m_queue.judge(verdict, value, m_strip->note(), m_settings.annotator());
}

void LabelPage::onJudged(const Judgement &judgement)
{
    m_messages->hide();
    m_note->clear();
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
    auto *dialog = new QueueDialog(qint64(set.rows()->ids.size()), set.spec().filter, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { m_session.lists().createQueue(dialog->request(), m_session.set().rows()); });
    dialog->open();
}

} // namespace primer
