#include "ui/set_bar/set_bar.h"

#include <algorithm>
#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include "core/jobs/background.h"
#include "core/query/filter.h"
#include "ui/error_text/error_text.h"
#include "ui/set_bar/column_values.h"
#include "ui/set_bar/filter_input.h"
#include "ui/set_bar/search_field.h"
#include "ui/set_bar/set_chip.h"
#include "ui/set_bar/set_menus.h"
#include "ui/set_bar/set_texts.h"
#include "ui/widgets/flow_row.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int searchWidth = 290, inputWidth = 180, besideWidth = 860, edge = 8;

/// Something is still missing: a word that is no condition yet, a value.
bool isHalf(const Error &error)
{
    return error.detail == "not_a_condition" || error.detail == "no_value" || error.detail == "unclosed_quote";
}

bool isAbout(const SetPart &part, Column column)
{
    const auto filter = Filter::parse(part.text);
    return part.kind == SetPart::Kind::Condition && filter
           && std::any_of(filter->conditions.begin(), filter->conditions.end(),
                          [column](const Condition &condition) { return condition.column == column; });
}

/// A cut that was edited as text is a cut still when the text says so.
SetPart editedAs(const SetPart &before, const SetPart &written)
{
    if (before.kind == SetPart::Kind::Rule && before.text == written.text)
        return before;
    const auto filter = before.kind == SetPart::Kind::Cut ? Filter::parse(written.text) : Filter();
    if (!filter || filter->conditions.size() != 1)
        return written;
    const Condition &condition = filter->conditions.front();
    const bool isCut = condition.column == Column::Quality && condition.comparison == ">=" && !condition.negated;
    return isCut ? SetPart::cutAt(condition.tests.front().low, before.forest) : written;
}

} // namespace

SetBar::SetBar(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this)),
      m_row(new FlowRow(this)), m_side(new QWidget(this)), m_input(new FilterInput(this)), m_add(new QToolButton(this)),
      m_search(new SearchField(this)), m_counts(new QLabel(this)), m_undo(new QToolButton(this)),
      m_redo(new QToolButton(this)), m_views(new QToolButton(this)), m_menus(new SetMenus(session, this))
{
    makeLayout();
    m_add->setIcon(themedIcon(QStringLiteral("add")));
    m_undo->setIcon(themedIcon(QStringLiteral("undo")));
    m_redo->setIcon(themedIcon(QStringLiteral("redo")));
    connectSet();
    connectParts();
    showSet();
    showCounts();
}

