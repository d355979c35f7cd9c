// Owns: editing a constraint set: the values of its axes, what is never drawn together, names that are never drawn;
// keeping it as a file. Not here: its lines of text (set_text.h), choosing a set.
#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "core/base/result.h"
#include "core/synthesis/constraint_set.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace primer {

class SetEditor : public QWidget
{
    Q_OBJECT
public:
    explicit SetEditor(QWidget *parent = nullptr);

    void show(const ConstraintSet &set);
    /// As it is edited, checked.
    Result<ConstraintSet> set() const;
    QComboBox *axis() const { return m_axis; }
    QPlainTextEdit *values() const { return m_values; }
    QPlainTextEdit *exclusions() const { return m_exclusions; }

Q_SIGNALS:
    void changed();
    void saved(const QString &path);
    void failed(const primer::Error &error);

private:
    void makeLayout();
    void showAxis();
    void keepText();
    void save();

    QComboBox *m_axis;
    QLabel *m_hint;
    QPlainTextEdit *m_values, *m_exclusions;
    QLineEdit *m_neverNames;
    QPushButton *m_save;
    ConstraintSet m_set;          ///< as it was chosen
    std::vector<QString> m_texts; ///< of each axis, as edited
    int m_shown = -1;             ///< whose text is in the editor
};

} // namespace primer
