#include "ui/export_page/export_page.h"

#include <algorithm>

#include <QComboBox>
#include <QDesktopServices>
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
#include <QSplitter>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "core/exporters/dataset_export.h"
#include "core/exporters/licence_policy.h"
#include "core/jobs/background.h"
#include "ui/export_page/export_preview_view.h"
#include "ui/export_page/export_previewer.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/themed_icon.h"

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
      m_progress(new QProgressBar(this)), m_done(new QWidget(this)), m_result(new QPlainTextEdit(m_done)),
      m_openFolder(new QPushButton(tr("Open folder"), m_done)), m_previewer(new ExportPreviewer(session, this)),
      m_preview(new ExportPreviewView(*m_previewer, this))
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
    auto *browse = new QPushButton(themedIcon(QStringLiteral("folder")), tr("Choose…"), row);
    connect(browse, &QPushButton::clicked, this, &ExportPage::chooseTarget);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_target, 1);
    layout->addWidget(browse);
    setTabOrder(m_target, browse);
    return row;
}

QWidget *ExportPage::makeSettings()
{
    m_licences->setColumnCount(3);
    m_licences->setHeaderLabels({tr("Licence"), tr("In the set"), tr("Exported")});
    m_licences->setRootIsDecorated(false);
    m_licences->setUniformRowHeights(true);
    m_licences->header()->setStretchLastSection(false);
    m_licences->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const int column : {1, 2}) {
        m_licences->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
        m_licences->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    m_licences->setMinimumHeight(5 * fontMetrics().lineSpacing());
    m_summary->setWordWrap(true);
    m_start->setIcon(themedIcon(QStringLiteral("export")));
    m_openFolder->setIcon(themedIcon(QStringLiteral("folder")));
    m_start->setDefault(true);
    m_progress->hide();
    auto *form = new QFormLayout;
    form->addRow(tr("Folder"), makeTarget());
    form->addRow(tr("Title"), m_name);
    form->addRow(tr("Format"), m_format);
    form->addRow(tr("Samples"), m_set);
    auto *rule = new QLabel(
        tr("Only samples under a ticked licence are exported. One found in several places leaves under a ticked one "
           "of theirs."),
        this);
    rule->setWordWrap(true);
    auto *startRow = new QHBoxLayout;
    startRow->addWidget(m_start);
    startRow->addWidget(m_progress, 1);
    startRow->addStretch();
    auto *column = new QWidget(this);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(form);
    layout->addWidget(rule);
    layout->addWidget(m_licences, 3);
    layout->addWidget(m_summary);
    layout->addLayout(startRow);
    layout->addWidget(makeResult(), 1);
    return column;
}

QWidget *ExportPage::makeResult()
{
    m_result->setReadOnly(true);
    m_result->setAccessibleName(tr("Result"));
    m_result->setTabChangesFocus(true);
    m_result->setMinimumHeight(5 * fontMetrics().lineSpacing());
    auto *layout = new QVBoxLayout(m_done);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_result, 1);
    layout->addWidget(m_openFolder, 0, Qt::AlignLeft);
    m_done->hide();
    return m_done;
}

void ExportPage::makeLayout()
{
    m_target->setAccessibleName(tr("Folder"));
    m_name->setAccessibleName(tr("Title"));
    m_format->setAccessibleName(tr("Format"));
    m_licences->setAccessibleName(tr("Licences to export"));
    auto *splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeSettings());
    splitter->addWidget(m_preview);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setSizes({500, 800});
    splitter->setHandleWidth(16);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(12, 8, 12, 12);
    outer->addWidget(splitter);
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
    connect(m_name, &QLineEdit::textChanged, this, &ExportPage::askForPreview);
    for (const auto what : {&ExportPage::storeState, &ExportPage::askForPreview})
        connect(m_format, &QComboBox::currentIndexChanged, this, what);
    connect(m_previewer, &ExportPreviewer::changed, this, &ExportPage::showSummary);
    connect(m_openFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_written)); });
}

