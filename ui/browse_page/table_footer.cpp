#include "ui/browse_page/table_footer.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/widgets/human_text.h"

namespace primer {

TableFooter::TableFooter(QWidget *parent)
    : QWidget(parent), m_columns(new QToolButton(this)), m_hidden(new QLabel(this)), m_selected(new QLabel(this))
{
    m_columns->setText(tr("Columns…"));
    m_columns->setToolTip(tr("Choose columns; what each of them holds in the current set"));
    m_columns->setAutoRaise(true);
    for (QLabel *label : {m_hidden, m_selected}) {
        label->setTextFormat(Qt::PlainText);
        label->setForegroundRole(QPalette::PlaceholderText);
    }
    m_selected->setForegroundRole(QPalette::WindowText);
    m_hidden->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 1, 4, 1);
    layout->setSpacing(6);
    layout->addWidget(m_columns);
    layout->addWidget(m_hidden, 1);
    layout->addWidget(m_selected);
    connect(m_columns, &QToolButton::clicked, this, &TableFooter::columnChooserWanted);
}

void TableFooter::showSelected(int selected, int rows)
{
    // One is the row that is read: nothing to say.
    m_selected->setText(selected > 1 ? tr("%1 of %2 selected").arg(HumanText::count(selected), HumanText::count(rows))
                                     : QString());
}

void TableFooter::showHidden(const QStringList &columns)
{
    m_hidden->setText(columns.isEmpty() ? QString()
                                        : tr("Empty columns hidden: %1").arg(columns.join(QStringLiteral(", "))));
    m_hidden->setToolTip(
        columns.isEmpty() ? QString() : tr("No sample of this workspace has a value there. Show them by Columns…"));
}

QString TableFooter::selectedText() const { return m_selected->text(); }
QString TableFooter::hiddenText() const { return m_hidden->text(); }

} // namespace primer
