#include "ui/synthesis_page/prompt_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/code_view/display_text.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

PromptView::PromptView(QWidget *parent)
    : QWidget(parent), m_text(new QPlainTextEdit(this)),
      m_previous(new QPushButton(themedIcon(QStringLiteral("previous")), tr("Previous"), this)),
      m_next(new QPushButton(themedIcon(QStringLiteral("next")), tr("Next"), this)), m_place(new QLabel(this))
{
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("Prompt as it would be asked"));
    auto *line = new QHBoxLayout;
    for (QPushButton *button : {m_previous, m_next}) {
        button->setAutoDefault(false);
        line->addWidget(button);
    }
    line->addWidget(m_place, 1);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_text, 1);
    layout->addLayout(line);
    connect(m_previous, &QPushButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QPushButton::clicked, this, [this] { step(1); });
    show({});
}

void PromptView::show(const std::vector<FilledTemplate> &prompts)
{
    m_prompts = prompts;
    step(0);
}

void PromptView::showNote(const QString &note)
{
    m_prompts.clear();
    step(0);
    m_text->setPlainText(note);
}

void PromptView::step(int by)
{
    const int count = int(m_prompts.size());
    m_shown = std::clamp(m_shown + by, 0, std::max(0, count - 1));
    m_previous->setEnabled(m_shown > 0);
    m_next->setEnabled(m_shown + 1 < count);
    m_place->setText(count > 0
                         ? tr("Prompt %1 of the first %2").arg(HumanText::count(m_shown + 1), HumanText::count(count))
                         : QString());
    if (count == 0) {
        m_text->clear();
        return;
    }
    const FilledTemplate &prompt = m_prompts[std::size_t(m_shown)];
    const QString text = displayText(prompt.system.empty() ? prompt.user : prompt.system + "\n\n" + prompt.user).text;
    if (m_text->toPlainText() != text)
        m_text->setPlainText(text);
}

} // namespace primer
