#include "ui/synthesis_page/set_editor.h"

#include <utility>

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/synthesis_page/json_file.h"
#include "ui/synthesis_page/set_text.h"
#include "ui/synthesis_page/synthesis_words.h"
#include "ui/widgets/dialog_size.h"

namespace primer {

namespace {

constexpr int exclusionLines = 4;

} // namespace

SetEditor::SetEditor(QWidget *parent)
    : QWidget(parent), m_axis(new QComboBox(this)), m_hint(new QLabel(this)), m_values(new QPlainTextEdit(this)),
      m_exclusions(new QPlainTextEdit(this)), m_neverNames(new QLineEdit(this)),
      m_save(new QPushButton(tr("Save the set as…"), this))
{
    makeLayout();
    connect(m_axis, &QComboBox::currentIndexChanged, this, [this] {
        keepText();
        showAxis();
    });
    connect(m_values, &QPlainTextEdit::textChanged, this, [this] {
        keepText();
        Q_EMIT changed();
    });
    connect(m_exclusions, &QPlainTextEdit::textChanged, this, &SetEditor::changed);
    connect(m_neverNames, &QLineEdit::textChanged, this, &SetEditor::changed);
    connect(m_save, &QPushButton::clicked, this, &SetEditor::save);
}

void SetEditor::makeLayout()
{
    m_save->setAutoDefault(false);
    m_hint->setWordWrap(true);
    m_values->setAccessibleName(tr("Values of the axis"));
    m_values->setTabChangesFocus(true);
    m_values->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_exclusions->setAccessibleName(tr("Never together"));
    m_exclusions->setTabChangesFocus(true);
    m_exclusions->setPlaceholderText(QStringLiteral("audience = pupils; topic = Machine learning/*"));
    m_exclusions->setFixedHeight(int((exclusionLines + 0.5) * fontMetrics().lineSpacing()));
    m_neverNames->setPlaceholderText(QStringLiteral("benchmarks, main"));
    m_neverNames->setToolTip(tr("Function names with commas between; “benchmarks” are those of HumanEval and MBPP."));
    auto *form = new QFormLayout;
    alignForm(*form);
    form->addRow(tr("Axis"), m_axis);
    auto *rest = new QFormLayout;
    alignForm(*rest);
    rest->addRow(tr("Never together"), m_exclusions);
    rest->addRow(tr("Never named"), m_neverNames);
    alignLabels({form, rest});
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_hint);
    layout->addWidget(m_values, 1);
    layout->addLayout(rest);
    layout->addWidget(m_save, 0, Qt::AlignLeft);
}

void SetEditor::show(const ConstraintSet &set)
{
    m_set = set;
    m_shown = -1;
    m_texts.clear();
    for (const Axis &axis : set.axes)
        m_texts.push_back(SetText::valuesOf(axis));
    const QSignalBlocker axisBlocker(m_axis), exclusionBlocker(m_exclusions), namesBlocker(m_neverNames);
    m_axis->clear();
    for (const Axis &axis : set.axes)
        m_axis->addItem(tr("%1 (%2)").arg(QString::fromStdString(axis.name), SynthesisWords::of(axis.kind)));
    m_exclusions->setPlainText(SetText::exclusionsOf(set.neverTogether));
    m_neverNames->setText(SetText::joined(set.neverNames));
    showAxis();
}

void SetEditor::showAxis()
{
    m_shown = m_axis->currentIndex();
    const bool isThere = m_shown >= 0 && m_shown < int(m_set.axes.size());
    const QSignalBlocker blocker(m_values);
    m_values->setPlainText(isThere ? m_texts[std::size_t(m_shown)] : QString());
    m_values->setReadOnly(!isThere || !SetText::isEditable(m_set.axes[std::size_t(m_shown)].kind));
    m_hint->setText(isThere ? SetText::hintOf(m_set.axes[std::size_t(m_shown)]) : QString());
}

void SetEditor::keepText()
{
    if (m_shown >= 0 && m_shown < int(m_texts.size()))
        m_texts[std::size_t(m_shown)] = m_values->toPlainText();
}

Result<ConstraintSet> SetEditor::set() const
{
    ConstraintSet set = m_set;
    for (std::size_t place = 0; place < set.axes.size(); ++place) {
        if (m_texts[place] != SetText::valuesOf(m_set.axes[place]))
            set.axes[place] = PRIMER_TRY(SetText::withValues(m_set.axes[place], m_texts[place]));
    }
    set.neverTogether = PRIMER_TRY(SetText::toExclusions(m_exclusions->toPlainText()));
    set.neverNames = SetText::split(m_neverNames->text());
    PRIMER_TRY(set.check());
    return set;
}

void SetEditor::save()
{
    auto edited = set();
    if (!edited) {
        Q_EMIT failed(edited.error());
        return;
    }
    ++edited->revision;
    saveJsonAs(this, tr("Save the constraint set"), QString::fromStdString(edited->name),
               tr("Constraint sets (*.json)"), edited->toJson(), [this](const Result<QString> &path) {
                   if (path)
                       Q_EMIT saved(*path);
                   else
                       Q_EMIT failed(path.error());
               });
}

} // namespace primer
