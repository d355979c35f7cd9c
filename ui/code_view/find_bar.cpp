#include "ui/code_view/find_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <QToolButton>

#include "ui/code_view/code_view.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

FindBar::FindBar(QWidget *parent)
    : QWidget(parent), m_input(new QLineEdit(this)), m_count(new QLabel(this)), m_case(new QToolButton(this)),
      m_regex(new QToolButton(this))
{
    m_input->setPlaceholderText(tr("Find in this file"));
    m_input->setAccessibleName(tr("Find in this file"));
    m_input->setClearButtonEnabled(true);
    m_input->installEventFilter(this);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(QStringLiteral("00,000 / 00,000")));
    m_case->setText(QStringLiteral("Aa"));
    m_case->setCheckable(true);
    m_case->setAccessibleName(tr("Match case"));
    m_case->setToolTip(tr("Match case"));
    m_regex->setText(QStringLiteral(".*"));
    m_regex->setCheckable(true);
    m_regex->setAccessibleName(tr("Regular expression"));
    m_regex->setToolTip(tr("Regular expression"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(4, 4, 4, 4);
    row->setSpacing(4);
    row->addWidget(m_input, 1);
    for (QToolButton *button : {m_case, m_regex}) {
        connect(button, &QToolButton::toggled, this, &FindBar::edited);
        row->addWidget(button);
    }
    row->addWidget(m_count);
    const auto addButton = [&](const QString &icon, const QString &name, auto pressed) {
        auto *button = new QToolButton(this);
        button->setIcon(themedIcon(icon));
        button->setAccessibleName(name);
        button->setToolTip(name);
        connect(button, &QToolButton::clicked, this, pressed);
        row->addWidget(button);
    };
    addButton(QStringLiteral("up"), tr("Previous hit"), [this] { Q_EMIT stepped(-1); });
    addButton(QStringLiteral("down"), tr("Next hit"), [this] { Q_EMIT stepped(1); });
    addButton(QStringLiteral("close"), tr("Close the search"), [this] { Q_EMIT closed(); });
    for (QToolButton *button : findChildren<QToolButton *>())
        button->setAutoRaise(true);
    connect(m_input, &QLineEdit::textChanged, this, &FindBar::edited);
}

QString FindBar::pattern() const { return m_input->text(); }
bool FindBar::isRegex() const { return m_regex->isChecked(); }
bool FindBar::ignoresCase() const { return !m_case->isChecked(); }
QString FindBar::countText() const { return m_count->text(); }

void FindBar::open(const QString &text)
{
    show();
    if (!text.isEmpty() && !text.contains(QChar::ParagraphSeparator) && !text.contains(QLatin1Char('\n')))
        m_input->setText(isRegex() ? QRegularExpression::escape(text) : text);
    m_input->setFocus(Qt::ShortcutFocusReason);
    m_input->selectAll();
}

void FindBar::showCount(int count, bool isTooCostly)
{
    const QRegularExpression expression(isRegex() ? pattern() : QString());
    if (!expression.isValid())
        m_count->setText(tr("no expression"));
    else if (isTooCostly)
        m_count->setText(tr("too costly"));
    else if (pattern().isEmpty())
        m_count->clear();
    else if (count == 0)
        m_count->setText(tr("not found"));
    m_count->setToolTip(expression.isValid() ? QString()
                                             : tr("At character %1: %2")
                                                   .arg(QLocale().toString(expression.patternErrorOffset() + 1),
                                                        expression.errorString()));
}

void FindBar::showPlace(int place, int count)
{
    const QLocale locale;
    const QString all = locale.toString(count) + (count >= CodeView::maxHits ? QStringLiteral("+") : QString());
    m_count->setText(tr("%1 of %2").arg(locale.toString(place + 1), all));
}

/// Keys of the line, before the page's: Escape closes the search and not what is around it.
bool FindBar::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isBack = key->modifiers() & Qt::ShiftModifier;
    const bool isStep = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter || key->key() == Qt::Key_F3;
    if (key->key() != Qt::Key_Escape && !isStep)
        return QWidget::eventFilter(object, event);
    event->accept();
    if (event->type() == QEvent::KeyPress) {
        if (isStep)
            Q_EMIT stepped(isBack ? -1 : 1);
        else
            Q_EMIT closed();
    }
    return true;
}

} // namespace primer
