#include "ui/label_page/label_page.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "ui/code_view/sample_view.h"
#include "ui/error_text/error_text.h"
#include "ui/label_page/judging_strip.h"
#include "ui/label_page/queue_dialog.h"
#include "ui/label_page/teacher_panel.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/toast.h"

namespace primer {

namespace {

constexpr int draftDelayMs = 1000;
constexpr int shownHistory = 5;
constexpr int mostReasoning = 600; ///< characters

QString verdictText(const Judgement &judgement)
{
    switch (judgement.verdict) {
    case Verdict::Value: return QString::number(judgement.value);
    case Verdict::Skip: return LabelPage::tr("skipped");
    case Verdict::Discard: return LabelPage::tr("discarded");
    }
    return {};
}

} // namespace

LabelPage::LabelPage(WorkspaceSession &session, AppSettings &settings, QWidget *parent)
    : QWidget(parent), m_session(session), m_settings(settings), m_loader(new SampleLoader(session, this)),
      m_queueChoice(new QComboBox(this)), m_title(new QLabel(this)), m_blindMark(new QLabel(tr("Blind"), this)),
      m_messages(new MessageBar(this)), m_sample(new SampleView(this)), m_history(new QHBoxLayout),
      m_strip(new JudgingStrip(this)), m_opinions(new QLabel(this)), m_teachers(new TeacherPanel(session, this)),
      m_toast(new Toast(m_sample))
{
    setFocusPolicy(Qt::StrongFocus);
    m_queueChoice->setAccessibleName(tr("What to judge"));
    m_queueChoice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_blindMark->setFrameShape(QFrame::StyledPanel);
    m_blindMark->setContentsMargins(6, 0, 6, 0);
    m_blindMark->hide();
    auto *newQueue = new QPushButton(tr("New spot check…"), this);
    newQueue->setAutoDefault(false);
    connect(newQueue, &QPushButton::clicked, this, &LabelPage::openQueueDialog);
    auto *top = new QHBoxLayout;
    top->addWidget(m_queueChoice);
    top->addWidget(newQueue);
    top->addWidget(m_blindMark);
    top->addWidget(m_title, 1);
    auto *teachers = new QPushButton(tr("Teachers"), this);
    teachers->setCheckable(true);
    teachers->setAutoDefault(false);
    connect(teachers, &QPushButton::toggled, this, [this](bool isShown) {
        m_teachers->setVisible(isShown);
        storeState();
    });
    connect(m_teachers, &TeacherPanel::sampleOpened, this, [this](SampleId sample) {
        if (m_queue != 0)
            chooseQueue(0);
        judgeFrom(sample);
    });
    m_teacherSwitch = teachers;
    top->addWidget(teachers);

    m_history->setContentsMargins(0, 0, 0, 0);
    m_history->setSpacing(4);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->setSpacing(6);
    layout->addLayout(top);
    layout->addWidget(m_messages);
    m_opinions->setWordWrap(true);
    m_opinions->setTextFormat(Qt::PlainText);
    m_opinions->setTextInteractionFlags(Qt::TextSelectableByMouse);
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
    layout->addWidget(splitter, 1);
    layout->addLayout(m_history);
    layout->addWidget(m_strip);

    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(draftDelayMs);
    connect(&m_draftTimer, &QTimer::timeout, this, [this] {
        if (m_current)
            m_session.saveDraft(m_current, m_strip->note());
    });
    connect(m_strip, &JudgingStrip::noteEdited, this, [this] {
        m_isNoteEdited = true;
        m_draftTimer.start();
    });
    connect(m_strip, &JudgingStrip::valueGiven, this, [this](int value) { give(Verdict::Value, value); });
    connect(m_strip, &JudgingStrip::skipped, this, [this] { give(Verdict::Skip, 0); });
    connect(m_strip, &JudgingStrip::discarded, this, [this] { give(Verdict::Discard, 0); });
    connect(m_strip, &JudgingStrip::undoRequested, this, &LabelPage::undoLast);
    connect(&m_session, &WorkspaceSession::judged, this, &LabelPage::onJudged);
    connect(&m_session, &WorkspaceSession::judgementFailed, this,
            [this](const Judgement &judgement, const Error &error) {
                m_isPending = false;
                m_strip->setReady(true);
                const ErrorText text = ErrorTexts::describe(error);
                m_messages->showMessage(MessageBar::Kind::Error,
                                        tr("The judgement was not stored.") + QLatin1Char(' ') + text.sentence,
                                        text.hint, text.details, tr("Try again"), [this, judgement] {
                                            m_isPending = true;
                                            m_session.judge(judgement);
                                        });
            });
    connect(&m_session, &WorkspaceSession::undone, this, [this](std::int64_t judgement, SampleId sample) {
        m_done.erase(std::remove_if(m_done.begin(), m_done.end(),
                                    [judgement](const Judgement &done) { return done.id == judgement; }),
                     m_done.end());
        m_given.remove(sample);
        m_isPending = false;
        m_toast->show(tr("Taken back"));
        showHistory();
        judgeFrom(sample);
    });
    connect(&m_session, &WorkspaceSession::rowsChanged, this, [this] {
        if (m_queue == 0)
            loadItems(true);
    });
    connect(&m_session, &WorkspaceSession::queuesChanged, this, &LabelPage::rebuildQueueList);
    connect(&m_session, &WorkspaceSession::queueCreated, this, &LabelPage::chooseQueue);
    connect(m_queueChoice, &QComboBox::activated, this,
            [this] { chooseQueue(m_queueChoice->currentData().toLongLong()); });
    connect(m_loader, &SampleLoader::loaded, this,
            [this](const std::shared_ptr<const SampleDetails> &details) { showCurrent(*details); });
    connect(m_loader, &SampleLoader::failed, this,
            [this](SampleId, const Error &error) { m_sample->showNote(ErrorTexts::describe(error).sentence); });
    buildKeys(settings);
    rebuildQueueList();
    const QJsonObject state = m_session.state(QStringLiteral("label")).toObject();
    m_queue = state.value(QStringLiteral("queue")).toInteger();
    m_current = SampleId(state.value(QStringLiteral("sample")).toInteger());
    m_place = state.value(QStringLiteral("place")).toInt();
    m_teacherSwitch->setChecked(state.value(QStringLiteral("teachers")).toBool());
    loadItems(true);
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
    addKeyedAction(this, settings, QStringLiteral("label.undo"), tr("Take the last judgement back"), Qt::Key_Backspace,
                   [this] { undoLast(); });
    addKeyedAction(this, settings, QStringLiteral("label.note"), tr("Write a note"), Qt::Key_N,
                   [this] { m_strip->noteInput()->setFocus(); });
    addKeyedAction(this, settings, QStringLiteral("label.rubric"), tr("Show the rubric"), Qt::Key_R,
                   [this] { m_strip->toggleRubric(); });
    addKeyedAction(this, settings, QStringLiteral("label.next"), tr("Next sample"), Qt::Key_J, [this] { step(1); });
    addKeyedAction(this, settings, QStringLiteral("label.previous"), tr("Previous sample"), Qt::Key_K,
                   [this] { step(-1); });
    addKeyedAction(this, settings, QStringLiteral("label.find"), tr("Find in this file"), QKeySequence::Find,
                   [this] { m_sample->openFind(); });
}

void LabelPage::rebuildQueueList()
{
    const QSignalBlocker blocker(m_queueChoice);
    m_queueChoice->clear();
    m_queueChoice->addItem(tr("Current set"), qlonglong(0));
    for (const Queue &queue : m_session.queues()) {
        m_queueChoice->addItem(
            QStringLiteral("%1 (%2/%3)")
                .arg(QString::fromStdString(queue.name), HumanText::count(queue.done), HumanText::count(queue.total)),
            qlonglong(queue.id));
        if (queue.id == m_queue) {
            m_isBlind = queue.blind;
            m_blindMark->setVisible(queue.blind);
        }
    }
    m_queueChoice->setCurrentIndex(std::max(0, m_queueChoice->findData(qlonglong(m_queue))));
}

void LabelPage::chooseQueue(std::int64_t queue)
{
    m_queue = queue;
    m_isBlind = false;
    m_blindMark->hide();
    m_place = 0;
    m_current = 0;
    rebuildQueueList();
    loadItems(false);
}

void LabelPage::loadItems(bool keepPlace)
{
    const quint64 generation = ++m_itemsGeneration;
    const SampleId kept = keepPlace ? m_current : 0;
    if (m_queue == 0) {
        m_items = m_session.rows()->ids;
        m_given.clear();
        const auto found = std::find(m_items.begin(), m_items.end(), kept);
        goTo(found != m_items.end() ? int(found - m_items.begin()) : std::min(m_place, int(m_items.size()) - 1));
        return;
    }
    inBackground(
        this,
        [workspace = m_session.workspace(), queue = m_queue]() -> Result<std::vector<QueueItem>> {
            auto reader = workspace->store().reader();
            if (!reader)
                return reader.error();
            return queueItems(**reader, queue);
        },
        [this, generation, kept](const Result<std::vector<QueueItem>> &items) {
            if (generation != m_itemsGeneration || !items)
                return;
            m_items.clear();
            m_given.clear();
            int firstOpen = -1;
            int keptPlace = -1;
            for (const QueueItem &item : *items) {
                if (item.judgement)
                    m_given.insert(item.sample, item.judgement->verdict == Verdict::Value ? item.judgement->value : -1);
                else if (firstOpen < 0)
                    firstOpen = int(m_items.size());
                if (item.sample == kept)
                    keptPlace = int(m_items.size());
                m_items.push_back(item.sample);
            }
            goTo(keptPlace >= 0 ? keptPlace : std::max(0, firstOpen));
        });
}

void LabelPage::goTo(int place)
{
    if (place < 0 || place >= int(m_items.size())) {
        if (m_items.empty()) {
            m_current = 0;
            m_title->clear();
            m_strip->setReady(false);
            m_sample->showNote(m_session.counts().samples == 0
                                   ? tr("There is nothing to judge yet. Import some code first.")
                                   : tr("The current set is empty. Change the filter on the browse page."));
        }
        showProgress();
        return;
    }
    m_place = place;
    if (m_draftTimer.isActive() && m_items[std::size_t(place)] != m_current) {
        m_draftTimer.stop();
        m_session.saveDraft(m_current, m_strip->note());
        m_loader->forget(m_current);
    }
    if (m_items[std::size_t(place)] != m_current || m_noteOf == 0) {
        m_strip->setNote({});
        m_isNoteEdited = false;
        m_noteOf = 0;
    }
    m_current = m_items[std::size_t(place)];
    m_strip->setReady(!m_isPending);
    m_loader->request(m_current);
    if (place + 1 < int(m_items.size()))
        m_loader->readAhead(m_items[std::size_t(place) + 1]);
    showProgress();
    storeState();
}

void LabelPage::showCurrent(const SampleDetails &details)
{
    const QString path = QString::fromStdString(details.row.path);
    m_title->setText(m_isBlind ? tr("Sample %1 of %2").arg(m_place + 1).arg(m_items.size()) : path);
    m_title->setToolTip(QStringLiteral("<qt>") + m_title->text().toHtmlEscaped() + QStringLiteral("</qt>"));
    if (details.row.kind == SampleKind::Thread)
        m_sample->showThread(details.thread);
    else
        m_sample->showCode(details.text, QString::fromStdString(details.row.language), path);
    // Shown again, or shown late: what is being written must not be taken away.
    if (m_noteOf != details.row.id && !m_isNoteEdited)
        m_strip->setNote(details.draft);
    m_noteOf = details.row.id;
    // Blind: what others said, and what was said outside this queue, stays hidden.
    int given = m_given.value(details.row.id, -1);
    if (given < 0 && !m_isBlind && details.row.label)
        given = *details.row.label;
    m_strip->setGiven(given);
    showOpinions(details);
}

/// What teachers and the forest say of the sample; blind judging hides it, and the lists of labels with it.
void LabelPage::showOpinions(const SampleDetails &details)
{
    m_teacherSwitch->setEnabled(!m_isBlind);
    m_teachers->setVisible(m_teacherSwitch->isChecked() && !m_isBlind);
    QStringList opinions;
    const QLocale locale;
    for (const TeacherLabel &label : details.teacherLabels) {
        QString text = tr("%1: %2").arg(displayText(label.teacher).text, locale.toString(label.value, 'g', 3));
        if (label.coveredShare < 1)
            text += QLatin1Char(' ') + tr("(saw %1 % of it)").arg(locale.toString(100 * label.coveredShare, 'f', 0));
        if (!label.reasoning.empty())
            text += QStringLiteral(" — ") + displayText(label.reasoning).text.left(mostReasoning).simplified();
        opinions.append(text);
    }
    if (details.row.quality)
        opinions.append(tr("Score of the forest: %1").arg(locale.toString(*details.row.quality, 'f', 3)));
    m_opinions->setText(opinions.join(QLatin1Char('\n')));
    m_opinions->setVisible(!m_isBlind && !opinions.isEmpty());
}

void LabelPage::give(Verdict verdict, int value)
{
    if (m_current == 0 || m_isPending)
        return;
    m_draftTimer.stop();
    Judgement judgement;
    judgement.sample = m_current;
    judgement.verdict = verdict;
    judgement.value = value;
    judgement.note = m_strip->note().toStdString();
    judgement.annotator = m_settings.annotator().toStdString();
    judgement.queue = m_queue;
    judgement.blind = m_isBlind;
    m_isPending = true;
    m_strip->setReady(false);
    m_session.judge(judgement);
}

void LabelPage::onJudged(const Judgement &judgement)
{
    m_isPending = false;
    m_messages->hide();
    m_strip->setNote({});
    m_isNoteEdited = false;
    m_noteOf = 0;
    m_done.push_back(judgement);
    m_given.insert(judgement.sample, judgement.verdict == Verdict::Value ? judgement.value : -1);
    m_toast->show(judgement.verdict == Verdict::Value ? tr("Saved: %1").arg(judgement.value)
                                                      : tr("Saved: %1").arg(verdictText(judgement)),
                  tr("Undo"), [this] { undoLast(); });
    showHistory();
    if (judgement.sample == m_current && m_place + 1 < int(m_items.size())) {
        goTo(m_place + 1);
        return;
    }
    m_strip->setReady(true);
    showProgress();
    if (judgement.sample == m_current)
        m_messages->showMessage(MessageBar::Kind::Note, tr("That was the last sample here."), {}, {});
}

void LabelPage::undoLast()
{
    if (m_done.empty() || m_isPending) {
        m_toast->show(tr("Nothing to take back"));
        return;
    }
    m_isPending = true;
    m_session.undo(m_done.back().id);
}

void LabelPage::step(int by)
{
    if (!m_isPending)
        goTo(m_place + by);
}

void LabelPage::judgeFrom(SampleId sample)
{
    const auto found = std::find(m_items.begin(), m_items.end(), sample);
    if (found != m_items.end())
        goTo(int(found - m_items.begin()));
}

void LabelPage::showProgress()
{
    m_strip->setProgress(m_queue ? int(m_given.size()) : std::min(m_place + 1, int(m_items.size())),
                         int(m_items.size()));
}

void LabelPage::showHistory()
{
    while (QLayoutItem *item = m_history->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (m_done.empty())
        return;
    m_history->addWidget(new QLabel(tr("Go back to:"), this));
    for (auto done = m_done.rbegin(); done != m_done.rend() && m_history->count() <= shownHistory; ++done) {
        auto *button = new QToolButton(this);
        button->setText(tr("Sample %1: %2").arg(done->sample).arg(verdictText(*done)));
        button->setAutoRaise(true);
        // Later: a click is handled inside the button, which going back may replace.
        connect(
            button, &QToolButton::clicked, this, [this, sample = done->sample] { judgeFrom(sample); },
            Qt::QueuedConnection);
        m_history->addWidget(button);
    }
    m_history->addStretch();
}

void LabelPage::openQueueDialog()
{
    auto *dialog = new QueueDialog(qint64(m_session.rows()->ids.size()), m_session.spec().filter, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_session.createQueue(dialog->request()); });
    dialog->open();
}

void LabelPage::storeState()
{
    m_session.setState(QStringLiteral("label"),
                       QJsonObject{{QStringLiteral("queue"), qint64(m_queue)},
                                   {QStringLiteral("sample"), qint64(m_current)},
                                   {QStringLiteral("place"), m_place},
                                   {QStringLiteral("teachers"), m_teacherSwitch->isChecked()}});
}

} // namespace primer
