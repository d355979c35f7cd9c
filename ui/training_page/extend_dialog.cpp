#include "ui/training_page/extend_dialog.h"

#include <algorithm>

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>

#include "ui/widgets/dialog_size.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr int usual = 1000, highest = 1'000'000'000;

QString rate(double value) { return QLocale().toString(value, 'g', 3); }

} // namespace

ExtendDialog::ExtendDialog(const TrainingConfig &config, std::int64_t done, bool isRunning, QWidget *parent)
    : QDialog(parent), m_config(config), m_done(done), m_steps(new QSpinBox(this)),
      m_keep(new QRadioButton(tr("Keep the schedule"), this)),
      m_stretch(new QRadioButton(tr("Stretch the schedule over all steps"), this)), m_effect(new QLabel(this))
{
    setWindowTitle(tr("Extend the run"));
    m_steps->setRange(1, highest);
    m_steps->setSingleStep(usual);
    m_steps->setValue(usual);
    m_steps->setGroupSeparatorShown(true);
    m_steps->setAccessibleName(tr("Steps to add"));
    m_effect->setWordWrap(true);
    m_effect->setMinimumWidth(420);
    // With an end of its own the schedule stays what it is in any case.
    const bool isOwn = config.scheduleSteps > 0;
    m_keep->setEnabled(isOwn || !isRunning);
    m_stretch->setEnabled(!isOwn);
    (m_keep->isEnabled() ? m_keep : m_stretch)->setChecked(true);
    if (!m_keep->isEnabled())
        m_keep->setToolTip(tr("Stop the run first: the engine that trains keeps the schedule that it began with, which "
                              "ends with the last step."));
    auto *form = new QFormLayout(this);
    alignForm(*form);
    form->addRow(tr("Steps to add"), m_steps);
    form->addRow(tr("Learning rate"), m_keep);
    form->addRow(QString(), m_stretch);
    form->addRow(m_effect);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Extend"));
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_steps, &QSpinBox::valueChanged, this, &ExtendDialog::showEffect);
    connect(m_keep, &QRadioButton::toggled, this, &ExtendDialog::showEffect);
    showEffect();
}

std::int64_t ExtendDialog::steps() const { return m_steps->value(); }
bool ExtendDialog::keepsSchedule() const { return m_keep->isChecked(); }

void ExtendDialog::showEffect()
{
    TrainingConfig after = m_config;
    after.steps += steps();
    if (keepsSchedule() && after.scheduleSteps == 0)
        after.scheduleSteps = m_config.steps;
    const std::int64_t next = std::min(m_done + 1, after.steps);
    const double before = m_config.learningRate(std::max<std::int64_t>(1, m_done));
    const double first = after.learningRate(next), last = after.learningRate(after.steps);
    QString text = tr("The learning rate was %1 at step %2. It would be %3 at step %4 and %5 at step %6, the last one.")
                       .arg(rate(before), HumanText::count(m_done), rate(first), HumanText::count(next), rate(last),
                            HumanText::count(after.steps));
    if (first > before * 1.01 && m_done > m_config.warmupSteps)
        text += QLatin1Char(' ') + tr("It rises again: the loss may do so too, before it falls further.");
    if (first <= 0 && last <= 0)
        text += QLatin1Char(' ')
                + tr("At a learning rate of 0 nothing more is learnt: stretch the schedule, or fork the "
                     "run with another one.");
    m_effect->setText(text);
}

} // namespace primer
