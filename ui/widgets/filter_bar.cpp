#include "ui/widgets/filter_bar.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace primer {

FilterBar::FilterBar(QWidget *parent) : QWidget(parent), m_chips(new QHBoxLayout), m_input(new QLineEdit(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_chips->setSpacing(4);
    layout->addLayout(m_chips);
    layout->addWidget(m_input, 1);
    m_input->setPlaceholderText(tr("Add a filter, for example stars>=10 or licence:MIT"));
    m_input->setAccessibleName(tr("Add a filter"));
    m_input->setClearButtonEnabled(true);
    m_input->setMinimumWidth(120);
    connect(m_input, &QLineEdit::returnPressed, this, [this] {
        const QString written = m_input->text().trimmed();
        if (written.isEmpty())
            return;
        m_input->clear();
        Q_EMIT conditionsEdited(m_conditions + QStringList{written});
    });
}

void FilterBar::setColumnNames(const QStringList &names)
{
    QStringList words;
    for (const QString &name : names)
        words.append(name + QLatin1Char(':'));
    auto *completer = new QCompleter(words, m_input);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_input->setCompleter(completer);
}

void FilterBar::setConditions(const QStringList &conditions)
{
    if (conditions == m_conditions)
        return;
    m_conditions = conditions;
    rebuild();
}

void FilterBar::removeAt(int place)
{
    QStringList rest = m_conditions;
    rest.removeAt(place);
    Q_EMIT conditionsEdited(rest);
}

void FilterBar::rebuild()
{
    while (QLayoutItem *item = m_chips->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (int place = 0; place < m_conditions.size(); ++place) {
        auto *chip = new QToolButton(this);
        QString shown = m_conditions.at(place);
        shown.replace(QLatin1Char('&'), QStringLiteral("&&"));
        chip->setText((shown.size() > 40 ? shown.left(39) + QStringLiteral("…") : shown) + QStringLiteral("  ×"));
        chip->setToolTip(tr("Remove this filter"));
        chip->setAccessibleName(tr("Remove the filter %1").arg(m_conditions.at(place)));
        chip->setProperty("chip", true);
        connect(chip, &QToolButton::clicked, this, [this, place] { removeAt(place); });
        m_chips->addWidget(chip);
    }
}

} // namespace primer
