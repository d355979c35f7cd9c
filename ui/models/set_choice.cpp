#include "ui/models/set_choice.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>

namespace primer {

SetChoice::SetChoice(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_thresholds(new QComboBox(this)),
      m_copies(new QCheckBox(tr("Leave out near-duplicates"), this))
{
    m_thresholds->setAccessibleName(tr("Threshold"));
    m_thresholds->setToolTip(tr("A threshold kept on the Quality page cuts the current set; its name, version and "
                                "lineage are written with the files."));
    m_thresholds->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_thresholds->setMinimumContentsLength(24);
    m_thresholds->addItem(tr("The current set as it is"), QString());
    m_copies->setToolTip(tr("MinHash over word 5-grams, Jaccard 0.7; the first in the order of import is kept."));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_thresholds, 1);
    layout->addWidget(m_copies);
    connect(m_thresholds, &QComboBox::activated, this, [this] {
        m_wanted = threshold();
        Q_EMIT changed();
    });
    connect(m_copies, &QCheckBox::toggled, this, &SetChoice::changed);
    connect(&session.cut(), &CutModel::listsChanged, this, &SetChoice::showThresholds);
}

QString SetChoice::threshold() const { return m_thresholds->currentData().toString(); }

void SetChoice::restore(const QString &threshold, bool dropsCopies)
{
    const QSignalBlocker blocker(m_copies);
    m_wanted = threshold;
    m_copies->setChecked(dropsCopies);
}

SelectionRequest SetChoice::request() const
{
    SelectionRequest request = m_session.set().selection();
    request.threshold = threshold().toStdString();
    request.dropsNearDuplicates = m_copies->isChecked();
    return request;
}

void SetChoice::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_session.cut().readLists();
}

void SetChoice::showThresholds()
{
    const QString before = threshold();
    while (m_thresholds->count() > 1)
        m_thresholds->removeItem(1);
    for (const Threshold &one : m_session.cut().lists().thresholds) {
        const QString name = QString::fromStdString(one.name);
        m_thresholds->addItem(tr("%1, version %2: scores from %3")
                                  .arg(name, QString::number(one.version), QLocale().toString(one.cut, 'f', 3)),
                              QStringLiteral("%1@%2").arg(name).arg(one.version));
    }
    m_thresholds->setCurrentIndex(std::max(0, m_thresholds->findData(m_wanted)));
    if (threshold() != before)
        Q_EMIT changed();
}

} // namespace primer
