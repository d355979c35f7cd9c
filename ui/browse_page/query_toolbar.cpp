#include "ui/browse_page/query_toolbar.h"

#include <string>

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/widgets/filter_bar.h"

namespace primer {

namespace {

constexpr int searchDelayMs = 250;

/// Conditions of a filter text, or the text itself while it does not parse.
QStringList conditionsOf(const std::string &filter)
{
    QStringList list;
    if (const auto parsed = Filter::parse(filter)) {
        for (const Condition &condition : parsed->conditions)
            list.append(QString::fromStdString(condition.toString()));
    } else {
        list.append(QString::fromStdString(filter));
    }
    return list;
}

QString withoutMnemonic(QString name) { return name.replace(QLatin1Char('&'), QStringLiteral("&&")); }

} // namespace

QueryToolbar::QueryToolbar(QWidget *parent)
    : QWidget(parent), m_filter(new FilterBar(this)), m_search(new QLineEdit(this)), m_regex(new QToolButton(this)),
      m_ignoreCase(new QToolButton(this)), m_counts(new QLabel(this)), m_views(new QToolButton(this))
{
    buildFields();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_filter, 3);
    row->addWidget(m_search, 2);
    row->addWidget(m_regex);
    row->addWidget(m_ignoreCase);
    row->addWidget(m_counts);
    row->addWidget(m_views);
    connectFields();
    setViews({});
}

void QueryToolbar::buildFields()
{
    QStringList names;
    for (const ColumnInfo &info : allColumns())
        names.append(QString::fromUtf8(info.name.data(), qsizetype(info.name.size())));
    m_filter->setColumnNames(names);
    m_search->setPlaceholderText(tr("Search in contents"));
    m_search->setAccessibleName(tr("Search in contents"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(200);
    m_regex->setText(QStringLiteral(".*"));
    m_regex->setCheckable(true);
    m_regex->setToolTip(tr("Regular expression"));
    m_regex->setAccessibleName(tr("Regular expression"));
    m_ignoreCase->setText(QStringLiteral("Aa"));
    m_ignoreCase->setCheckable(true);
    m_ignoreCase->setToolTip(tr("Ignore case"));
    m_ignoreCase->setAccessibleName(tr("Ignore case"));
    m_counts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_counts->setFocusPolicy(Qt::NoFocus);
    m_views->setText(tr("Views"));
    m_views->setPopupMode(QToolButton::InstantPopup);
    m_views->setMenu(new QMenu(m_views));
}

void QueryToolbar::connectFields()
{
    const auto edit = [this] {
        m_searchTimer.stop();
        Q_EMIT edited();
    };
    m_searchTimer.setSingleShot(true);
    m_searchTimer.setInterval(searchDelayMs);
    connect(&m_searchTimer, &QTimer::timeout, this, &QueryToolbar::edited);
    connect(m_search, &QLineEdit::textEdited, &m_searchTimer, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            m_searchTimer.start();
    });
    connect(m_search, &QLineEdit::returnPressed, this, edit);
    connect(m_regex, &QToolButton::toggled, this, edit);
    connect(m_ignoreCase, &QToolButton::toggled, this, edit);
    connect(m_filter, &FilterBar::conditionsEdited, this, [this, edit](const QStringList &conditions) {
        const std::string joined = conditions.join(QLatin1Char(' ')).toStdString();
        m_filter->setConditions(Filter::parse(joined) ? conditionsOf(joined) : conditions);
        edit();
    });
}

QuerySpec QueryToolbar::spec() const
{
    QuerySpec spec;
    spec.filter = m_filter->conditions().join(QLatin1Char(' ')).toStdString();
    spec.search.text = m_search->text().toStdString();
    spec.search.isRegex = m_regex->isChecked();
    spec.search.ignoreCase = m_ignoreCase->isChecked();
    return spec;
}

void QueryToolbar::setSpec(const QuerySpec &spec)
{
    const QSignalBlocker regex(m_regex), ignoreCase(m_ignoreCase);
    m_filter->setConditions(conditionsOf(spec.filter));
    m_search->setText(QString::fromStdString(spec.search.text));
    m_regex->setChecked(spec.search.isRegex);
    m_ignoreCase->setChecked(spec.search.ignoreCase);
    m_searchTimer.stop();
}

void QueryToolbar::setCondition(const QString &column, const QString &condition)
{
    const QString prefix = column + QLatin1Char(':');
    QStringList conditions = m_filter->conditions();
    conditions.removeIf([&prefix](const QString &known) { return known.startsWith(prefix); });
    conditions.append(condition);
    m_filter->setConditions(conditions);
    Q_EMIT edited();
}

void QueryToolbar::clear()
{
    m_filter->setConditions({});
    m_search->clear();
    m_searchTimer.stop();
    Q_EMIT edited();
}

void QueryToolbar::setCounts(const QString &text, const QString &spoken)
{
    m_counts->setText(text);
    m_counts->setAccessibleName(spoken);
}

void QueryToolbar::setViews(const std::vector<SavedView> &views)
{
    QMenu *menu = m_views->menu();
    menu->clear();
    menu->addAction(tr("Save this view…"), this, &QueryToolbar::saveRequested);
    if (views.empty())
        return;
    menu->addSeparator();
    auto *removal = new QMenu(tr("Remove"), menu);
    for (const SavedView &view : views) {
        const QString name = QString::fromStdString(view.name);
        menu->addAction(withoutMnemonic(name), this, [this, view] { Q_EMIT viewChosen(view); });
        removal->addAction(withoutMnemonic(name), this, [this, name] { Q_EMIT viewRemoved(name); });
    }
    menu->addSeparator();
    menu->addMenu(removal);
}

} // namespace primer
