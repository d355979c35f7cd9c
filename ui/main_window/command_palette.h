// Owns: finding an action, page or saved view by typing (Ctrl+K). Not here: the actions.
#pragma once

#include <functional>

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace primer {

struct PaletteEntry {
    QString text;
    QString hint;       ///< its key or kind
    QString otherWords; ///< found by them too, never shown
    std::function<void()> run;
};

class CommandPalette : public QDialog
{
    Q_OBJECT
public:
    CommandPalette(QList<PaletteEntry> entries, QWidget *parent);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void filter(const QString &words);
    void runCurrent();
    QList<PaletteEntry> m_entries;
    QLineEdit *m_input;
    QListWidget *m_list;
};

} // namespace primer
