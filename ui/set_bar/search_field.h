// Owns: the line that is searched for in contents, with its two switches; tells after a short rest. Not here:
// searching.
#pragma once

#include <QTimer>
#include <QWidget>

#include "core/query/content_matcher.h"

class QLineEdit;
class QToolButton;

namespace primer {

class SearchField : public QWidget
{
    Q_OBJECT
public:
    explicit SearchField(QWidget *parent = nullptr);
    QLineEdit *input() const { return m_input; }
    QToolButton *regexSwitch() const { return m_regex; }
    SearchPattern pattern() const;
    /// Something was written that is not told yet.
    bool isBeingTyped() const { return m_rest.isActive(); }
    /// Without telling; what is being typed keeps its cursor.
    void setPattern(const SearchPattern &pattern);

Q_SIGNALS:
    void edited(const primer::SearchPattern &pattern);

private:
    void tell();

    QLineEdit *m_input;
    QToolButton *m_regex, *m_ignoreCase;
    QTimer m_rest;
};

} // namespace primer
