#include "ui/export_page/export_page.h"

#include <algorithm>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHeaderView>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/exporters/dataset_export.h"
#include "core/exporters/licence_policy.h"
#include "core/jobs/background.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/message_bar.h"

namespace primer {

namespace {

constexpr int idRole = Qt::UserRole;
constexpr int countRole = Qt::UserRole + 1;
const QString stateKey = QStringLiteral("export");
const QString licencesKey = QStringLiteral("licences");

} // namespace

ExportPage::ExportPage(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_messages(new MessageBar(this)), m_target(new QLineEdit(this)),
      m_name(new QLineEdit(this)), m_format(new QComboBox(this)), m_set(new QLabel(this)),
      m_licences(new QTreeWidget(this)), m_summary(new QLabel(this)), m_start(new QPushButton(tr("Export"), this)),
      m_progress(new QProgressBar(this)), m_result(new QPlainTextEdit(this))
{
    m_format->addItem(tr("Parquet (zstd)"), int(ExportFormat::Parquet));
    m_format->addItem(tr("JSON lines"), int(ExportFormat::Jsonl));
    m_format->addItem(tr("JSON lines (zstd)"), int(ExportFormat::JsonlZst));
    restoreState();
    makeLayout();
    connectAll();
}

void ExportPage::restoreState()
{
    const QJsonObject state = m_session.state().value(stateKey).toObject();
    m_target->setText(
        state.value(QStringLiteral("target")).toString(m_session.folder() + QStringLiteral("/exports/dataset")));
    m_name->setText(
        state.value(QStringLiteral("name")).toString(QString::fromStdString(m_session.workspace()->name())));
    m_format->setCurrentIndex(std::max(0, m_format->findData(state.value(QStringLiteral("format")).toInt())));
    if (state.contains(licencesKey)) {
        m_allowed.emplace();
        for (const QJsonValue &value : state.value(licencesKey).toArray())
            m_allowed->push_back(value.toString().toStdString());
    }
}

QWidget *ExportPage::makeTarget()
{
    auto *row = new QWidget(this);
    auto *browse = new QPushButton(tr("Choose…"), row);
    connect(browse, &QPushButton::clicked, this, &ExportPage::chooseTarget);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_target, 1);
    layout->addWidget(browse);
    return row;
}

void ExportPage::makeLayout()
{
    m_target->setAccessibleName(tr("Folder"));
    m_name->setAccessibleName(tr("Title"));
    m_format->setAccessibleName(tr("Format"));
    m_licences->setAccessibleName(tr("Licences to export"));
    m_licences->setColumnCount(2);
    m_licences->setHeaderLabels({tr("Licence"), tr("Samples in the set")});
    m_licences->setRootIsDecorated(false);
    m_licences->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_licences->header()->setStretchLastSection(false);
    m_licences->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_summary->setWordWrap(true);
    m_start->setDefault(true);
    m_progress->hide();
    m_result->setReadOnly(true);
    m_result->setAccessibleName(tr("Result"));
    m_result->setPlaceholderText(
        tr("The result of the last export appears here: files, counts and what was left out."));
    m_result->setTabChangesFocus(true);
    auto *form = new QFormLayout;
    form->addRow(tr("Folder"), makeTarget());
    form->addRow(tr("Samples"), m_set);
    form->addRow(tr("Title"), m_name);
    form->addRow(tr("Format"), m_format);
    auto *column = new QWidget(this);
    column->setMaximumWidth(860);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addLayout(form);
    layout->addWidget(new QLabel(
        tr("Only samples under a ticked licence are exported. Samples of unknown licence are not, unless you tick it."),
        column));
    layout->addWidget(m_licences, 2);
    layout->addWidget(m_summary);
    auto *startRow = new QHBoxLayout;
    startRow->addWidget(m_start);
    startRow->addWidget(m_progress, 1);
    startRow->addStretch();
    layout->addLayout(startRow);
    layout->addWidget(m_result, 1);
    auto *outer = new QHBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(column);
    outer->addStretch();
}

void ExportPage::connectAll()
{
    connect(m_start, &QPushButton::clicked, this, &ExportPage::start);
    connect(m_licences, &QTreeWidget::itemChanged, this, &ExportPage::tick);
    connect(&m_session.set(), &CurrentSet::rowsChanged, this, [this] {
        if (isVisible())
            refreshLicences();
    });
    connect(&m_session.jobs(), &JobList::jobFinished, this, &ExportPage::onFinished);
    for (QLineEdit *input : {m_target, m_name})
        connect(input, &QLineEdit::editingFinished, this, &ExportPage::storeState);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportPage::storeState);
}

void ExportPage::chooseTarget()
{
    auto *dialog = new QFileDialog(this, tr("Folder of the dataset"), m_target->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, m_target, &QLineEdit::setText);
    dialog->open();
}

void ExportPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refreshLicences();
}

void ExportPage::refreshLicences()
{
    const quint64 generation = ++m_generation;
    inBackground(
        this,
        [workspace = m_session.workspace(), rows = m_session.set().rows()] {
            static const RowMask none;
            return workspace->query().columns().wordCounts(Column::Licence, rows->mask ? *rows->mask : none);
        },
        [this, generation](const Result<LicenceCounts> &counts) {
            if (generation != m_generation)
                return;
            if (counts)
                showLicences(*counts);
            else
                m_messages->showError(counts.error());
        });
}

