#include "ui/quality_page/cut_bar.h"

#include <initializer_list>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

#include "ui/widgets/themed_icon.h"

namespace primer {

CutBar::CutBar(CutModel &cut, QWidget *parent)
    : FlowRow(parent), m_cut(cut), m_forest(new QComboBox(this)), m_stacking(new QComboBox(this)),
      m_thresholds(new QComboBox(this)), m_value(new QDoubleSpinBox(this)),
      m_fit(new QPushButton(tr("Fit a forest…"), this)), m_report(new QPushButton(tr("Report…"), this)),
      m_keep(new QPushButton(tr("Keep as threshold…"), this)),
      m_choose(new QPushButton(tr("Use as the current set"), this)),
      m_copies(new QPushButton(tr("Near-duplicates…"), this))
{
    makeLayout();
    connectAll();
    showLists();
    showValue();
}

void CutBar::makeLayout()
{
    m_value->setRange(0, 1);
    m_value->setDecimals(3);
    m_value->setSingleStep(0.01);
    m_value->setAccessibleName(tr("Cut"));
    m_stacking->addItem(tr("By label"), int(ScoreHistogram::Stacking::Label));
    m_stacking->addItem(tr("By judgement"), int(ScoreHistogram::Stacking::Judgement));
    m_stacking->addItem(tr("By source"), int(ScoreHistogram::Stacking::Source));
    m_stacking->setAccessibleName(tr("What the bars are split by"));
    m_forest->setAccessibleName(tr("Forest"));
    m_thresholds->setAccessibleName(tr("Thresholds"));
    for (QComboBox *box : {m_forest, m_thresholds}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(16);
    }
    const std::pair<QPushButton *, const char *> icons[] = {
        {m_fit, "forest"}, {m_report, "report"}, {m_keep, "bookmark"}, {m_choose, "filter"}, {m_copies, "duplicates"}};
    for (const auto &[button, icon] : icons)
        button->setIcon(themedIcon(QLatin1String(icon)));
    for (QPushButton *button : {m_fit, m_report, m_keep, m_choose, m_copies})
        button->setAutoDefault(false);
    auto *cutPart = new QWidget(this); // the word stays with its number
    auto *cutLabel = new QLabel(tr("Cut"), cutPart);
    cutLabel->setBuddy(m_value);
    auto *cutLayout = new QHBoxLayout(cutPart);
    cutLayout->setContentsMargins(0, 0, 0, 0);
    cutLayout->addWidget(cutLabel);
    cutLayout->addWidget(m_value);
    const std::initializer_list<QWidget *> tools{m_forest,     m_fit,  m_report, m_stacking, cutPart,
                                                 m_thresholds, m_keep, m_choose, m_copies};
    for (QWidget *tool : tools)
        addWidget(tool);
}

void CutBar::connectAll()
{
    connect(&m_cut, &CutModel::listsChanged, this, &CutBar::showLists);
    connect(&m_cut, &CutModel::cutChanged, this, &CutBar::showValue);
    connect(m_value, &QDoubleSpinBox::valueChanged, &m_cut, &CutModel::setValue);
    connect(m_stacking, &QComboBox::currentIndexChanged, this,
            [this] { Q_EMIT stackingChosen(ScoreHistogram::Stacking(m_stacking->currentData().toInt())); });
    connect(m_fit, &QPushButton::clicked, this, &CutBar::fitWanted);
    connect(m_report, &QPushButton::clicked, this, &CutBar::reportWanted);
    connect(m_keep, &QPushButton::clicked, this, &CutBar::keepWanted);
    connect(m_choose, &QPushButton::clicked, this, &CutBar::setWanted);
    connect(m_copies, &QPushButton::clicked, this, &CutBar::copiesWanted);
    connect(m_thresholds, &QComboBox::activated, this, [this](int index) {
        const auto &thresholds = m_cut.lists().thresholds;
        if (index > 0 && std::size_t(index) <= thresholds.size())
            Q_EMIT thresholdChosen(thresholds[std::size_t(index) - 1]);
    });
    connect(m_forest, &QComboBox::activated, this, [this](int index) {
        const auto &forests = m_cut.lists().forests;
        if (index >= 0 && std::size_t(index) < forests.size() && forests[std::size_t(index)].id != m_cut.lists().scored)
            Q_EMIT forestChosen(forests[std::size_t(index)].id, m_forest->currentText());
    });
}

void CutBar::setCanFindCopies(bool can) { m_copies->setEnabled(can); }

void CutBar::showLists()
{
    const QualityLists &lists = m_cut.lists();
    m_forest->clear();
    for (const StoredForest &forest : lists.forests) {
        m_forest->addItem(tr("Forest %1 · %2 · %3")
                              .arg(QString::number(forest.id), QString::fromStdString(forest.features),
                                   forest.teacher.empty() ? tr("all labels") : QString::fromStdString(forest.teacher)));
        if (forest.id == lists.scored)
            m_forest->setCurrentIndex(m_forest->count() - 1);
    }
    m_thresholds->clear();
    m_thresholds->addItem(lists.thresholds.empty() ? tr("No thresholds yet") : tr("Thresholds"));
    for (const Threshold &threshold : lists.thresholds)
        m_thresholds->addItem(tr("%1 · version %2 · %3")
                                  .arg(QString::fromStdString(threshold.name), QString::number(threshold.version),
                                       QLocale().toString(threshold.cut, 'f', 3)));
}

void CutBar::showValue()
{
    const QSignalBlocker blocker(m_value);
    m_value->setValue(m_cut.value());
}

} // namespace primer
