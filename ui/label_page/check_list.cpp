#include "ui/label_page/check_list.h"

#include <algorithm>

#include <QCheckBox>
#include <QDate>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonObject>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

const QString stateKey = QStringLiteral("checks"), seedKey = QStringLiteral("lastSeed");
constexpr int idRole = Qt::UserRole;
constexpr int toastRoom = 64;    ///< pixels below the last button
constexpr int columnWidth = 720; ///< pixels; lines of words that are wider are not read

} // namespace

CheckList::CheckList(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_count(new QSpinBox(this)),
      m_blind(new QCheckBox(tr("Blind: no other opinion until the check is finished"), this)),
      m_new(new QPushButton(tr("New spot check"), this)), m_more(new QPushButton(tr("More choices…"), this)),
      m_open(new QPushButton(tr("Continue"), this)), m_rename(new QPushButton(tr("Rename…"), this)),
      m_remove(new QPushButton(tr("Delete"), this)), m_judgeSet(new QPushButton(this)), m_checks(new QTreeWidget(this)),
      m_empty(new QLabel(this))
{
    m_checks->setHeaderLabels({tr("Check"), tr("Judged"), tr("State")});
    m_checks->setRootIsDecorated(false);
    m_checks->setUniformRowHeights(true);
    m_checks->setAccessibleName(tr("Checks of this workspace"));
    m_checks->setContextMenuPolicy(Qt::CustomContextMenu);
    m_checks->header()->setStretchLastSection(false);
    m_checks->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_checks->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_count->setAccessibleName(tr("Samples of the new check"));
    m_count->setSuffix(tr(" samples"));
    m_count->setGroupSeparatorShown(true);
    m_empty->setText(tr("No checks yet. A spot check draws some samples of the current set at random, so that your "
                        "judgements say something of all of them."));
    m_empty->setWordWrap(true);
    m_empty->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    for (QPushButton *button : {m_new, m_more, m_open, m_rename, m_remove, m_judgeSet})
        button->setAutoDefault(false);
    const std::pair<QPushButton *, const char *> icons[] = {{m_new, "add"},       {m_more, "settings"},
                                                            {m_open, "play"},     {m_rename, "edit"},
                                                            {m_remove, "delete"}, {m_judgeSet, "judge"}};
    for (const auto &[button, icon] : icons)
        button->setIcon(themedIcon(QLatin1String(icon)));
    makeLayout();
    connectChecks();
    showChecks();
    showSet();
}

void CheckList::makeLayout()
{
    auto *title = new QLabel(tr("What do you want to judge?"), this);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    title->setFont(large);
    auto *fresh = new QHBoxLayout;
    fresh->addWidget(m_count);
    fresh->addWidget(m_new);
    fresh->addWidget(m_more);
    fresh->addStretch();
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {m_open, m_rename, m_remove})
        buttons->addWidget(button);
    buttons->addStretch();
    const QList<QWidget *> order{m_count, m_new, m_more, m_blind, m_checks, m_open, m_rename, m_remove, m_judgeSet};
    for (qsizetype place = 1; place < order.size(); ++place)
        setTabOrder(order[place - 1], order[place]);
    auto *column = new QWidget(this);
    column->setMaximumWidth(columnWidth);
    auto *lines = new QVBoxLayout(column);
    lines->setContentsMargins(0, 16, 0, toastRoom);
    lines->setSpacing(8);
    lines->addWidget(title);
    lines->addLayout(fresh);
    lines->addWidget(m_blind);
    lines->addSpacing(8);
    lines->addWidget(m_empty);
    lines->addWidget(m_checks, 1);
    lines->addLayout(buttons);
    lines->addSpacing(8);
    lines->addWidget(m_judgeSet, 0, Qt::AlignLeft);
    lines->addStretch(); // takes what the list leaves when there is none
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addStretch(1);
    layout->addWidget(column, 8);
    layout->addStretch(1);
}