void SetBar::makeLayout()
{
    m_input->setMinimumWidth(inputWidth);
    m_input->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_row->addWidget(m_input);
    m_search->setMaximumWidth(searchWidth);
    m_search->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_add->setAccessibleName(tr("Add to the set"));
    m_add->setToolTip(tr("Add a condition, a search, a cut, a threshold, a rule or a queue to the set"));
    m_add->setMenu(m_menus->adding());
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_undo->setMenu(m_menus->history());
    m_undo->setPopupMode(QToolButton::MenuButtonPopup);
    m_undo->setAccessibleName(tr("Undo the change of the set"));
    m_redo->setAccessibleName(tr("Redo the change of the set"));
    m_undo->setToolTip(tr("Undo the change of the set; the arrow shows earlier sets"));
    m_redo->setToolTip(tr("Redo the change of the set"));
    m_views->setText(tr("Views"));
    m_views->setIcon(themedIcon(QStringLiteral("bookmark")));
    m_views->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_views->setToolTip(tr("Sets saved under a name"));
    m_views->setPopupMode(QToolButton::InstantPopup);
    m_views->setMenu(m_menus->views());
    m_counts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_counts->setFocusPolicy(Qt::NoFocus);
    m_counts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *sideLayout = new QHBoxLayout(m_side);
    sideLayout->setContentsMargins(0, 0, 0, 0);
    sideLayout->setSpacing(4);
    sideLayout->addWidget(m_add);
    sideLayout->addWidget(m_search);
    sideLayout->addSpacing(4);
    sideLayout->addWidget(m_counts);
    sideLayout->addSpacing(4);
    for (QToolButton *button : {m_undo, m_redo, m_views})
        sideLayout->addWidget(button);
    for (QToolButton *button : {m_add, m_undo, m_redo, m_views})
        button->setAutoRaise(true);
    m_layout->setContentsMargins(edge, 6, edge, 0);
    m_layout->setSpacing(4);
    m_layout->addWidget(m_row, 1, Qt::AlignTop);
    m_layout->addWidget(m_side, 0, Qt::AlignTop);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize SetBar::minimumSizeHint() const
{
    return {std::max(m_row->minimumSizeHint().width(), m_side->minimumSizeHint().width()) + 2 * edge,
            m_layout->minimumSize().height()};
}

/// Search and buttons stand beside the chips where there is room, else beneath.
void SetBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_layout->setDirection(width() >= besideWidth ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void SetBar::connectSet()
{
    CurrentSet &set = m_session.set();
    connect(&set, &CurrentSet::valueChanged, this, [this] {
        endEdit();
        m_input->forgetValues();
        showSet();
        showCounts();
    });
    connect(&set, &CurrentSet::problemsChanged, this, &SetBar::showSet);
    connect(&set, &CurrentSet::rowsChanged, this, [this] {
        if (!m_session.set().rows()->isPartial)
            m_input->forgetValues(); // they were counted in the rows before
        showSet();
        showCounts();
    });
    connect(&set, &CurrentSet::queryFailed, this, [this] { // nothing is being looked for any more
        showSet();
        showCounts();
    });
    connect(&m_session, &WorkspaceSession::countsChanged, this, &SetBar::showCounts);
    connect(&m_session, &WorkspaceSession::columnsChanged, m_input, &FilterInput::forgetValues);
    connect(m_menus->adding(), &QMenu::aboutToShow, &m_session.cut(), &CutModel::readLists); // for the next time
    m_session.cut().readLists();
}

void SetBar::connectParts()
{
    connect(m_input, &FilterInput::committed, this, &SetBar::commit);
    connect(m_input, &FilterInput::valuesWanted, this, &SetBar::loadValues);
    connect(m_input, &FilterInput::leftAlone, this, [this] {
        const bool wasEditing = m_edited.has_value();
        endEdit();
        if (!wasEditing)
            Q_EMIT left();
    });
    connect(m_search, &SearchField::edited, this, &SetBar::search);
    connect(m_undo, &QToolButton::clicked, &m_session.set(), &CurrentSet::undo);
    connect(m_redo, &QToolButton::clicked, &m_session.set(), &CurrentSet::redo);
    connect(m_menus, &SetMenus::conditionWanted, this, &SetBar::writeCondition);
    connect(m_menus, &SetMenus::searchWanted, this, &SetBar::writeSearch);
    connect(m_menus, &SetMenus::editWanted, this, &SetBar::edit);
}

QLineEdit *SetBar::searchInput() const { return m_search->input(); }

QString SetBar::counts() const { return m_counts->text(); }

void SetBar::writeCondition() { m_input->setFocus(Qt::ShortcutFocusReason); }

void SetBar::writeSearch()
{
    searchInput()->setFocus(Qt::ShortcutFocusReason);
    searchInput()->selectAll();
}

void SetBar::clear() { m_session.set().change({{}, m_session.set().value().sort}); }

SetChip *SetBar::makeChip(std::size_t place)
{
    auto *chip = new SetChip(m_row);
    connect(chip, &SetChip::switched, this, [this, place](bool isOn) {
        SetPart part = m_session.set().value().parts[place];
        part.isOn = isOn;
        change(place, part);
    });
    connect(chip, &SetChip::editWanted, this, [this, place] { edit(place); });
    connect(chip, &SetChip::menuWanted, this, [this, place](const QPoint &where) { m_menus->openFor(place, where); });
    connect(chip, &SetChip::removeWanted, this, [this, place] {
        // The focus goes to what takes its place.
        const bool hadFocus = m_chips[place]->hasFocus();
        change(place, std::nullopt);
        if (hadFocus && place < m_chips.size())
            m_chips[place]->setFocus();
        else if (hadFocus)
            m_input->setFocus();
    });
    return chip;
}

/// Each chip stands for a place among the parts: of more or fewer parts only the last ones come and go.
void SetBar::showSet()
{
    const CurrentSet &set = m_session.set();
    const std::vector<SetPart> &parts = set.value().parts;
    while (m_chips.size() > parts.size()) {
        m_row->layout()->removeWidget(m_chips.back());
        m_chips.back()->hide();
        m_chips.back()->deleteLater();
        m_chips.pop_back();
    }
    while (m_chips.size() < parts.size()) {
        SetChip *chip = makeChip(m_chips.size());
        m_row->insertWidget(int(m_chips.size()), chip);
        setTabOrder(m_chips.empty() ? static_cast<QWidget *>(this) : m_chips.back(), chip);
        chip->show();
        m_chips.push_back(chip);
    }
    for (std::size_t place = 0; place < parts.size(); ++place) {
        SetChip::Look look{SetTexts::part(parts[place]), {}, {}, parts[place].isOn, m_edited == place};
        if (const std::optional<Error> &problem = set.problems()[place])
            look.problem = SetTexts::problem(parts[place], *problem, m_session.cut().lists().scored);
        if (parts[place].kind == SetPart::Kind::Rule)
            look.detail = QString::fromStdString(parts[place].text);
        if (parts[place].kind == SetPart::Kind::NearDuplicates && look.isOn)
            look.detail = nearDuplicatesText();
        m_chips[place]->setLook(look);
    }
    const SetPart *search = set.value().find(SetPart::Kind::Search);
    if (!m_search->isBeingTyped())
        m_search->setPattern(search ? search->pattern() : SearchPattern());
    m_undo->setEnabled(set.history().canUndo());
    m_redo->setEnabled(set.history().canRedo());
}

QString SetBar::nearDuplicatesText() const
{
    const CurrentSet &set = m_session.set();
    if (set.nearDuplicates() && !set.rows()->isPartial)
        return tr("%n near-duplicate(s) of an earlier sample left out", nullptr,
                  int(set.nearDuplicates()->found.copies.size()));
    return set.isQuerying() ? tr("Near-duplicates are being looked for…") : tr("Near-duplicates were not looked for.");
}

void SetBar::showCounts()
{
    const CurrentSet &set = m_session.set();
    const qint64 all = m_session.counts().samples, chosen = qint64(set.rows()->ids.size());
    const QString more = set.rows()->isPartial || set.isQuerying() ? QStringLiteral("…") : QString();
    const bool isEverything = set.isEverything() && chosen == all;
    m_counts->setText(isEverything ? tr("%Ln samples", nullptr, int(all))
                                   : tr("%1 of %2").arg(HumanText::count(chosen) + more, HumanText::count(all)));
    m_counts->setAccessibleName(tr("%Ln samples, %1 in the set", nullptr, int(all)).arg(HumanText::count(chosen)));
    m_counts->setToolTip(m_counts->accessibleName());
}

void SetBar::change(std::size_t place, const std::optional<SetPart> &part)
{
    SampleSet set = m_session.set().value();
    if (place >= set.parts.size())
        return;
    if (part)
        set.parts[place] = *part;
    else
        set.parts.erase(set.parts.begin() + std::ptrdiff_t(place));
    m_session.set().change(set);
}

void SetBar::edit(std::size_t place)
{
    const SetPart part = m_session.set().value().parts[place];
    const QPoint beneath = m_chips[place]->mapToGlobal(m_chips[place]->rect().bottomLeft());
    if (part.kind == SetPart::Kind::Search) {
        writeSearch();
    } else if (const QString text = SetTexts::editable(part); !text.isEmpty()) {
        m_edited = place;
        m_input->setText(text);
        m_input->setFocus();
        m_input->selectAll();
        showSet();
    } else if (!m_menus->openChoice(place, beneath)) {
        m_menus->openFor(place, beneath);
    }
}

void SetBar::endEdit()
{
    if (!std::exchange(m_edited, std::nullopt))
        return;
    m_input->clear();
    showSet();
}

/// Half a condition stays in the line; one that is wrong becomes a part that says so.
void SetBar::commit(const QString &text)
{
    const std::vector<SetPart> written = conditionsOf(text.toStdString());
    if (written.empty() && !m_edited)
        return;
    for (const SetPart &part : written) {
        const auto filter = Filter::parse(part.text);
        if (!filter && isHalf(filter.error())) {
            m_input->showHint(ErrorTexts::inOneText(filter.error()));
            return;
        }
    }
    SampleSet set = m_session.set().value();
    if (const auto edited = std::exchange(m_edited, std::nullopt); edited && *edited < set.parts.size()) {
        const SetPart before = set.parts[*edited];
        auto at = set.parts.erase(set.parts.begin() + std::ptrdiff_t(*edited));
        for (const SetPart &part : written)
            at = std::next(set.parts.insert(at, editedAs(before, part)));
    } else {
        for (const SetPart &part : written)
            set.put(part);
    }
    m_input->clear();
    m_session.set().change(set);
    showSet();
}

void SetBar::search(const SearchPattern &pattern)
{
    SampleSet set = m_session.set().value();
    if (pattern.text.empty())
        set.remove(SetPart::Kind::Search);
    else
        set.put(SetPart::search(pattern));
    m_session.set().change(set, CurrentSet::Change::Typing);
}

/// Counted in the set, unless that holds few of them because of the column itself.
void SetBar::loadValues(Column column)
{
    const auto &parts = m_session.set().value().parts;
    const bool isFiltered = std::any_of(parts.begin(), parts.end(),
                                        [column](const SetPart &part) { return isAbout(part, column); });
    const quint64 generation = ++m_valueGeneration;
    inBackground(
        this,
        [workspace = m_session.workspace(), column, within = isFiltered ? nullptr : m_session.set().rows()->mask] {
            return ColumnValueReader::read(*workspace, column, within);
        },
        [this, column, generation](const Result<std::vector<ColumnValue>> &values) {
            if (generation != m_valueGeneration)
                return;
            if (values)
                m_input->setValues(column, *values);
            else
                m_session.tell(values.error());
        });
}

} // namespace primer
