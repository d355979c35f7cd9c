#include "ui/synthesis_page/extension_dialog.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include "ui/widgets/dialog_size.h"

namespace primer {

namespace {

constexpr int maxRows = 10'000'000, usualMore = 100, maxRequests = 256;
constexpr double nanosPerDollar = 1e9, hottest = 2;

} // namespace

ExtensionDialog::ExtensionDialog(const SynthesisRun &run, QWidget *parent)
    : QDialog(parent), m_run(run), m_prompts(new QSpinBox(this)), m_target(new QSpinBox(this)),
      m_concurrency(new QSpinBox(this)), m_budget(new QDoubleSpinBox(this)), m_temperature(new QDoubleSpinBox(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Extend “%1”").arg(QString::fromStdString(run.name)));
    fill();
    auto *note = new QLabel(tr("What was answered stays and is not paid again. The run continues at once."), this);
    note->setWordWrap(true);
    note->setMinimumWidth(60 * fontMetrics().averageCharWidth());
    auto *form = new QFormLayout(this);
    alignForm(*form);
    form->addRow(tr("Prompts in all"), m_prompts);
    form->addRow(tr("Accepted rows wanted"), m_target);
    if (run.kind == "chat") {
        form->addRow(tr("Budget (never exceeded)"), m_budget);
        form->addRow(tr("Temperature"), m_temperature);
        form->addRow(tr("Concurrent requests"), m_concurrency);
    } else {
        for (QWidget *widget : {static_cast<QWidget *>(m_budget), static_cast<QWidget *>(m_temperature),
                                static_cast<QWidget *>(m_concurrency)})
            widget->hide();
    }
    form->addRow(note);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Extend"));
    m_buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    form->addRow(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ExtensionDialog::fill()
{
    m_prompts->setRange(int(m_run.planned), maxRows);
    m_prompts->setValue(int(m_run.planned) + usualMore);
    m_target->setRange(0, maxRows);
    m_target->setSpecialValueText(tr("no limit"));
    m_target->setValue(m_run.target > 0 ? int(m_run.target) + usualMore : 0);
    for (QSpinBox *box : {m_prompts, m_target}) {
        box->setGroupSeparatorShown(true);
        box->setSingleStep(usualMore);
    }
    m_concurrency->setRange(1, maxRequests);
    m_budget->setRange(0, 1'000'000);
    m_budget->setPrefix(QStringLiteral("$ "));
    m_budget->setValue(double(m_run.budgetNanos) / nanosPerDollar);
    m_temperature->setRange(0, hottest);
    m_temperature->setSingleStep(0.1);
    if (const auto endpoint = Endpoint::fromJson(m_run.settingsJson); endpoint && m_run.kind == "chat") {
        m_concurrency->setValue(endpoint->concurrency);
        m_temperature->setValue(endpoint->temperature);
    }
}

SynthesisExtension ExtensionDialog::extension() const
{
    SynthesisExtension extension;
    extension.count = m_prompts->value();
    extension.target = m_target->value();
    if (m_run.kind == "chat") {
        extension.budgetNanos = std::int64_t(m_budget->value() * nanosPerDollar);
        extension.temperature = m_temperature->value();
        extension.concurrency = m_concurrency->value();
    }
    return extension;
}

} // namespace primer
