// Owns: prompts of a plan, one at a time. Not here: making them (plan_preview.h).
#pragma once

#include <vector>

#include <QWidget>

#include "core/synthesis/prompt_template.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace primer {

class PromptView : public QWidget
{
    Q_OBJECT
public:
    explicit PromptView(QWidget *parent = nullptr);
    /// The place among them stays.
    void show(const std::vector<FilledTemplate> &prompts);
    void showNote(const QString &note);
    QPlainTextEdit *text() const { return m_text; }
    QPushButton *nextButton() const { return m_next; }

private:
    void step(int by);

    QPlainTextEdit *m_text;
    QPushButton *m_previous, *m_next;
    QLabel *m_place;
    std::vector<FilledTemplate> m_prompts;
    int m_shown = 0;
};

} // namespace primer
