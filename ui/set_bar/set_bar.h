// Owns: the current set at the top of every page: its parts as chips, the line for the next one, the search, how many
// samples it has, the way back, saved views. Not here: the set (ui/session/current_set.h), one chip, the menus.
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace primer {

class FilterInput;
class FlowRow;
class SearchField;
class SetChip;
class SetMenus;

class SetBar : public QWidget
{
    Q_OBJECT
public:
    SetBar(WorkspaceSession &session, QWidget *parent = nullptr);

    const std::vector<SetChip *> &chips() const { return m_chips; }
    FilterInput *filterInput() const { return m_input; }
    QLineEdit *searchInput() const;
    SetMenus *menus() const { return m_menus; }
    QString counts() const;
    void writeCondition();
    void writeSearch();
    void clear();
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The person has done with the bar: the page goes on.
    void left();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeLayout();
    void connectSet();
    void connectParts();
    void showSet();
    QString nearDuplicatesText() const;
    void showCounts();
    SetChip *makeChip(std::size_t place);
    void edit(std::size_t place);
    void endEdit();
    void commit(const QString &text);
    void search(const SearchPattern &pattern);
    void loadValues(Column column);
    void change(std::size_t place, const std::optional<SetPart> &part);

    WorkspaceSession &m_session;
    QBoxLayout *m_layout;
    FlowRow *m_row;
    QWidget *m_side;
    FilterInput *m_input;
    QToolButton *m_add;
    SearchField *m_search;
    QLabel *m_counts;
    QToolButton *m_undo, *m_redo, *m_views;
    SetMenus *m_menus;
    std::vector<SetChip *> m_chips;
    std::optional<std::size_t> m_edited; ///< whose text stands in the line
    quint64 m_valueGeneration = 0;
};

} // namespace primer
