#include "ui/code_view/outline_view.h"

#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int iconPixels = 16;

/// Each a shape of its own: told apart without colour.
QIcon iconOf(CodeSymbol::Kind kind)
{
    switch (kind) {
    case CodeSymbol::Kind::Class: return themedIcon(QStringLiteral("class"));
    case CodeSymbol::Kind::Function: return themedIcon(QStringLiteral("function"));
    case CodeSymbol::Kind::Method: return themedIcon(QStringLiteral("method"));
    }
    return {};
}

} // namespace

OutlineView::OutlineView(QWidget *parent) : QTreeWidget(parent)
{
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setIndentation(14);
    setIconSize({iconPixels, iconPixels});
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Outline"));
    const auto jump = [this](const QTreeWidgetItem *item) {
        if (const QVariant line = item->data(0, Qt::UserRole); line.isValid())
            Q_EMIT lineWanted(line.toInt());
    };
    connect(this, &QTreeWidget::itemClicked, this, jump);
    connect(this, &QTreeWidget::itemActivated, this, jump);
}

QString OutlineView::kindName(CodeSymbol::Kind kind)
{
    switch (kind) {
    case CodeSymbol::Kind::Class: return tr("class");
    case CodeSymbol::Kind::Function: return tr("function");
    case CodeSymbol::Kind::Method: return tr("method");
    }
    return {};
}

void OutlineView::setSymbols(const std::vector<CodeSymbol> &symbols)
{
    clear();
    m_symbols = symbols;
    m_items.clear();
    std::vector<QTreeWidgetItem *> around;
    for (const CodeSymbol &symbol : symbols) {
        around.resize(std::size_t(symbol.depth));
        auto *item = around.empty() ? new QTreeWidgetItem(this) : new QTreeWidgetItem(around.back());
        item->setText(0, QString::fromStdString(symbol.name));
        item->setIcon(0, iconOf(symbol.kind));
        item->setData(0, Qt::UserRole, symbol.line);
        item->setToolTip(0, tr("%1, line %2").arg(kindName(symbol.kind)).arg(symbol.line + 1));
        item->setData(0, Qt::AccessibleDescriptionRole, item->toolTip(0));
        around.push_back(item);
        m_items.push_back(item);
    }
    expandAll();
}

void OutlineView::setNote(const QString &note)
{
    clear();
    m_symbols.clear();
    m_items.clear();
    auto *item = new QTreeWidgetItem(this, {note});
    item->setFlags(Qt::NoItemFlags);
    item->setToolTip(0, note);
}

void OutlineView::follow(int line)
{
    QTreeWidgetItem *around = nullptr;
    for (std::size_t place = 0; place < m_symbols.size() && m_symbols[place].line <= line; ++place) {
        if (line <= m_symbols[place].lastLine)
            around = m_items[place];
    }
    if (around == currentItem())
        return;
    if (around) {
        setCurrentItem(around);
        scrollToItem(around);
    } else {
        selectionModel()->clear(); // a current item that is none leaves what was selected
    }
}

} // namespace primer
