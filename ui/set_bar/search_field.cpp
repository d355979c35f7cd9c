#include "ui/set_bar/search_field.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>

namespace primer {

namespace {

constexpr int restMs = 250;

QToolButton *makeSwitch(const QString &text, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

} // namespace

SearchField::SearchField(QWidget *parent)
    : QWidget(parent), m_input(new QLineEdit(this)),
      m_regex(makeSwitch(QStringLiteral(".*"), tr("Regular expression"), this)),
      m_ignoreCase(makeSwitch(QStringLiteral("Aa"), tr("Ignore case"), this))
{
    m_input->setPlaceholderText(tr("Search in contents"));
    m_input->setAccessibleName(tr("Search in contents"));
    m_input->setClearButtonEnabled(true);
    m_input->setMinimumWidth(170);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    row->addWidget(m_input, 1);
    row->addWidget(m_regex);
    row->addWidget(m_ignoreCase);
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMs);
    connect(&m_rest, &QTimer::timeout, this, &SearchField::tell);
    connect(m_input, &QLineEdit::textChanged, &m_rest, qOverload<>(&QTimer::start)); // the clear button edits too
    connect(m_input, &QLineEdit::returnPressed, this, &SearchField::tell);
    connect(m_regex, &QToolButton::toggled, this, &SearchField::tell);
    connect(m_ignoreCase, &QToolButton::toggled, this, &SearchField::tell);
}

SearchPattern SearchField::pattern() const
{
    return {m_input->text().toStdString(), m_regex->isChecked(), m_ignoreCase->isChecked()};
}

void SearchField::setPattern(const SearchPattern &pattern)
{
    const QSignalBlocker input(m_input), regex(m_regex), ignoreCase(m_ignoreCase);
    const QString text = QString::fromStdString(pattern.text);
    m_rest.stop();
    if (m_input->text() != text)
        m_input->setText(text);
    if (text.isEmpty())
        return; // the switches stay as they were left
    m_regex->setChecked(pattern.isRegex);
    m_ignoreCase->setChecked(pattern.ignoreCase);
}

void SearchField::tell()
{
    m_rest.stop();
    Q_EMIT edited(pattern());
}

} // namespace primer
