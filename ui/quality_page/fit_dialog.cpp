#include "ui/quality_page/fit_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>

#include "ui/widgets/dialog_size.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {
constexpr int dialogWidth = 520;
}

FitDialog::FitDialog(const QualityLists &lists, QWidget *parent)
    : QDialog(parent), m_features(new QListWidget(this)), m_teacher(new QComboBox(this)),
      m_positiveFrom(new QDoubleSpinBox(this)), m_trees(new QSpinBox(this)), m_seed(new QSpinBox(this)),
      m_report(new QComboBox(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Fit a forest"));
    for (const std::string &name : lists.embeddings) {
        auto *item = new QListWidgetItem(QString::fromStdString(name), m_features);
        item->setCheckState(m_features->count() == 1 ? Qt::Checked : Qt::Unchecked);
    }
    m_features->setMaximumHeight(5 * fontMetrics().height() + 8);
    m_features->setAccessibleName(tr("Vectors"));
    for (const auto &[teacher, count] : lists.teachers)
        m_teacher->addItem(tr("%1 (%2 labels)").arg(QString::fromStdString(teacher), HumanText::count(count)),
                           QString::fromStdString(teacher));
    if (lists.judged > 0)
        m_teacher->addItem(tr("People (%Ln judgements)", nullptr, int(lists.judged)), QString::fromUtf8(humanTeacher));
    m_positiveFrom->setRange(0.5, 5);
    m_positiveFrom->setSingleStep(0.5);
    m_positiveFrom->setDecimals(1);
    m_positiveFrom->setValue(3);
    m_trees->setRange(1, 2000);
    m_trees->setValue(100);
    m_seed->setRange(0, 1'000'000'000);
    m_seed->setValue(1);
    m_report->addItem(tr("Full report: further seeds, learning curve, logistic regression"), false);
    m_report->addItem(tr("Quick report: metrics only"), true);
    auto *form = new QFormLayout(this);
    alignForm(*form);
    setMinimumWidth(dialogWidth);
    form->addRow(tr("Vectors"), m_features);
    form->addRow(tr("Labels by"), m_teacher);
    form->addRow(tr("Positive from label"), m_positiveFrom);
    form->addRow(tr("Trees"), m_trees);
    form->addRow(tr("Seed"), m_seed);
    form->addRow(tr("Report"), m_report);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Fit and score"));
    m_buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    form->addRow(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_features, &QListWidget::itemChanged, this, &FitDialog::showReady);
    showReady();
}

void FitDialog::showReady()
{
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(!request().features.empty() && m_teacher->count() > 0);
}

FitRequest FitDialog::request() const
{
    FitRequest request;
    request.features.clear();
    for (int row = 0; row < m_features->count(); ++row) {
        if (m_features->item(row)->checkState() == Qt::Checked)
            request.features.push_back(m_features->item(row)->text().toStdString());
    }
    request.teacher = m_teacher->currentData().toString().toStdString();
    request.positiveFrom = m_positiveFrom->value();
    request.forest.trees = std::size_t(m_trees->value());
    request.forest.seed = std::uint64_t(m_seed->value());
    request.isQuick = m_report->currentData().toBool();
    return request;
}

} // namespace primer