/// What was ticked the last time, else what is permissive.
LicencePolicy ExportPage::policy() const { return LicencePolicy(m_allowed.value_or(LicencePolicy::permissiveIds())); }

/// Licences that the set does not hold now stay as they were.
void ExportPage::tick(const QTreeWidgetItem *item)
{
    std::vector<std::string> allowed = policy().allowed();
    for (const QString &part : item->data(0, idRole).toString().split(QStringLiteral(" AND "))) {
        std::erase(allowed, part.toStdString());
        if (item->checkState(0) == Qt::Checked)
            allowed.push_back(part.toStdString());
    }
    m_allowed = LicencePolicy(allowed).allowed();
    showSummary();
    storeState();
}

void ExportPage::showLicences(const LicenceCounts &counts)
{
    const LicencePolicy allowed = policy();
    const QSignalBlocker blocker(m_licences);
    m_licences->clear();
    for (const auto &[licence, count] : counts) {
        auto *item = new QTreeWidgetItem(
            m_licences, {licence.empty() ? tr("unknown") : QString::fromStdString(licence), HumanText::count(count)});
        item->setData(0, idRole, licence.empty() ? QStringLiteral("unknown") : QString::fromStdString(licence));
        item->setData(0, countRole, qlonglong(count));
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setCheckState(0, allowed.allows(licence) ? Qt::Checked : Qt::Unchecked);
    }
    showSummary();
}

void ExportPage::showSummary()
{
    qint64 leaving = 0;
    qint64 staying = 0;
    for (int row = 0; row < m_licences->topLevelItemCount(); ++row) {
        const QTreeWidgetItem *item = m_licences->topLevelItem(row);
        (item->checkState(0) == Qt::Checked ? leaving : staying) += item->data(0, countRole).toLongLong();
    }
    m_summary->setText(tr("%1 samples will be exported, %2 are left out because of their licence.")
                           .arg(HumanText::count(leaving), HumanText::count(staying)));
    m_set->setText(tr("The current set: %1").arg(HumanText::count(leaving + staying)));
    m_start->setEnabled(m_job == 0);
}

void ExportPage::start()
{
    ExportOptions options;
    options.format = ExportFormat(m_format->currentData().toInt());
    options.name = m_name->text().toStdString();
    for (int row = 0; row < m_licences->topLevelItemCount(); ++row) {
        const QTreeWidgetItem *item = m_licences->topLevelItem(row);
        // A joined licence is allowed by its parts.
        if (item->checkState(0) == Qt::Checked) {
            for (const QString &part : item->data(0, idRole).toString().split(QStringLiteral(" AND ")))
                options.allowedLicences.push_back(part.toStdString());
        }
    }
    m_messages->hide();
    const QString folder = QFileInfo(m_target->text()).absolutePath();
    if (!QDir().mkpath(folder)) {
        m_messages->showError({ErrorCode::Io, "the folder cannot be made", folder.toStdString()});
        return;
    }
    m_job = m_session.jobs().startExport(m_target->text(), options, m_session.set().selection())->id();
    m_start->setEnabled(false);
    m_progress->setRange(0, 0);
    m_progress->show();
    storeState();
}

void ExportPage::onFinished(Job *job)
{
    if (job->id() != m_job)
        return;
    m_job = 0;
    m_progress->hide();
    m_start->setEnabled(true);
    if (job->state() == JobState::Done)
        showReport(m_session.jobs().exportReport(job));
    else if (job->state() == JobState::Cancelled)
        m_messages->showNote(tr("Cancelled. Nothing was written, and what was in the folder before is as it was."));
    else
        m_messages->showError(job->error());
}

void ExportPage::showReport(const ExportReport &report)
{
    QStringList lines;
    lines << tr("%1 samples, %2, in %3")
                 .arg(HumanText::count(report.samples), HumanText::bytes(report.bytes),
                      HumanText::duration(report.seconds))
          << tr("Left out because of their licence: %1 (unknown: %2)")
                 .arg(HumanText::count(report.leftOutByLicence), HumanText::count(report.leftOutUnknown))
          << QString() << m_target->text();
    for (const std::string &file : report.files)
        lines << QStringLiteral("    ") + QString::fromStdString(file);
    lines << QString() << QStringLiteral("datasets.load_dataset(\"%1\")").arg(m_target->text());
    m_result->setPlainText(lines.join(QLatin1Char('\n')));
}

void ExportPage::storeState()
{
    QJsonObject state{{QStringLiteral("target"), m_target->text()},
                      {QStringLiteral("name"), m_name->text()},
                      {QStringLiteral("format"), m_format->currentData().toInt()}};
    if (m_allowed) {
        QJsonArray licences;
        for (const std::string &licence : *m_allowed)
            licences.append(QString::fromStdString(licence));
        state.insert(licencesKey, licences);
    }
    m_session.state().setValue(stateKey, state);
}

} // namespace primer
