#include "ui/label_page/check_summary_view.h"

#include <algorithm>
#include <optional>
#include <set>

#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"
#include "ui/code_view/display_text.h"
#include "ui/error_text/error_text.h"
#include "ui/label_page/judging_strip.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr std::size_t maxFurthest = 20; ///< of a side
constexpr int idRole = Qt::UserRole;

QLabel *heading(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    return label;
}

QTreeWidget *list(const QStringList &headers, const QString &name, QWidget *parent)
{
    auto *tree = new QTreeWidget(parent);
    tree->setHeaderLabels(headers);
    tree->setRootIsDecorated(false);
    tree->setUniformRowHeights(true);
    tree->setAccessibleName(name);
    tree->header()->setStretchLastSection(false);
    tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    return tree;
}

void alignNumbers(QTreeWidgetItem *item, int first)
{
    for (int column = first; column < item->columnCount(); ++column)
        item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
}

} // namespace

struct CheckSummaryView::Shown {
    CheckSummary summary;
    struct Row {
        SampleId sample = 0;
        std::string path, side; ///< side "": the forest
        double given = 0, other = 0;
    };
    std::vector<Row> furthest;

    static Result<std::shared_ptr<const Shown>> read(Workspace &workspace, std::int64_t queue)
    {
        auto shown = std::make_shared<Shown>();
        shown->summary = PRIMER_TRY(summariseCheck(workspace, queue, maxFurthest));
        const auto take = [&shown](const std::string &side, const std::vector<Comparison::Row> &rows) {
            for (const Comparison::Row &row : rows)
                shown->furthest.push_back({row.sample, {}, side, row.first, row.second});
        };
        for (const CheckSummary::Side &side : shown->summary.teachers)
            take(side.teacher, side.furthest);
        take({}, shown->summary.forest.furthest);
        for (Row &row : shown->furthest) {
            const auto rows = PRIMER_TRY(workspace.store().read(fetchRows, std::span(&row.sample, 1)));
            row.path = rows.empty() ? std::string() : rows.front().path;
        }
        std::stable_sort(shown->furthest.begin(), shown->furthest.end(), [](const Row &one, const Row &two) {
            const auto distance = [](const Row &row) {
                return std::abs(row.given - (row.side.empty() ? 5 * row.other : row.other));
            };
            return distance(one) > distance(two);
        });
        return std::shared_ptr<const Shown>(std::move(shown));
    }
};

CheckSummaryView::CheckSummaryView(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_title(new QLabel(this)), m_spread(new QGridLayout),
      m_sidesHint(new QLabel(this)),
      m_sides(
          list({tr("Compared with you"), tr("Samples"), tr("Equal"), tr("Within one"), tr("Agreement, 95 % interval")},
               tr("Agreement with your judgements"), this)),
      m_furthest(list({tr("File"), tr("You"), tr("Other"), tr("Whose")}, tr("Where you differ most"), this)),
      m_furthestTitle(heading(tr("Where you differ most"), this)),
      m_again(new QPushButton(tr("Judge the differences again"), this)),
      m_forest(new QPushButton(tr("Fit a forest or move the cut…"), this)),
      m_all(new QPushButton(tr("All checks"), this))
{
    m_again->setIcon(themedIcon(QStringLiteral("judge")));
    m_forest->setIcon(themedIcon(QStringLiteral("forest")));
    m_all->setIcon(themedIcon(QStringLiteral("previous")));
    makeLayout();
    connect(m_furthest, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        Q_EMIT sampleOpened(SampleId(item->data(0, idRole).toULongLong()));
    });
    connect(m_all, &QPushButton::clicked, this, &CheckSummaryView::allChecksWanted);
    connect(m_forest, &QPushButton::clicked, this, &CheckSummaryView::qualityWanted);
    connect(m_again, &QPushButton::clicked, this, [this] {
        std::vector<SampleId> samples;
        std::set<SampleId> known;
        for (int row = 0; row < m_furthest->topLevelItemCount(); ++row) {
            const SampleId sample = m_furthest->topLevelItem(row)->data(0, idRole).toULongLong();
            if (known.insert(sample).second)
                samples.push_back(sample);
        }
        const Queue *queue = m_session.lists().queue(m_session.queue().queue());
        m_session.lists().createQueueOf(
            tr("Differences of %1").arg(queue ? QString::fromStdString(queue->name) : QString()), samples);
    });
}

void CheckSummaryView::makeLayout()
{
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    m_title->setFont(large);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_title->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_sidesHint->setWordWrap(true);
    m_sidesHint->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_sides->setMaximumHeight(7 * fontMetrics().height());
    m_spread->setHorizontalSpacing(8);
    m_spread->setVerticalSpacing(4);
    m_spread->setColumnStretch(1, 1);
    for (QPushButton *button : {m_again, m_forest, m_all})
        button->setAutoDefault(false);
    auto *left = new QVBoxLayout;
    left->addWidget(heading(tr("How your judgements are spread"), this));
    left->addLayout(m_spread);
    left->addStretch(1);
    auto *right = new QVBoxLayout;
    right->addWidget(heading(tr("How well others agree with you"), this));
    right->addWidget(m_sidesHint);
    right->addWidget(m_sides, 1);
    right->addWidget(m_furthestTitle);
    right->addWidget(m_furthest, 3);
    right->addStretch();
    auto *columns = new QHBoxLayout;
    columns->setSpacing(24);
    columns->addLayout(left, 1);
    columns->addLayout(right, 2);
    auto *next = new QHBoxLayout;
    next->addWidget(heading(tr("Next:"), this));
    for (QPushButton *button : {m_again, m_forest, m_all})
        next->addWidget(button);
    next->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addLayout(columns, 1);
    layout->addLayout(next);
}

