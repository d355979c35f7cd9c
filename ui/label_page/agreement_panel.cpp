#include "ui/label_page/agreement_panel.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"
#include "ui/code_view/display_text.h"
#include "ui/error_text/error_text.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr std::size_t maxFurthest = 200;
constexpr int idRole = Qt::UserRole;

} // namespace

AgreementPanel::AgreementPanel(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_first(new QComboBox(this)), m_second(new QComboBox(this)),
      m_text(new QLabel(this)), m_confusion(new QTableWidget(6, 6, this)), m_furthest(new QTreeWidget(this)),
      m_queue(new QPushButton(tr("Judge these"), this))
{
    m_queue->setIcon(themedIcon(QStringLiteral("judge")));
    makeLayout();
    for (QComboBox *box : {m_first, m_second})
        connect(box, &QComboBox::activated, this, &AgreementPanel::compare);
    connect(m_furthest, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        Q_EMIT sampleOpened(SampleId(item->data(0, idRole).toULongLong()));
    });
    connect(m_queue, &QPushButton::clicked, this, [this] {
        std::vector<SampleId> samples;
        for (int row = 0; row < m_furthest->topLevelItemCount(); ++row)
            samples.push_back(SampleId(m_furthest->topLevelItem(row)->data(0, idRole).toULongLong()));
        m_session.lists().createQueueOf(
            tr("Largest differences: %1, %2").arg(m_first->currentText(), m_second->currentText()), samples);
    });
    connect(&session.judging(), &Judging::labelChanged, this, &AgreementPanel::compare);
}

void AgreementPanel::makeLayout()
{
    m_furthest->setHeaderLabels({tr("File"), tr("First"), tr("Second")});
    m_furthest->setRootIsDecorated(false);
    m_furthest->setUniformRowHeights(true);
    m_furthest->header()->setStretchLastSection(false);
    m_furthest->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_furthest->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_furthest->setAccessibleName(tr("Samples with the largest differences"));
    m_confusion->setAccessibleName(tr("How often each pair of values was given"));
    m_confusion->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_confusion->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_confusion->horizontalHeader()->setMinimumSectionSize(20);
    m_confusion->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    QStringList values;
    for (int value = 0; value <= 5; ++value)
        values.append(QString::number(value));
    m_confusion->setHorizontalHeaderLabels(values);
    m_confusion->setVerticalHeaderLabels(values);
    m_confusion->setMaximumHeight(8 * (fontMetrics().height() + 6));
    m_text->setWordWrap(true);
    m_first->setAccessibleName(tr("One side"));
    m_second->setAccessibleName(tr("Other side"));
    for (QComboBox *box : {m_first, m_second}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
    }
    m_queue->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    auto *sides = new QHBoxLayout;
    sides->addWidget(m_first, 1);
    sides->addWidget(m_second, 1);
    layout->addLayout(sides);
    layout->addWidget(m_text);
    layout->addWidget(m_confusion);
    layout->addWidget(m_furthest, 1);
    layout->addWidget(m_queue, 0, Qt::AlignLeft);
}

void AgreementPanel::setSides(const std::vector<std::string> &sides)
{
    QStringList names, known;
    for (const std::string &side : sides)
        names.append(QString::fromStdString(side));
    for (int place = 0; place < m_first->count(); ++place)
        known.append(m_first->itemData(place).toString());
    if (names != known) {
        const QString first = m_first->currentData().toString(), second = m_second->currentData().toString();
        for (QComboBox *box : {m_first, m_second}) {
            box->clear();
            for (const QString &name : names)
                box->addItem(name == QLatin1String(humanTeacher) ? tr("People") : name, name);
        }
        m_first->setCurrentIndex(std::max(0, m_first->findData(first)));
        m_second->setCurrentIndex(known.isEmpty() ? m_second->count() - 1 : std::max(0, m_second->findData(second)));
    }
    compare();
}

void AgreementPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        compare();
}

void AgreementPanel::compare()
{
    m_isStale = m_isComparing || !isVisible();
    if (m_isStale)
        return;
    m_isComparing = true;
    ++m_generation;
    inBackground(
        this,
        [workspace = m_session.workspace(), first = m_first->currentData().toString().toStdString(),
         second = m_second->currentData().toString().toStdString()] {
            return compareLabels(*workspace, first, second, maxFurthest);
        },
        [this](const Result<Comparison> &compared) {
            m_isComparing = false;
            if (compared)
                show(*compared);
            else
                m_text->setText(ErrorTexts::inOneText(compared.error()));
            if (m_isStale)
                compare();
        });
}

void AgreementPanel::show(const Comparison &comparison)
{
    const Agreement &agreement = comparison.agreement;
    const QLocale locale;
    m_queue->setEnabled(!comparison.furthest.empty());
    m_furthest->clear();
    const bool isSelf = m_first->currentData() == m_second->currentData();
    const auto numberOf = [&locale](const std::optional<double> &number) {
        return number ? locale.toString(*number, 'f', 2) : tr("undefined");
    };
    if (agreement.pairs == 0) {
        m_text->setText(isSelf ? tr("No sample was asked about twice on this side.")
                               : tr("No sample has a label from both sides yet."));
        m_confusion->clearContents();
        return;
    }
    m_text->setText(
        tr("%n sample(s), %1 % equal, %2 % within one. Quadratic kappa %3 (%4–%5).", nullptr, int(agreement.pairs))
            .arg(locale.toString(100 * agreement.exactShare, 'f', 0),
                 locale.toString(100 * agreement.withinOneShare, 'f', 0), numberOf(agreement.kappa),
                 numberOf(agreement.kappaLow), numberOf(agreement.kappaHigh)));
    showConfusion(agreement);
    showFurthest(comparison.furthest);
}

void AgreementPanel::showConfusion(const Agreement &agreement)
{
    for (int row = 0; row < 6; ++row) {
        for (int column = 0; column < 6; ++column) {
            const auto count = agreement.confusion[std::size_t(row)][std::size_t(column)];
            auto *item = new QTableWidgetItem(count > 0 ? HumanText::count(count) : QString());
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            QColor back = palette().color(QPalette::Highlight);
            back.setAlphaF(count > 0 ? 0.1F + 0.5F * float(count) / float(agreement.pairs) : 0.F);
            item->setBackground(back);
            m_confusion->setItem(row, column, item);
        }
    }
}

void AgreementPanel::showFurthest(const std::vector<Comparison::Row> &furthest)
{
    std::vector<SampleId> ids;
    for (const Comparison::Row &row : furthest)
        ids.push_back(row.sample);
    using Rows = Result<std::shared_ptr<std::vector<SampleRow>>>;
    inBackground(
        this,
        [workspace = m_session.workspace(), ids]() -> Rows {
            auto rows = PRIMER_TRY(workspace->store().read(fetchRows, ids));
            return std::make_shared<std::vector<SampleRow>>(std::move(rows));
        },
        [this, furthest, wanted = m_generation](const Rows &rows) {
            if (wanted != m_generation)
                return;
            if (!rows) {
                m_session.tell(rows.error());
                return;
            }
            m_furthest->clear();
            for (std::size_t place = 0; place < furthest.size() && place < (*rows)->size(); ++place) {
                auto *item = new QTreeWidgetItem(m_furthest, {displayText((**rows)[place].path).text,
                                                              QLocale().toString(furthest[place].first),
                                                              QLocale().toString(furthest[place].second)});
                item->setData(0, idRole, qulonglong(furthest[place].sample));
            }
        });
}

} // namespace primer
