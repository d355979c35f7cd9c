// Owns: the line under the code that searches one file: as written or as a regular expression, with or without case,
// how many places there are and which one is seen. Not here: finding and marking them (code_view.h).
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace primer {

class FindBar : public QWidget
{
    Q_OBJECT
public:
    explicit FindBar(QWidget *parent = nullptr);

    QLineEdit *input() const { return m_input; }
    QToolButton *caseButton() const { return m_case; }
    QToolButton *regexButton() const { return m_regex; }
    QString countText() const;
    QString pattern() const;
    bool isRegex() const;
    bool ignoresCase() const;
    /// With `text` in it unless that is "" or goes over lines.
    void open(const QString &text);
    /// `count` places at most 10,000 are known of; `isTooCostly`: the search was given up.
    void showCount(int count, bool isTooCostly);
    void showPlace(int place, int count);

Q_SIGNALS:
    void edited();
    void stepped(int by);
    void closed();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QLineEdit *m_input;
    QLabel *m_count;
    QToolButton *m_case;
    QToolButton *m_regex;
};

} // namespace primer
