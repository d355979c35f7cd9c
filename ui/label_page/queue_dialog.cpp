#include "ui/label_page/queue_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include "ui/models/sample_table_model.h"
#include "ui/widgets/dialog_size.h"

namespace primer {

namespace {
constexpr int dialogWidth = 460;
}

QueueDialog::QueueDialog(qint64 available, const std::string &filter, std::int64_t seed, QWidget *parent)
    : QDialog(parent), m_filterText(filter), m_name(new QLineEdit(tr("Spot check"), this)), m_count(new QSpinBox(this)),
      m_strata(new QComboBox(this)), m_seed(new QSpinBox(this)),
      m_blind(new QCheckBox(tr("Blind: hide every other opinion"), this))
{
    setWindowTitle(tr("New spot check"));
    m_count->setRange(1, int(std::clamp<qint64>(available, 1, 1'000'000)));
    m_count->setValue(int(std::min<qint64>(200, available)));
    m_seed->setRange(0, 1'000'000'000);
    m_seed->setValue(int(std::min<std::int64_t>(seed, m_seed->maximum())));
    m_strata->addItem(tr("Random"), QString());
    for (const Column column : {Column::Source, Column::Language, Column::Licence, Column::Repository}) {
        const auto name = columnInfo(column).name;
        m_strata->addItem(tr("Stratified by %1").arg(SampleTableModel::title(column)),
                          QString::fromUtf8(name.data(), qsizetype(name.size())));
    }
    auto *form = new QFormLayout(this);
    alignForm(*form);
    setMinimumWidth(dialogWidth);
    form->addRow(new QLabel(tr("Drawn from the current set: %Ln samples", nullptr, int(available)), this));
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Samples"), m_count);
    form->addRow(tr("Sampling"), m_strata);
    form->addRow(tr("Seed"), m_seed);
    form->addRow(m_blind);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Create"));
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QueueRequest QueueDialog::request() const
{
    QueueRequest request;
    request.name = m_name->text().toStdString();
    request.filter = m_filterText;
    request.count = m_count->value();
    request.seed = std::uint64_t(m_seed->value());
    request.stratifyBy = m_strata->currentData().toString().toStdString();
    request.blind = m_blind->isChecked();
    return request;
}

} // namespace primer
