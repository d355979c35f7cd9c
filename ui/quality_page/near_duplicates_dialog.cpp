#include "ui/quality_page/near_duplicates_dialog.h"

#include <algorithm>
#include <map>
#include <utility>

#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"
#include "ui/code_view/sample_view.h"
#include "ui/error_text/error_text.h"
#include "ui/models/sample_loader.h"
#include "ui/widgets/dialog_size.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr std::size_t maxClusters = 2000; ///< in the list, largest first
constexpr int sampleRole = Qt::UserRole;
using Rows = Result<std::shared_ptr<std::vector<SampleRow>>>;

/// Clusters by their first sample, the largest first.
std::vector<std::pair<SampleId, std::vector<SampleId>>> clustersOf(const NearDuplicates &found)
{
    std::map<SampleId, std::vector<SampleId>> copiesOf;
    for (const NearDuplicate &copy : found.copies)
        copiesOf[copy.first].push_back(copy.copy);
    std::vector<std::pair<SampleId, std::vector<SampleId>>> clusters(copiesOf.begin(), copiesOf.end());
    std::stable_sort(clusters.begin(), clusters.end(),
                     [](const auto &left, const auto &right) { return left.second.size() > right.second.size(); });
    clusters.resize(std::min(clusters.size(), maxClusters));
    return clusters;
}

void showIn(SampleView *view, const SampleDetails &details)
{
    if (details.row.kind == SampleKind::Thread)
        view->showThread(details.thread);
    else
        view->showCode(details.text, QString::fromStdString(details.row.language),
                       QString::fromStdString(details.row.path));
}

} // namespace

NearDuplicatesDialog::NearDuplicatesDialog(WorkspaceSession &session,
                                           const std::shared_ptr<const NearDuplicates> &found, QWidget *parent)
    : QDialog(parent), m_session(session), m_found(found), m_list(new QTreeWidget(this)),
      m_firstLoader(new SampleLoader(session, this)), m_copyLoader(new SampleLoader(session, this)),
      m_first(new SampleView(this)), m_copy(new SampleView(this)), m_summary(new QLabel(this))
{
    setWindowTitle(tr("Near-duplicates"));
    resizeWithin(*this, {1200, 760});
    m_summary->setText(tr("%1 of %2 samples are near-duplicates of an earlier one (Jaccard 0.7 over word 5-grams). The "
                          "first of each cluster is kept.")
                           .arg(HumanText::count(qint64(found->copies.size())),
                                HumanText::count(qint64(found->copies.size()) + qint64(found->kept.size()))));
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_list->setHeaderLabels({tr("File"), tr("Repository"), tr("Size")});
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->setAccessibleName(tr("Clusters of near-duplicates"));
    m_first->showNote(tr("Choose a copy: the first of its cluster and the copy are shown side by side."));
    m_copy->showNote({});
    auto *sides = new QSplitter(this);
    sides->addWidget(m_first);
    sides->addWidget(m_copy);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_list);
    splitter->addWidget(sides);
    splitter->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_summary);
    layout->addWidget(splitter, 1);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &NearDuplicatesDialog::choose);
    connect(m_firstLoader, &SampleLoader::loaded, this,
            [this](const std::shared_ptr<const SampleDetails> &details) { showIn(m_first, *details); });
    connect(m_copyLoader, &SampleLoader::loaded, this,
            [this](const std::shared_ptr<const SampleDetails> &details) { showIn(m_copy, *details); });
    for (const auto &[loader, view] : {std::pair{m_firstLoader, m_first}, std::pair{m_copyLoader, m_copy}})
        connect(loader, &SampleLoader::failed, view,
                [view = view](SampleId, const Error &error) { view->showNote(ErrorTexts::inOneText(error)); });
    inBackground(
        this,
        [workspace = session.workspace(), found]() -> Rows {
            std::vector<SampleId> ids;
            for (const auto &[first, copies] : clustersOf(*found)) {
                ids.push_back(first);
                ids.insert(ids.end(), copies.begin(), copies.end());
            }
            auto rows = PRIMER_TRY(workspace->store().read(fetchRows, ids));
            return std::make_shared<std::vector<SampleRow>>(std::move(rows));
        },
        [this](const Rows &rows) {
            if (rows)
                fill(**rows);
            else
                m_summary->setText(ErrorTexts::inOneText(rows.error()));
        });
}

void NearDuplicatesDialog::fill(const std::vector<SampleRow> &rows)
{
    std::map<SampleId, const SampleRow *> rowOf;
    for (const SampleRow &row : rows)
        rowOf[row.id] = &row;
    const auto itemOf = [&](SampleId id) {
        const SampleRow &row = *rowOf.at(id);
        auto *item = new QTreeWidgetItem(
            {displayText(row.path).text, displayText(row.repository).text, HumanText::bytes(row.sizeBytes)});
        item->setData(0, sampleRole, qulonglong(id));
        item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
        return item;
    };
    for (const auto &[first, copies] : clustersOf(*m_found)) {
        QTreeWidgetItem *cluster = itemOf(first);
        for (const SampleId copy : copies)
            cluster->addChild(itemOf(copy));
        m_list->addTopLevelItem(cluster);
    }
    if (m_list->topLevelItemCount() > 0) {
        m_list->topLevelItem(0)->setExpanded(true);
        m_list->setCurrentItem(m_list->topLevelItem(0)->child(0));
    }
}

void NearDuplicatesDialog::choose()
{
    const QTreeWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    const QTreeWidgetItem *first = item->parent() ? item->parent() : item;
    m_firstLoader->request(SampleId(first->data(0, sampleRole).toULongLong()));
    if (item->parent())
        m_copyLoader->request(SampleId(item->data(0, sampleRole).toULongLong()));
    else
        m_copy->showNote({});
}

} // namespace primer