/// Begins at the nearest folder that is there, chosen already: whoever agrees at once keeps what was proposed, which
/// mostly is still to be made.
void ExportPage::chooseTarget()
{
    QFileInfo nearest(m_target->text());
    while (!nearest.isDir() && !nearest.isRoot())
        nearest = QFileInfo(nearest.absolutePath());
    const QString here = nearest.absoluteFilePath();
    auto *dialog = new QFileDialog(this, tr("Folder of the dataset"), here);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->selectFile(here);
    connect(dialog, &QFileDialog::fileSelected, this, [this, here](const QString &chosen) {
        if (QFileInfo(chosen) == QFileInfo(here))
            return;
        m_target->setText(chosen);
        storeState();
    });
    dialog->open();
}

void ExportPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refreshLicences();
}

/// No focus proxy: Tab would leap over everything before it.
void ExportPage::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    m_licences->setFocus();
}

void ExportPage::refreshLicences()
{
    m_previewer->invalidate(); // until the licences are known
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
            askForPreview();
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
    askForPreview();
    storeState();
}

void ExportPage::askForPreview()
{
    if (isVisible())
        m_previewer->ask(options());
}

void ExportPage::showLicences(const LicenceCounts &counts)
{
    const LicencePolicy allowed = policy();
    const QSignalBlocker blocker(m_licences);
    m_licences->clear();
    for (const auto &[licence, count] : counts) {
        auto *item = new QTreeWidgetItem(m_licences, {licence.empty() ? tr("unknown") : QString::fromStdString(licence),
                                                      HumanText::count(count), QString()});
        item->setData(0, idRole, licence.empty() ? QStringLiteral("unknown") : QString::fromStdString(licence));
        item->setData(0, countRole, qlonglong(count));
        for (const int column : {1, 2})
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        item->setCheckState(0, allowed.allows(licence) ? Qt::Checked : Qt::Unchecked);
    }
    showSummary();
}

/// As the export will count, once that is known: a content that lies in several places may leave under any of them.
void ExportPage::showSummary()
{
    qint64 all = 0;
    for (int row = 0; row < m_licences->topLevelItemCount(); ++row)
        all += m_licences->topLevelItem(row)->data(0, countRole).toLongLong();
    m_set->setText(tr("The current set: %1").arg(HumanText::count(all)));
    m_start->setEnabled(m_job == 0);
    const bool isKnown = m_previewer->state() == ExportPreviewer::State::Ready;
    const ExportReport report = isKnown ? m_previewer->preview().report : ExportReport();
    m_summary->setText(
        !isKnown ? QString()
                 : tr("%Ln samples will be written, %1 left out because of their licence (unknown: %2).", nullptr,
                      int(report.samples))
                       .arg(HumanText::count(report.leftOutByLicence), HumanText::count(report.leftOutUnknown)));
    const QSignalBlocker blocker(m_licences);
    for (int row = 0; row < m_licences->topLevelItemCount(); ++row) {
        QTreeWidgetItem *item = m_licences->topLevelItem(row);
        const QString licence = item->data(0, idRole).toString();
        const auto leaving = report.licences.find(licence == QLatin1String("unknown") ? "" : licence.toStdString());
        item->setText(2, !isKnown                           ? QString()
                         : leaving == report.licences.end() ? HumanText::count(0)
                                                            : HumanText::count(leaving->second));
    }
}

ExportOptions ExportPage::options() const
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
    return options;
}

void ExportPage::start()
{
    m_messages->hide();
    const QString folder = QFileInfo(m_target->text()).absolutePath();
    if (!QDir().mkpath(folder)) {
        m_messages->showError({ErrorCode::Io, "the folder cannot be made", folder.toStdString()});
        return;
    }
    m_job = m_session.jobs().startExport(m_target->text(), options(), m_session.set().selection())->id();
    m_written = m_target->text();
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
    lines << tr("%1, %2, in %3", "samples, bytes, time")
                 .arg(tr("%Ln samples", nullptr, int(report.samples)), HumanText::bytes(report.bytes),
                      HumanText::duration(report.seconds))
          << tr("Left out because of their licence: %1 (unknown: %2)")
                 .arg(HumanText::count(report.leftOutByLicence), HumanText::count(report.leftOutUnknown))
          << QString() << m_written;
    for (const std::string &file : report.files)
        lines << QStringLiteral("    ") + QString::fromStdString(file);
    lines << QString() << QStringLiteral("datasets.load_dataset(\"%1\")").arg(m_written);
    m_result->setPlainText(lines.join(QLatin1Char('\n')));
    m_done->show();
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