void CheckList::connectChecks()
{
    connect(m_count, &QSpinBox::valueChanged, this, [this](int wanted) { m_wanted = wanted; });
    connect(m_new, &QPushButton::clicked, this, &CheckList::askForNew);
    connect(m_more, &QPushButton::clicked, this, &CheckList::moreChoicesWanted);
    connect(m_judgeSet, &QPushButton::clicked, this, &CheckList::setWanted);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT opened(chosen()); });
    connect(m_rename, &QPushButton::clicked, this, [this] { Q_EMIT renameWanted(chosen()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeWanted(chosen()); });
    connect(m_checks, &QTreeWidget::itemActivated, this, [this] { Q_EMIT opened(chosen()); });
    connect(m_checks, &QTreeWidget::itemSelectionChanged, this, &CheckList::showSet);
    connect(m_checks, &QWidget::customContextMenuRequested, this, [this](const QPoint &place) {
        if (chosen() == 0)
            return;
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(m_open->text(), m_open, &QPushButton::click);
        menu->addAction(m_rename->text(), m_rename, &QPushButton::click);
        menu->addAction(m_remove->text(), m_remove, &QPushButton::click);
        const QRect row = m_checks->visualItemRect(m_checks->currentItem()); // by key, the place may be anywhere
        menu->popup(m_checks->viewport()->mapToGlobal(row.contains(place) ? place : row.bottomLeft()));
    });
    connect(&m_session.lists(), &WorkspaceLists::queuesChanged, this, &CheckList::showChecks);
    connect(&m_session.set(), &CurrentSet::rowsChanged, this, &CheckList::showSet);
}

std::int64_t CheckList::chosen() const
{
    const QTreeWidgetItem *item = m_checks->currentItem();
    return item ? item->data(0, idRole).toLongLong() : 0;
}

void CheckList::showChecks()
{
    const std::int64_t before = chosen();
    const auto &queues = m_session.lists().queues();
    {
        const QSignalBlocker blocker(m_checks);
        m_checks->clear();
        for (auto queue = queues.rbegin(); queue != queues.rend(); ++queue) { // the newest first
            const bool isFinished = queue->total > 0 && queue->done >= queue->total;
            auto *item = new QTreeWidgetItem(
                m_checks, {QString::fromStdString(queue->name),
                           tr("%1 of %2").arg(HumanText::count(queue->done), HumanText::count(queue->total)),
                           isFinished        ? tr("finished")
                           : queue->done > 0 ? tr("begun")
                                             : tr("new")});
            item->setData(0, idRole, qlonglong(queue->id));
            item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
            if (queue->id == before || !m_checks->currentItem())
                m_checks->setCurrentItem(item);
        }
    }
    m_checks->setVisible(!queues.empty());
    m_empty->setVisible(queues.empty());
    showSet();
}

void CheckList::showSet()
{
    const auto samples = int(m_session.set().rows()->ids.size());
    {
        const QSignalBlocker blocker(m_count); // a small set clamps what is shown, never what was wanted
        m_count->setRange(samples > 0 ? 1 : 0, samples);
        m_count->setValue(std::min(m_wanted, samples));
    }
    m_new->setEnabled(samples > 0 && !m_session.workspace()->isReadOnly());
    m_more->setEnabled(m_new->isEnabled());
    m_judgeSet->setEnabled(samples > 0);
    m_judgeSet->setText(tr("Judge the current set in its order (%Ln samples)", nullptr, int(samples)));
    for (QPushButton *button : {m_open, m_rename, m_remove}) {
        button->setEnabled(chosen() != 0);
        button->setVisible(m_checks->topLevelItemCount() > 0);
    }
    const Queue *queue = m_session.lists().queue(chosen());
    m_open->setText(queue && queue->total > 0 && queue->done >= queue->total ? tr("Show the summary") : tr("Continue"));
}

std::int64_t CheckList::nextSeed() const
{
    std::int64_t last = m_session.state().value(stateKey).toObject().value(seedKey).toInteger();
    for (const Queue &queue : m_session.lists().queues())
        last = std::max({last, queue.id, queue.seed});
    return last + 1;
}

void CheckList::keepSeed(std::uint64_t seed)
{
    const auto last = std::max(nextSeed() - 1, std::int64_t(seed));
    m_session.state().setValue(stateKey, QJsonObject{{seedKey, qint64(last)}});
}

void CheckList::askForNew()
{
    QueueRequest request;
    request.name =
        tr("Spot check of %1").arg(QLocale().toString(QDate::currentDate(), QLocale::ShortFormat)).toStdString();
    request.count = m_count->value();
    request.seed = std::uint64_t(nextSeed());
    keepSeed(request.seed);
    request.blind = m_blind->isChecked();
    Q_EMIT checkWanted(request);
}

} // namespace primer
