#include "ui/export_page/export_preview_view.h"

#include <algorithm>

#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableWidget>
#include <QTextBrowser>
#include <QTextTable>
#include <QTextDocument>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/parquet/export_row.h"
#include "ui/error_text/error_text.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr int untilLoadingMs = 300, cellLetters = 120, maxColumn = 240;
constexpr int rowHeight = 22;

QString cellText(const QJsonValue &value)
{
    if (value.isNull() || value.isUndefined())
        return {};
    return value.isDouble() ? QLocale().toString(value.toDouble(), 'g', 10) : value.toString();
}

/// The header is YAML, which Markdown would read as a rule and a heading.
QString markdownOf(const std::string &card)
{
    const QString text = QString::fromStdString(card);
    const auto end = text.indexOf(QStringLiteral("\n---\n"));
    if (!text.startsWith(QStringLiteral("---\n")) || end < 0)
        return text;
    return text.mid(end + 5) + QStringLiteral("\n\n---\n\n```yaml\n") + text.mid(4, end - 3) + QStringLiteral("```\n");
}

} // namespace

ExportPreviewView::ExportPreviewView(ExportPreviewer &previewer, QWidget *parent)
    : QWidget(parent), m_previewer(previewer), m_stack(new QStackedWidget(this)),
      m_content(new QSplitter(Qt::Vertical, m_stack)), m_notePage(new QWidget(m_stack)), m_note(new QLabel(m_notePage)),
      m_retry(new QPushButton(tr("Try again"), m_notePage)), m_files(new QTreeWidget(this)),
      m_rows(new QTableWidget(this)), m_card(new QTextBrowser(this))
{
    makeLayout();
    m_untilLoading.setSingleShot(true);
    m_untilLoading.setInterval(untilLoadingMs);
    connect(&m_untilLoading, &QTimer::timeout, this, [this] { showNote(tr("Preparing the preview…")); });
    connect(m_retry, &QPushButton::clicked, &previewer, &ExportPreviewer::askAgain);
    connect(&previewer, &ExportPreviewer::changed, this, &ExportPreviewView::showState);
}

QWidget *ExportPreviewView::titled(const QString &title, QWidget *view)
{
    auto *part = new QWidget(m_content);
    auto *label = new QLabel(title, part);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    label->setBuddy(view);
    view->setAccessibleName(title);
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(label);
    layout->addWidget(view, 1);
    return part;
}

void ExportPreviewView::makeLayout()
{
    m_files->setColumnCount(3);
    m_files->setHeaderLabels({tr("File"), tr("Rows"), tr("Size")});
    m_files->headerItem()->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    m_files->headerItem()->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
    m_files->setRootIsDecorated(false);
    m_files->setUniformRowHeights(true);
    m_files->header()->setStretchLastSection(false);
    m_files->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const int column : {1, 2})
        m_files->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_rows->setWordWrap(false);
    m_rows->verticalHeader()->hide();
    m_rows->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_card->setOpenLinks(false);
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setTextFormat(Qt::PlainText);
    auto *splitter = static_cast<QSplitter *>(m_content);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(titled(tr("Files"), m_files));
    splitter->addWidget(titled(tr("First rows"), m_rows));
    splitter->addWidget(titled(tr("Dataset card"), m_card));
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setStretchFactor(2, 5);
    splitter->setSizes({140, 190, 440});
    for (QWidget *view : std::initializer_list<QWidget *>{m_files, m_rows, m_card})
        view->setMinimumHeight(4 * fontMetrics().lineSpacing());
    auto *inNote = new QVBoxLayout(m_notePage);
    inNote->addStretch(1);
    inNote->addWidget(m_note);
    inNote->addWidget(m_retry, 0, Qt::AlignCenter);
    inNote->addStretch(2);
    m_stack->addWidget(m_content);
    m_stack->addWidget(m_notePage);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    showNote(tr("Preparing the preview…"));
}

QString ExportPreviewView::note() const { return m_stack->currentWidget() == m_notePage ? m_note->text() : QString(); }

