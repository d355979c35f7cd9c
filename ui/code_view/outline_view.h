// Owns: the classes, functions and methods of the file that is read, as a tree to jump by, with the one around the
// first visible line marked. Not here: finding them (core/syntax/python_outline.h).
#pragma once

#include <vector>

#include <QTreeWidget>

#include "core/syntax/python_outline.h"

namespace primer {

class OutlineView : public QTreeWidget
{
    Q_OBJECT
public:
    explicit OutlineView(QWidget *parent = nullptr);
    void setSymbols(const std::vector<CodeSymbol> &symbols);
    /// Why there are none, in their place.
    void setNote(const QString &note);
    /// Marks the innermost symbol that this line (from 0) belongs to.
    void follow(int line);
    static QString kindName(CodeSymbol::Kind kind);

Q_SIGNALS:
    void lineWanted(int line);

protected:
    void changeEvent(QEvent *event) override;

private:
    void drawIcons();

    std::vector<CodeSymbol> m_symbols;
    std::vector<QTreeWidgetItem *> m_items; ///< as m_symbols
};

} // namespace primer
