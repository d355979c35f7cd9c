// Owns: editing the text of a prompt template; keeping it as a file. Not here: filling it (plan_preview.h).
#pragma once

#include <QWidget>

#include "core/base/result.h"
#include "core/synthesis/prompt_template.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace primer {

class TemplateEditor : public QWidget
{
    Q_OBJECT
public:
    explicit TemplateEditor(QWidget *parent = nullptr);

    void show(const PromptTemplate &promptTemplate);
    PromptTemplate value() const;
    /// What it may name.
    void setAxes(const ConstraintSet &set);
    QPlainTextEdit *text() const { return m_text; }

Q_SIGNALS:
    void changed();
    void saved(const QString &path);
    void failed(const primer::Error &error);

private:
    void save();

    QLabel *m_facts;
    QPlainTextEdit *m_system, *m_text;
    QPushButton *m_save;
    PromptTemplate m_template;
    QString m_axes;
};

} // namespace primer
