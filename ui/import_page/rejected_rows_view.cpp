#include "ui/import_page/rejected_rows_view.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTableView>

#include "core/jobs/background.h"
#include "ui/import_page/import_flow.h"
#include "ui/import_page/rejected_rows_model.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/save_file.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

RejectedRowsView::RejectedRowsView(WorkspaceSession &session, ImportFlow &imports, QWidget *parent)
    : QWidget(parent), m_session(session), m_imports(imports), m_model(new RejectedRowsModel(session, this)),
      m_reasons(new QComboBox(this)), m_map(new QPushButton(tr("Map columns and try again…"), this)),
      m_export(new QPushButton(tr("Export the list…"), this)), m_table(new QTableView(this)),
      m_raw(new QPlainTextEdit(this)), m_empty(new QLabel(tr("No row was rejected."), this))
{
    m_map->setIcon(themedIcon(QStringLiteral("settings")));
    m_export->setIcon(themedIcon(QStringLiteral("save")));
    makeLayout();
    connect(m_reasons, &QComboBox::currentIndexChanged, this,
            [this] { m_model->setReason(m_reasons->currentData().toString().toStdString()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RejectedRowsView::showCurrent);
    connect(m_model, &QAbstractItemModel::modelReset, this, &RejectedRowsView::showCurrent);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first) {
        if (first == 0)
            m_table->selectRow(0);
    });
    connect(m_map, &QPushButton::clicked, this, [this] {
        if (const RejectedRow *row = m_model->row(m_table->currentIndex().row()))
            m_imports.mapAgain(QString::fromStdString(row->sourceUri));
    });
    connect(m_export, &QPushButton::clicked, this, &RejectedRowsView::askWhereTo);
    connect(&session, &WorkspaceSession::countsChanged, this, [this] {
        if (m_session.counts().quarantined != m_shownCount)
            load();
    });
    load();
}

void RejectedRowsView::makeLayout()
{
    m_reasons->setAccessibleName(tr("Reason"));
    m_reasons->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Rejected rows"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(22);
    m_table->horizontalHeader()->setStretchLastSection(true);
    const int widths[] = {180, 240, 240};
    for (int section = 0; section < 3; ++section)
        m_table->setColumnWidth(section, widths[section]);
    m_raw->setReadOnly(true);
    m_raw->setAccessibleName(tr("Raw line"));
    m_raw->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_reasons);
    bar->addWidget(m_empty);
    bar->addStretch(1);
    bar->addWidget(m_map);
    bar->addWidget(m_export);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_table);
    splitter->addWidget(m_raw);
    splitter->setSizes({900, 420});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addLayout(bar);
    layout->addWidget(splitter, 1);
    setFocusProxy(m_table);
}

void RejectedRowsView::load()
{
    m_shownCount = m_session.counts().quarantined;
    using Reasons = std::vector<std::pair<std::string, std::int64_t>>;
    inBackground(
        this, [workspace = m_session.workspace()] { return workspace->store().read(rejectedReasons); },
        [this, generation = ++m_generation](const Result<Reasons> &reasons) {
            if (generation != m_generation)
                return;
            if (reasons)
                showReasons(*reasons);
            else
                m_session.tell(reasons.error());
        });
}

void RejectedRowsView::showReasons(const std::vector<std::pair<std::string, std::int64_t>> &reasons)
{
    const QVariant chosen = m_reasons->currentData();
    std::int64_t total = 0;
    for (const auto &[reason, count] : reasons)
        total += count;
    {
        const QSignalBlocker blocker(m_reasons);
        m_reasons->clear();
        m_reasons->addItem(tr("All reasons (%1)").arg(HumanText::count(total)), QString());
        for (const auto &[reason, count] : reasons)
            m_reasons->addItem(tr("%1 (%2)").arg(RejectedRowsModel::reasonText(reason), HumanText::count(count)),
                               QString::fromStdString(reason));
        m_reasons->setCurrentIndex(std::max(0, m_reasons->findData(chosen)));
    }
    m_empty->setVisible(total == 0);
    m_reasons->setEnabled(total > 0);
    m_export->setEnabled(total > 0);
    if (const std::string reason = m_reasons->currentData().toString().toStdString(); reason == m_model->reason())
        m_model->refresh();
    else
        m_model->setReason(reason);
}

void RejectedRowsView::showCurrent()
{
    const RejectedRow *row = m_model->row(m_table->currentIndex().row());
    m_map->setEnabled(row && !m_session.workspace()->isReadOnly()
                      && (row->sourceFormat == "jsonl" || row->sourceFormat == "parquet"));
    m_map->setToolTip(m_map->isEnabled() ? QString() : tr("Only tables (Parquet, JSON lines) have columns."));
    if (!row) {
        m_raw->clear();
        return;
    }
    const QString detail = QString::fromStdString(row->row.detail);
    m_raw->setPlainText(QString::fromStdString(row->row.file) + QLatin1Char('\n')
                        + RejectedRowsModel::reasonText(row->row.reason)
                        + (detail.isEmpty() ? QString() : QStringLiteral(": ") + detail) + QStringLiteral("\n\n")
                        + QString::fromUtf8(row->row.excerpt.data(), qsizetype(row->row.excerpt.size())));
}

void RejectedRowsView::askWhereTo()
{
    askForFile(this, tr("Export the list of rejected rows"), tr("rejected rows"),
               {{QStringLiteral("csv"), tr("Tables (*.csv)")}}, 0,
               [this](const QString &path, int) { exportTo(path); });
}

void RejectedRowsView::exportTo(const QString &path)
{
    m_imports.writeRejected(path, QString::fromStdString(m_model->reason()));
}

} // namespace primer
