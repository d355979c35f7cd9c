#include "ui/synthesis_page/template_editor.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>

#include "ui/synthesis_page/json_file.h"
#include "ui/synthesis_page/synthesis_words.h"

namespace primer {

namespace {

constexpr int systemLines = 3;

} // namespace

TemplateEditor::TemplateEditor(QWidget *parent)
    : QWidget(parent), m_facts(new QLabel(this)), m_system(new QPlainTextEdit(this)), m_text(new QPlainTextEdit(this)),
      m_save(new QPushButton(tr("Save the template as…"), this))
{
    m_facts->setWordWrap(true);
    m_facts->setTextFormat(Qt::PlainText);
    m_save->setAutoDefault(false);
    m_system->setAccessibleName(tr("System message"));
    m_system->setFixedHeight(int((systemLines + 0.5) * fontMetrics().lineSpacing()));
    m_text->setAccessibleName(tr("Prompt"));
    auto *systemLabel = new QLabel(tr("System message"), this);
    systemLabel->setBuddy(m_system);
    auto *textLabel = new QLabel(tr("Prompt"), this);
    textLabel->setBuddy(m_text);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_facts);
    layout->addWidget(systemLabel);
    layout->addWidget(m_system);
    layout->addWidget(textLabel);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_save, 0, Qt::AlignLeft);
    for (QPlainTextEdit *edit : {m_system, m_text}) {
        edit->setTabChangesFocus(true);
        connect(edit, &QPlainTextEdit::textChanged, this, &TemplateEditor::changed);
    }
    connect(m_save, &QPushButton::clicked, this, &TemplateEditor::save);
}

void TemplateEditor::show(const PromptTemplate &promptTemplate)
{
    m_template = promptTemplate;
    const QSignalBlocker systemBlocker(m_system), textBlocker(m_text);
    m_system->setPlainText(QString::fromStdString(promptTemplate.system));
    m_text->setPlainText(QString::fromStdString(promptTemplate.text));
}

void TemplateEditor::setAxes(const ConstraintSet &set)
{
    QStringList names;
    for (const Axis &axis : set.axes)
        names.append(QLatin1Char('{') + QString::fromStdString(axis.name) + QLatin1Char('}'));
    if (!m_template.begin.empty())
        names.append({QStringLiteral("{begin}"), QStringLiteral("{end}")});
    m_facts->setText(tr("Its replies are judged as: %1. The set offers %2.")
                         .arg(SynthesisWords::of(m_template.kind), names.join(QStringLiteral(", "))));
}

PromptTemplate TemplateEditor::value() const
{
    PromptTemplate edited = m_template;
    edited.system = m_system->toPlainText().toStdString();
    edited.text = m_text->toPlainText().toStdString();
    return edited;
}

void TemplateEditor::save()
{
    PromptTemplate edited = value();
    ++edited.revision;
    saveJsonAs(this, tr("Save the template"), QString::fromStdString(edited.name), tr("Templates (*.json)"),
               edited.toJson(), [this](const Result<QString> &path) {
                   if (path)
                       Q_EMIT saved(*path);
                   else
                       Q_EMIT failed(path.error());
               });
}

} // namespace primer
