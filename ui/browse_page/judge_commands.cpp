#include "ui/browse_page/judge_commands.h"

#include <algorithm>

#include <QAction>
#include <QInputDialog>
#include <QMenu>

#include "ui/browse_page/sample_table.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/keyed_action.h"

namespace primer {

namespace {

constexpr int maxLetters = 60;

QString menuText(const std::string &name)
{
    QString text = QString::fromStdString(name).left(maxLetters);
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

JudgeCommands::JudgeCommands(WorkspaceSession &session, AppSettings &settings, SampleTable *table, QWidget *page)
    : QObject(page), m_session(session), m_settings(settings), m_table(table), m_page(page)
{
    addActions();
    connectWork();
    refresh();
}

void JudgeCommands::addActions()
{
    const auto add = [this](const QString &id, const QString &text, const QKeySequence &key,
                            std::function<void()> run) {
        QAction *action = addKeyedAction(m_table, m_settings, QStringLiteral("browse.") + id, text, key,
                                         std::move(run));
        m_needRow.append(action);
        return action;
    };
    for (int value = 0; value <= 5; ++value)
        add(QStringLiteral("judge.value%1").arg(value), tr("Judge the selected rows: %1").arg(value),
            QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + value)), [this, value] { judge(Verdict::Value, value); });
    add(QStringLiteral("judge.skip"), tr("Skip the selected rows"), {}, [this] { judge(Verdict::Skip, 0); });
    add(QStringLiteral("judge.discard"), tr("Discard the selected rows"), Qt::Key_Delete,
        [this] { judge(Verdict::Discard, 0); });
    m_undo = add(QStringLiteral("judge.undo"), tr("Undo the last judgement of rows"), Qt::Key_Backspace,
                 [this] { m_session.bulk().undoLast(); });
    m_needRow.removeOne(m_undo);
    add(QStringLiteral("note"), tr("Write a note…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N),
        [this] { askForNote(); });
    add(QStringLiteral("addToQueue"), tr("Add the selected rows to a queue…"), QKeySequence(Qt::CTRL | Qt::Key_D),
        [this] { askForQueue(); });
}

void JudgeCommands::connectWork()
{
    BulkWork &bulk = m_session.bulk();
    connect(m_table, &SampleTable::selectionEdited, this, &JudgeCommands::refresh);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &JudgeCommands::refresh);
    connect(&bulk, &BulkWork::stateChanged, this, &JudgeCommands::refresh);
    connect(&bulk, &BulkWork::judged, this, [this](int samples, const Judgement &like) {
        const QString what = like.verdict == Verdict::Value
                                 ? tr("%n sample(s) judged: %1", nullptr, samples).arg(like.value)
                             : like.verdict == Verdict::Skip ? tr("%n sample(s) skipped", nullptr, samples)
                                                             : tr("%n sample(s) discarded", nullptr, samples);
        Q_EMIT told(what, true);
    });
    connect(&bulk, &BulkWork::undone, this,
            [this](int samples) { Q_EMIT told(tr("Undone for %n sample(s)", nullptr, samples), false); });
    connect(&bulk, &BulkWork::queued, this, [this](const QString &name, qint64 added) {
        Q_EMIT told(added > 0 ? tr("%n sample(s) added to “%1”", nullptr, int(added)).arg(name)
                              : tr("“%1” holds them already").arg(name),
                    false);
    });
    connect(&bulk, &BulkWork::failed, this, [this](const Error &error) {
        if (error.code != ErrorCode::Cancelled) // else the jobs say it
            Q_EMIT failed(error);
    });
}

void JudgeCommands::refresh()
{
    const bool isWritable = !m_session.workspace()->isReadOnly();
    const bool hasRow = m_table->currentSample() != 0;
    for (QAction *action : std::as_const(m_needRow))
        action->setEnabled(isWritable && hasRow && !m_session.bulk().isBusy());
    m_undo->setEnabled(m_session.bulk().canUndo());
}

void JudgeCommands::judge(Verdict verdict, int value)
{
    Judgement like;
    like.verdict = verdict;
    like.value = value;
    like.annotator = m_settings.annotator().toStdString();
    m_session.bulk().judge(like, m_table->selectedSamples());
}

void JudgeCommands::fillQueues(QMenu &menu)
{
    menu.addAction(tr("New queue…"), this, &JudgeCommands::askForQueue);
    menu.addSeparator();
    for (const Queue &queue : m_session.lists().queues()) {
        const QString name = QString::fromStdString(queue.name);
        QAction *action = menu.addAction(menuText(queue.name), this, [this, id = queue.id, name] {
            m_session.bulk().addToQueue(id, name, m_table->selectedSamples());
        });
        const bool isList = queue.kind == "list";
        action->setEnabled(isList);
        if (!isList)
            action->setToolTip(tr("Drawn at random: rows added by hand would bias what it measures"));
    }
    menu.setToolTipsVisible(true);
}

void JudgeCommands::askForQueue()
{
    QStringList names;
    for (const Queue &queue : m_session.lists().queues()) {
        if (queue.kind == "list")
            names.append(QString::fromStdString(queue.name));
    }
    const int count = m_table->selectedCount();
    auto *dialog = new QInputDialog(m_page);
    dialog->setObjectName(QStringLiteral("queueChoice"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Add to a queue"));
    dialog->setLabelText(tr("Queue for %n sample(s): choose one, or write the name of a new one.", nullptr, count));
    dialog->setComboBoxItems(QStringList(tr("Queue of %1").arg(HumanText::count(count))) + names);
    dialog->setComboBoxEditable(true);
    connect(dialog, &QInputDialog::textValueSelected, this, &JudgeCommands::takeQueue);
    dialog->open();
}

void JudgeCommands::takeQueue(const QString &name)
{
    const QString wanted = name.trimmed();
    if (wanted.isEmpty())
        return;
    const auto &queues = m_session.lists().queues();
    const auto known = std::find_if(queues.begin(), queues.end(), [&wanted](const Queue &queue) {
        return queue.kind == "list" && QString::fromStdString(queue.name) == wanted;
    });
    if (known != queues.end())
        m_session.bulk().addToQueue(known->id, wanted, m_table->selectedSamples());
    else
        m_session.bulk().createQueue(wanted, m_table->selectedSamples());
}

void JudgeCommands::askForNote()
{
    const SampleId sample = m_table->currentSample();
    if (sample == 0)
        return;
    auto *dialog = new QInputDialog(m_page);
    dialog->setObjectName(QStringLiteral("note"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Note"));
    dialog->setLabelText(tr("It is kept with the sample and goes into its next judgement."));
    dialog->setOption(QInputDialog::UsePlainTextEditForTextInput);
    dialog->setTextValue(m_details && m_details->row.id == sample ? m_details->draft : QString());
    connect(dialog, &QInputDialog::textValueSelected, this, [this, sample](const QString &text) {
        m_session.judging().saveDraft(sample, text.trimmed());
        Q_EMIT noteWritten(sample, text.trimmed());
    });
    dialog->open();
}

} // namespace primer
