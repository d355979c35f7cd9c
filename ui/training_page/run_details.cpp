#include "ui/training_page/run_details.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/training_page/run_dialog.h"
#include "ui/training_page/setting_texts.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr int eventLines = 1000;

QString reasonOf(const RunEvent &event)
{
    if (event.word == "finished")
        return RunDetails::tr("all steps done");
    if (event.word == "stopped")
        return RunDetails::tr("stopped");
    if (event.word == "bad_loss")
        return RunDetails::tr("a bad loss");
    return QString::fromStdString(event.word);
}

QString sentenceOf(const RunEvent &event)
{
    const QString step = HumanText::count(event.step);
    switch (event.kind) {
    case RunEvent::Kind::Start:
        return event.word == "resumed"
                   ? RunDetails::tr("Resumed at step %1 on %2").arg(step, QString::fromStdString(event.detail))
                   : RunDetails::tr("Started on %1").arg(QString::fromStdString(event.detail));
    case RunEvent::Kind::Evaluation:
        return RunDetails::tr("Step %1: held-out loss %2").arg(step, QLocale().toString(event.loss, 'f', 4));
    case RunEvent::Kind::Checkpoint: return RunDetails::tr("Checkpoint of step %1").arg(step);
    case RunEvent::Kind::Warning: {
        const QString line = QString::fromStdString(event.detail);
        if (event.word == "disk_full")
            return RunDetails::tr(
                       "The disk is full: the checkpoint of step %1 waits until there is room; older ones are kept")
                .arg(step);
        if (event.word == "damaged_checkpoint")
            return RunDetails::tr("A damaged checkpoint was skipped: %1").arg(line);
        if (event.word == "bad_loss")
            return RunDetails::tr("Bad loss at step %1: %2").arg(step, line);
        return RunDetails::tr("Warning: %1").arg(line);
    }
    case RunEvent::Kind::End:
        return RunDetails::tr("Ended: %1")
            .arg(reasonOf(event) + QString::fromStdString(event.detail.empty() ? "" : ", " + event.detail));
    default: return {};
    }
}

} // namespace

RunDetails::RunDetails(QWidget *parent)
    : QWidget(parent), m_settings(new QTreeWidget(this)), m_events(new QPlainTextEdit(this))
{
    m_settings->setHeaderLabels({tr("Setting"), tr("Value")});
    m_settings->setRootIsDecorated(false);
    m_settings->setUniformRowHeights(true);
    m_settings->setAccessibleName(tr("Settings of the run; those changed from the preset are bold"));
    m_settings->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_settings->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_settings->setTextElideMode(Qt::ElideMiddle); // of a path its end says the most; the whole is in the tool tip
    m_events->setReadOnly(true);
    m_events->setMaximumBlockCount(eventLines);
    m_events->setAccessibleName(tr("Events of the run"));
    m_events->setPlaceholderText(tr("Checkpoints, evaluations and warnings appear here."));
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_settings);
    splitter->addWidget(m_events);
    splitter->setSizes({420, 260});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
}

void RunDetails::clear()
{
    m_settings->clear();
    m_events->clear();
}

void RunDetails::setConfig(const TrainingConfig &config)
{
    m_settings->clear();
    const auto preset = TrainingConfig::fromPreset(config.preset);
    const auto theirs = preset ? RunDialog::settingsOf(*preset) : QList<std::pair<QString, QString>>();
    const auto ours = RunDialog::settingsOf(config);
    for (int pass = 0; pass < 2; ++pass) { // what was changed first
        for (qsizetype row = 0; row < ours.size(); ++row) {
            const bool isChanged = row >= theirs.size() || theirs[row] != ours[row];
            if (isChanged != (pass == 0))
                continue;
            const QString key = ours[row].first, unit = SettingTexts::unit(key);
            auto *item = new QTreeWidgetItem(m_settings, {SettingTexts::name(key), ours[row].second});
            item->setToolTip(0, key + QStringLiteral(": ") + RunDialog::explanation(key)
                                    + (unit.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(unit)));
            item->setToolTip(1, isChanged && row < theirs.size() ? tr("the preset has %1").arg(theirs[row].second)
                                                                 : ours[row].second);
            QFont font = item->font(0);
            font.setBold(isChanged);
            item->setFont(0, font);
            item->setFont(1, font);
        }
    }
}

void RunDetails::addEvent(const RunEvent &event)
{
    const QString sentence = sentenceOf(event);
    if (sentence.isEmpty())
        return;
    const QString time = QLocale().toString(QDateTime::fromMSecsSinceEpoch(qint64(event.time * 1000)).time(),
                                            QLocale::ShortFormat);
    m_events->appendPlainText(time + QStringLiteral("  ") + sentence);
}

} // namespace primer
