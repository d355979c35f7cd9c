#include "ui/main_window/job_row.h"

#include <utility>

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

#include "ui/main_window/rate_line.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int wholeBar = 1000;
constexpr int logHeight = 120;
constexpr std::pair<const char *, const char *> buttonIcons[] = {
    {"goOn", "play"}, {"remedy", "settings"}, {"showMe", "next"}, {"log", "log"}, {"cancel", "close"}};

} // namespace

JobRow::JobRow(QWidget *parent)
    : QWidget(parent), m_title(new QLabel(this)), m_state(new QLabel(this)), m_facts(new QLabel(this)),
      m_bar(new QProgressBar(this)), m_rates(new RateLine(this)), m_log(new QPlainTextEdit(this)),
      m_goOn(addButton(QStringLiteral("goOn"), {}, &JobRow::goOnClicked)),
      m_remedy(addButton(QStringLiteral("remedy"), {}, &JobRow::remedyClicked)),
      m_showMe(addButton(QStringLiteral("showMe"), tr("Show me"), &JobRow::showMeClicked)),
      m_logSwitch(addButton(QStringLiteral("log"), tr("Log"), nullptr)),
      m_cancel(addButton(QStringLiteral("cancel"), {}, &JobRow::cancelClicked))
{
    for (QLabel *label : {m_title, m_state, m_facts})
        label->setTextFormat(Qt::PlainText);
    m_title->setMinimumWidth(200);
    m_state->setMinimumWidth(150);
    m_state->setObjectName(QStringLiteral("state"));
    m_facts->setObjectName(QStringLiteral("facts"));
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->setWordWrap(true); // a cause is read whole
    m_bar->setFixedWidth(160);
    m_log->setReadOnly(true);
    m_log->setFixedHeight(logHeight);
    m_log->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_log->hide();
    m_logSwitch->setCheckable(true);
    for (QToolButton *button : {m_logSwitch, m_showMe}) { // in a column over all rows
        QSizePolicy policy = button->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        button->setSizePolicy(policy);
    }
    connect(m_logSwitch, &QToolButton::toggled, m_log, &QWidget::setVisible);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    for (QWidget *part : std::initializer_list<QWidget *>{m_title, m_state, m_bar, m_rates})
        line->addWidget(part);
    line->addWidget(m_facts, 1);
    for (QWidget *part : {m_remedy, m_goOn, m_cancel, m_logSwitch, m_showMe})
        line->addWidget(part);
    const QList<QWidget *> order{m_remedy, m_goOn, m_cancel, m_logSwitch, m_showMe, m_log};
    for (qsizetype place = 1; place < order.size(); ++place)
        setTabOrder(order[place - 1], order[place]);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_log);
}

QToolButton *JobRow::addButton(const QString &name, const QString &text, void (JobRow::*signal)())
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (const auto &[known, icon] : buttonIcons) {
        if (name == QLatin1String(known))
            button->setIcon(themedIcon(QLatin1String(icon)));
    }
    if (signal)
        connect(button, &QToolButton::clicked, this, signal);
    return button;
}

void JobRow::setButton(QToolButton *button, const QString &text, const QString &title)
{
    button->setVisible(!text.isEmpty());
    if (button->text() != text && !text.isEmpty())
        button->setText(text);
    button->setAccessibleName(QStringLiteral("%1: %2").arg(button->text(), title));
}

void JobRow::show(const JobRowView &view)
{
    if (m_isShown && view == m_view)
        return;
    m_isShown = true;
    m_view = view;
    m_title->setText(view.title);
    m_state->setText(view.state);
    QFont font = m_state->font();
    font.setBold(view.isProblem);
    m_state->setFont(font);
    m_facts->setText(view.facts);
    m_facts->setToolTip(QStringLiteral("<qt>") + view.facts.toHtmlEscaped() + QStringLiteral("</qt>"));
    m_bar->setVisible(view.permille >= 0);
    m_bar->setRange(0, view.permille == JobRowView::endless ? 0 : wholeBar);
    m_bar->setValue(view.permille);
    m_bar->setTextVisible(view.permille > 0);
    m_bar->setAccessibleName(tr("Progress of %1").arg(view.title));
    m_rates->setVisible(view.permille >= 0); // empty without rates, so that facts stand under one another
    m_rates->setRates(view.rates);
    setButton(m_goOn, view.goOn, view.title);
    setButton(m_remedy, view.remedy, view.title);
    setButton(m_cancel, view.cancel, view.title);
    setButton(m_showMe, view.hasPlace ? tr("Show me") : QString(), view.title);
    m_logSwitch->setVisible(!view.log.isEmpty());
    m_logSwitch->setAccessibleName(tr("Log of %1").arg(view.title));
    if (const QString log = view.log.join(QLatin1Char('\n')); log != m_log->toPlainText())
        m_log->setPlainText(log);
}

} // namespace primer
