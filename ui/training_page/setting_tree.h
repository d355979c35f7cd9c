// Owns: the settings of a run as a list to change: in groups, found by any of their words, with what each had in the
// preset. Not here: which settings there are and what they allow (core/recipe), their words (setting_texts.h).
#pragma once

#include <QList>
#include <QWidget>

class QCheckBox;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace primer {

class SettingTree : public QWidget
{
    Q_OBJECT
public:
    enum Column { NameColumn, ValueColumn, UnitColumn, PresetColumn, KeyColumn, TextColumn, ColumnCount };
    using Settings = QList<std::pair<QString, QString>>;

    explicit SettingTree(QWidget *parent = nullptr);

    /// Key and value; what is changed afterwards is changed from these.
    void setPreset(const Settings &settings);
    Settings values() const;
    void set(const QString &key, const QString &value);
    /// Null for a key that there is not.
    QTreeWidgetItem *item(const QString &key) const;
    QLineEdit *search() const { return m_search; }
    QCheckBox *changedOnly() const { return m_changedOnly; }
    QTreeWidget *tree() const { return m_tree; }

Q_SIGNALS:
    void changed();

private:
    void makeLayout();
    void onChanged(QTreeWidgetItem *item);
    void showChange(QTreeWidgetItem *item);
    void showFound();
    void showMenu(const QPoint &place);

    QLineEdit *m_search;
    QCheckBox *m_changedOnly;
    QTreeWidget *m_tree;
};

} // namespace primer
