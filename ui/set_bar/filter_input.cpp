#include "ui/set_bar/filter_input.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QCompleter>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStandardItemModel>
#include <QToolTip>
#include <QTreeView>

namespace primer {

namespace {

constexpr int minListLetters = 46, hintMs = 8000, maxRows = 12, rowPadding = 6;

} // namespace

FilterInput::FilterInput(QWidget *parent)
    : QLineEdit(parent), m_model(new QStandardItemModel(this)), m_list(new QTreeView),
      m_completer(new QCompleter(m_model, this))
{
    setPlaceholderText(tr("Add a condition, such as stars>=10"));
    setAccessibleName(tr("Add a condition"));
    setClearButtonEnabled(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setItemsExpandable(false);
    m_list->header()->hide();
    m_list->header()->setStretchLastSection(false);
    m_list->setAccessibleName(tr("What may follow"));
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(maxRows);
    m_completer->setPopup(m_list);
    m_completer->setWidget(this);
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this,
            [this](const QModelIndex &index) { take(index.row()); });
    connect(this, &QLineEdit::textEdited, this, &FilterInput::offer);
}

void FilterInput::setValues(Column column, const std::vector<ColumnValue> &values)
{
    m_valuesOf = column;
    m_values = values;
    const FilterPlace place = FilterPlace::at(text(), cursorPosition());
    if (place.kind == FilterPlace::Kind::Value && place.column == column)
        offer();
}

void FilterInput::offer()
{
    const FilterPlace place = FilterPlace::at(text(), cursorPosition());
    const bool isKnown = place.column && m_valuesOf == place.column;
    m_suggestions = FilterSuggestions::at(place, isKnown ? m_values : std::vector<ColumnValue>());
    fillList();
    if (place.kind == FilterPlace::Kind::Value && place.column && !isKnown)
        Q_EMIT valuesWanted(*place.column);
    // What is written whole already needs no list of itself.
    const bool isWhole = m_suggestions.size() == 1 && m_suggestions.front().isValue
                         && m_suggestions.front().written == place.written;
    if (text().isEmpty() || m_suggestions.empty() || isWhole || !hasFocus()) {
        hideOffers();
        return;
    }
    QRect beneath = rect();
    beneath.setWidth(std::max(width(), minListLetters * fontMetrics().averageCharWidth()));
    m_completer->complete(beneath);
    m_list->setCurrentIndex({});
}

void FilterInput::fillList()
{
    m_model->clear();
    for (const Suggestion &suggestion : m_suggestions) {
        auto *text = new QStandardItem(suggestion.text), *note = new QStandardItem(suggestion.note);
        text->setSizeHint({0, fontMetrics().height() + rowPadding});
        note->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        note->setForeground(palette().brush(QPalette::PlaceholderText));
        m_model->appendRow({text, note});
    }
    if (m_model->columnCount() > 1) {
        m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
        m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    }
}

void FilterInput::hideOffers() { m_list->hide(); }

bool FilterInput::isOffering() const { return m_list->isVisible(); }

void FilterInput::take(int row)
{
    if (row < 0 || std::size_t(row) >= m_suggestions.size())
        return;
    const Suggestion suggestion = m_suggestions[std::size_t(row)];
    const FilterPlace place = FilterPlace::at(text(), cursorPosition());
    const int cursor = cursorPosition();
    QString changed = text();
    changed.replace(place.from, cursor - place.from, suggestion.written);
    setText(changed);
    setCursorPosition(place.from + int(suggestion.written.size()));
    if (suggestion.isValue)
        hideOffers();
    else
        offer(); // what comes next
}

void FilterInput::showHint(const QString &hint)
{
    setAccessibleDescription(hint);
    QToolTip::showText(mapToGlobal(QPoint(0, height())), hint, this, rect(), hintMs);
}

bool FilterInput::event(QEvent *event)
{
    const bool isTab = event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab;
    if (!isTab || !isOffering() || m_suggestions.empty())
        return QLineEdit::event(event);
    take(std::max(0, m_list->currentIndex().row()));
    event->accept();
    return true;
}

void FilterInput::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: {
        const QModelIndex chosen = m_list->currentIndex();
        if (isOffering() && chosen.isValid()) {
            take(chosen.row());
        } else {
            hideOffers();
            Q_EMIT committed(text());
        }
        event->accept();
        return;
    }
    case Qt::Key_Escape:
        if (isOffering())
            hideOffers();
        else
            Q_EMIT leftAlone();
        event->accept();
        return;
    case Qt::Key_Down:
        if (!isOffering()) {
            offer();
            return;
        }
        break;
    default: break;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace primer