QString CheckSummaryView::percent(double share) { return tr("%1 %").arg(QLocale().toString(100 * share, 'f', 0)); }

void CheckSummaryView::showCheck(std::int64_t queue)
{
    inBackground(
        this, [workspace = m_session.workspace(), queue] { return Shown::read(*workspace, queue); },
        [this, wanted = ++m_generation](const Result<std::shared_ptr<const Shown>> &shown) {
            if (wanted != m_generation)
                return;
            if (shown)
                show(**shown);
            else
                m_title->setText(ErrorTexts::inOneText(shown.error()));
        });
}

void CheckSummaryView::show(const Shown &shown)
{
    const CheckSummary &summary = shown.summary;
    m_title->setText(tr("“%1” is finished: %2 samples judged")
                         .arg(QString::fromStdString(summary.queue.name), HumanText::count(summary.queue.total)));
    showSpread(summary);
    showSides(summary);
    showFurthest(shown);
}

void CheckSummaryView::showSpread(const CheckSummary &summary)
{
    while (QLayoutItem *item = m_spread->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const std::int64_t all = std::max<std::int64_t>(1, summary.queue.total);
    int row = 0;
    const auto add = [&](const QString &name, const QString &tip, std::int64_t count) {
        auto *bar = new QProgressBar(this);
        bar->setRange(0, int(all));
        bar->setValue(int(count));
        bar->setTextVisible(false);
        bar->setMaximumHeight(14);
        bar->setAccessibleName(name);
        auto *label = new QLabel(name, this);
        label->setToolTip(tip);
        auto *text = new QLabel(tr("%1 (%2)").arg(HumanText::count(count), percent(double(count) / double(all))), this);
        text->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_spread->addWidget(label, row, 0);
        m_spread->addWidget(bar, row, 1);
        m_spread->addWidget(text, row, 2);
        ++row;
    };
    for (int value = 5; value >= 0; --value)
        add(QString::number(value), JudgingStrip::rubricLine(value), summary.values[std::size_t(value)]);
    if (summary.skipped > 0)
        add(tr("skipped"), {}, summary.skipped);
    if (summary.discarded > 0)
        add(tr("discarded"), {}, summary.discarded);
}

void CheckSummaryView::showSides(const CheckSummary &summary)
{
    m_sides->clear();
    const auto number = [](const std::optional<double> &value) {
        return value ? QLocale().toString(*value, 'f', 2) : tr("undefined");
    };
    for (const CheckSummary::Side &side : summary.teachers) {
        const Agreement &agreement = side.agreement;
        auto *item = new QTreeWidgetItem(
            m_sides, {displayText(side.teacher).text, HumanText::count(agreement.pairs), percent(agreement.exactShare),
                      percent(agreement.withinOneShare),
                      tr("kappa %1 (%2 to %3)")
                          .arg(number(agreement.kappa), number(agreement.kappaLow), number(agreement.kappaHigh))});
        item->setToolTip(4, tr("Cohen's kappa with quadratic weights: 1 is full agreement, 0 is chance"));
        alignNumbers(item, 1);
    }
    const CheckSummary::ForestSide &forest = summary.forest;
    const bool isMeasured = forest.positive > 0 && forest.positive < forest.scored;
    if (forest.scored > 0) {
        auto *item = new QTreeWidgetItem(
            m_sides, {tr("Score of the forest"), HumanText::count(forest.scored), QString(), QString(),
                      isMeasured ? tr("right order %1 (%2 to %3)")
                                       .arg(percent(forest.areaUnderRoc), percent(forest.low), percent(forest.high))
                                 : tr("all on one side of %1").arg(QLocale().toString(forest.positiveFrom, 'g', 3))});
        item->setToolTip(4, tr("How often the forest scores a sample that you gave %1 or more above one that you gave "
                               "less; 50 % is chance")
                                .arg(QLocale().toString(forest.positiveFrom, 'g', 3)));
        alignNumbers(item, 1);
    }
    const bool isAlone = m_sides->topLevelItemCount() == 0;
    m_sides->setVisible(!isAlone);
    m_sidesHint->setText(isAlone
                             ? tr("No teacher labelled these samples and no forest scored them yet. “Teachers” above "
                                  "labels them; then this summary compares.")
                             : tr("Few samples make wide intervals: a longer check narrows them."));
}

void CheckSummaryView::showFurthest(const Shown &shown)
{
    m_furthest->clear();
    const QLocale locale;
    for (const Shown::Row &row : shown.furthest) {
        const bool isForest = row.side.empty();
        auto *item = new QTreeWidgetItem(m_furthest, {displayText(row.path).text, locale.toString(row.given, 'g', 3),
                                                      isForest ? tr("score %1").arg(locale.toString(row.other, 'f', 2))
                                                               : locale.toString(row.other, 'g', 3),
                                                      isForest ? tr("forest") : displayText(row.side).text});
        item->setData(0, idRole, qulonglong(row.sample));
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
    }
    const bool hasRows = m_furthest->topLevelItemCount() > 0;
    m_furthest->setVisible(hasRows);
    m_furthestTitle->setVisible(hasRows);
    m_again->setEnabled(hasRows);
}

} // namespace primer