void ExportPreviewView::showNote(const QString &text, bool canRetry)
{
    m_note->setText(text);
    m_note->setAccessibleName(text);
    m_retry->setVisible(canRetry);
    m_stack->setCurrentWidget(m_notePage);
}

void ExportPreviewView::showState()
{
    const bool isReady = m_previewer.state() == ExportPreviewer::State::Ready;
    m_content->setEnabled(isReady); // what is seen meanwhile is seen to be of before
    m_untilLoading.stop();
    switch (m_previewer.state()) {
    case ExportPreviewer::State::Idle: break;
    case ExportPreviewer::State::Loading: m_untilLoading.start(); break;
    case ExportPreviewer::State::Failed:
        showNote(tr("There is no preview.") + QLatin1Char(' ') + ErrorTexts::inOneText(m_previewer.error()), true);
        break;
    case ExportPreviewer::State::Ready: {
        const ExportPreview &preview = m_previewer.preview();
        if (preview.report.samples == 0) {
            showNote(preview.report.leftOutByLicence > 0
                         ? tr("Nothing would be exported: no licence of these samples is ticked. Tick those that may "
                              "be exported.")
                         : tr("Nothing would be exported: the current set is empty. Remove a condition above, or "
                              "import files."));
            break;
        }
        showFiles(preview);
        showRows(preview);
        showCard(preview);
        m_stack->setCurrentWidget(m_content);
        break;
    }
    }
}

void ExportPreviewView::showFiles(const ExportPreview &preview)
{
    m_files->clear();
    for (const PreviewedFile &file : preview.files) {
        const QString size = HumanText::bytes(file.bytes);
        auto *item = new QTreeWidgetItem(m_files, {QString::fromStdString(file.name),
                                                   file.rows ? HumanText::count(*file.rows) : QString(),
                                                   file.isEstimate ? tr("about %1").arg(size) : size});
        for (const int column : {1, 2})
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        item->setToolTip(2, file.isEstimate ? tr("Estimated from rows that were written for this preview: %1 bytes")
                                                  .arg(HumanText::count(file.bytes))
                                            : tr("%1 bytes").arg(HumanText::count(file.bytes)));
    }
}

void ExportPreviewView::showRows(const ExportPreview &preview)
{
    QStringList names;
    for (const ExportColumn &column : exportColumns())
        names.append(QString::fromUtf8(column.name));
    m_rows->clear();
    m_rows->setColumnCount(int(names.size()));
    m_rows->setHorizontalHeaderLabels(names);
    m_rows->setRowCount(int(preview.firstRows.size()));
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        const QJsonObject object =
            QJsonDocument::fromJson(QByteArray::fromStdString(preview.firstRows[std::size_t(row)])).object();
        for (int column = 0; column < names.size(); ++column) {
            const QJsonValue value = object.value(names.at(column));
            auto *item = new QTableWidgetItem(cellText(value).left(cellLetters).simplified());
            if (value.isDouble())
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_rows->setItem(row, column, item);
        }
    }
    m_rows->resizeColumnsToContents();
    for (int column = 0; column < names.size(); ++column)
        m_rows->setColumnWidth(column, std::min(m_rows->columnWidth(column), maxColumn));
}

void ExportPreviewView::showCard(const ExportPreview &preview)
{
    QTextDocument::MarkdownFeatures features(QTextDocument::MarkdownDialectGitHub);
    features.setFlag(QTextDocument::MarkdownNoHTML);
    m_card->document()->setMarkdown(markdownOf(preview.card), features);
    // One thin line about each cell, as on the hub.
    for (QTextFrame *frame : m_card->document()->rootFrame()->childFrames()) {
        if (auto *table = qobject_cast<QTextTable *>(frame)) {
            QTextTableFormat format = table->format();
            format.setBorder(1);
            format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            format.setBorderBrush(palette().mid());
            format.setBorderCollapse(true);
            format.setCellSpacing(0);
            format.setCellPadding(3);
            format.setTopMargin(4);
            format.setBottomMargin(8);
            table->setFormat(format);
        }
    }
    m_card->moveCursor(QTextCursor::Start);
}

} // namespace primer
