#include "ui/set_bar/set_menus.h"

#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLocale>
#include <QMenu>

#include "core/quality/thresholds.h"
#include "core/query/value_condition.h"
#include "ui/models/rule_texts.h"
#include "ui/set_bar/set_texts.h"

namespace primer {

namespace {

constexpr std::size_t maxSets = 15; ///< of the history, in the menu
constexpr int maxLetters = 80;

QString menuText(QString text)
{
    text = text.size() > maxLetters ? text.left(maxLetters - 1) + QStringLiteral("…") : text;
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

/// QMenu::clear() leaves menus under it behind.
void empty(QMenu *menu)
{
    menu->clear();
    qDeleteAll(menu->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly));
}

} // namespace

SetMenus::SetMenus(WorkspaceSession &session, QWidget *bar)
    : QObject(bar), m_session(session), m_bar(bar), m_adding(new QMenu(bar)), m_views(new QMenu(bar)),
      m_history(new QMenu(bar))
{
    connect(m_adding, &QMenu::aboutToShow, this, &SetMenus::fillAdding);
    connect(m_views, &QMenu::aboutToShow, this, &SetMenus::fillViews);
    connect(m_history, &QMenu::aboutToShow, this, &SetMenus::fillHistory);
}

void SetMenus::add(const SetPart &part)
{
    SampleSet set = m_session.set().value();
    set.put(part);
    m_session.set().change(set);
}

void SetMenus::replace(std::size_t place, const SetPart &part)
{
    SampleSet set = m_session.set().value();
    if (place >= set.parts.size())
        return;
    set.parts[place] = part;
    m_session.set().change(set);
}

void SetMenus::addThresholds(QMenu *menu, const Take &take)
{
    const auto &thresholds = m_session.cut().lists().thresholds;
    for (const Threshold &threshold : thresholds) {
        const QString name = QString::fromStdString(threshold.name), version = QString::number(threshold.version);
        menu->addAction(menuText(tr("%1, version %2: score ≥ %3 of forest %4")
                                     .arg(name, version, QLocale().toString(threshold.cut, 'f', 3),
                                          QString::number(threshold.forest))),
                        this, [take, name, version] {
                            take(SetPart::threshold((name + QLatin1Char('@') + version).toStdString()));
                        });
    }
    menu->setEnabled(!thresholds.empty());
}

void SetMenus::addQueues(QMenu *menu, const Take &take)
{
    for (const Queue &queue : m_session.lists().queues())
        menu->addAction(
            menuText(tr("%1 (%Ln samples)", nullptr, int(queue.total)).arg(QString::fromStdString(queue.name))), this,
            [take, queue] { take(SetPart::ofQueue(queue.id, queue.name)); });
    menu->setEnabled(!m_session.lists().queues().empty());
}

void SetMenus::fillAdding()
{
    empty(m_adding);
    const Take take = [this](const SetPart &part) { add(part); };
    const QualityLists &lists = m_session.cut().lists();
    m_adding->addAction(tr("Condition…"), this, &SetMenus::conditionWanted);
    m_adding->addAction(tr("Search in contents…"), this, &SetMenus::searchWanted);
    m_adding->addSeparator();
    const double cut = m_session.cut().value();
    QAction *byScore = m_adding->addAction(tr("Score ≥ %1").arg(QLocale().toString(cut, 'g', 4)), this,
                                           [this, cut] { add(SetPart::cutAt(cut, m_session.cut().lists().scored)); });
    byScore->setEnabled(lists.scored > 0);
    addThresholds(m_adding->addMenu(tr("Threshold")), take);
    QMenu *rules = m_adding->addMenu(tr("Rule"));
    for (const RuleStage &stage : ruleStages())
        rules
            ->addAction(RuleTexts::title(stage.name), this,
                        [this, filter = std::string(stage.filter)] { add(SetPart::rule(filter)); })
            ->setToolTip(QString::fromUtf8(stage.filter));
    rules->setToolTipsVisible(true);
    m_adding->addAction(tr("Leave out near-duplicates"), this, [this] { add(SetPart::nearDuplicatesLeftOut()); })
        ->setEnabled(!m_session.set().value().find(SetPart::Kind::NearDuplicates));
    addQueues(m_adding->addMenu(tr("Only the samples of a queue")), take);
}

void SetMenus::fillViews()
{
    empty(m_views);
    m_views->addAction(tr("Save this view…"), this, &SetMenus::askForViewName);
    const auto &views = m_session.lists().views();
    if (views.empty())
        return;
    m_views->addSeparator();
    auto *removal = new QMenu(tr("Remove"), m_views);
    for (const NamedSet &view : views) {
        const QString name = QString::fromStdString(view.name);
        QAction *choice = m_views->addAction(menuText(name), this,
                                             [this, set = view.set] { m_session.set().change(set); });
        choice->setToolTip(SetTexts::whole(view.set));
        choice->setCheckable(true);
        choice->setChecked(view.set.parts == m_session.set().value().parts);
        removal->addAction(menuText(name), this, [this, name] { m_session.lists().removeView(name); });
    }
    m_views->setToolTipsVisible(true);
    m_views->addSeparator();
    m_views->addMenu(removal);
}

void SetMenus::fillHistory()
{
    m_history->clear();
    const auto &past = m_session.set().history().past();
    std::vector<SampleSet> shown;
    for (auto set = past.rbegin(); set != past.rend() && shown.size() < maxSets; ++set) {
        const auto isSame = [&set](const SampleSet &other) { return other.parts == set->parts; };
        if (isSame(m_session.set().value()) || std::any_of(shown.begin(), shown.end(), isSame))
            continue;
        shown.push_back(*set);
        m_history->addAction(menuText(SetTexts::whole(*set)), this, [this, set = *set] {
            SampleSet wanted = set;
            wanted.sort = m_session.set().value().sort;
            m_session.set().change(wanted);
        });
    }
    if (shown.empty())
        m_history->addAction(tr("No earlier sets"))->setEnabled(false);
}

void SetMenus::openFor(std::size_t place, const QPoint &where)
{
    const SampleSet set = m_session.set().value();
    if (place >= set.parts.size())
        return;
    const SetPart part = set.parts[place];
    auto *menu = new QMenu(m_bar);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (part.kind != SetPart::Kind::NearDuplicates)
        menu->addAction(tr("Edit"), this, [this, place] { Q_EMIT editWanted(place); });
    menu->addAction(part.isOn ? tr("Switch off") : tr("Switch on"), this, [this, place, part] {
        SetPart switched = part;
        switched.isOn = !part.isOn;
        replace(place, switched);
    });
    if (const std::string negated = oppositeCondition(part.text);
        part.kind == SetPart::Kind::Condition && !negated.empty())
        menu->addAction(tr("The opposite: %1").arg(menuText(QString::fromStdString(negated))), this,
                        [this, place, negated] { replace(place, SetPart::condition(negated)); });
    menu->addAction(tr("Copy"), this, [part] { QGuiApplication::clipboard()->setText(SetTexts::part(part)); });
    menu->addSeparator();
    menu->addAction(tr("Only this"), this,
                    [this, set, part] {
                        m_session.set().change({{part}, set.sort});
                    })
        ->setEnabled(set.parts.size() > 1);
    menu->addAction(tr("Remove"), this, [this, set, place] {
        SampleSet rest = set;
        rest.parts.erase(rest.parts.begin() + std::ptrdiff_t(place));
        m_session.set().change(rest);
    });
    menu->popup(where);
}

bool SetMenus::openChoice(std::size_t place, const QPoint &where)
{
    const SetPart::Kind kind = m_session.set().value().parts[place].kind;
    if (kind != SetPart::Kind::Threshold && kind != SetPart::Kind::Queue)
        return false;
    auto *menu = new QMenu(m_bar);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const Take take = [this, place](const SetPart &part) { replace(place, part); };
    if (kind == SetPart::Kind::Threshold)
        addThresholds(menu, take);
    else
        addQueues(menu, take);
    menu->popup(where);
    return true;
}

void SetMenus::askForViewName()
{
    auto *dialog = new QInputDialog(m_bar);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save this view"));
    dialog->setLabelText(tr("Name of the view (one of the same name is replaced):"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &name) {
        if (!name.trimmed().isEmpty())
            m_session.lists().saveView({name.trimmed().toStdString(), m_session.set().value()});
    });
    dialog->open();
}

} // namespace primer
