#include "ui/log_view/log_view.h"

#include <algorithm>

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QUrl>
#include <QVBoxLayout>

#include "core/base/log.h"
#include "ui/log_view/log_model.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int pullMs = 250;

} // namespace

LogView::LogView(QWidget *parent)
    : QWidget(parent), m_model(new LogModel(maxLines, this)), m_table(new QTableView(this)),
      m_level(new QComboBox(this)), m_text(new QLineEdit(this)), m_counts(new QLabel(this))
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Lines of the log"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    // One height for all, so that no row is ever measured.
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const int digit = fontMetrics().horizontalAdvance(QLatin1Char('0'));
    m_table->setColumnWidth(LogModel::Time, 14 * digit);
    m_table->setColumnWidth(LogModel::Level, 14 * digit);
    m_table->setColumnWidth(LogModel::Module, 22 * digit);
    auto *copyAction = new QAction(tr("Copy"), m_table);
    connect(copyAction, &QAction::triggered, this, &LogView::copy);
    m_table->addAction(copyAction);
    m_table->installEventFilter(this);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addWidget(buildBar());
    layout->addWidget(m_table, 1);
    m_timer.setInterval(pullMs);
    connect(&m_timer, &QTimer::timeout, this, &LogView::pull);
}

QWidget *LogView::buildBar()
{
    auto *bar = new QWidget(this);
    for (const auto &[level, text] :
         {std::pair{log::Level::Trace, tr("All lines")}, std::pair{log::Level::Info, tr("Info and worse")},
          std::pair{log::Level::Warning, tr("Warnings and errors")}, std::pair{log::Level::Error, tr("Errors")}})
        m_level->addItem(text, int(level));
    m_level->setAccessibleName(tr("Which lines"));
    m_text->setPlaceholderText(tr("Filter by text or module"));
    m_text->setAccessibleName(tr("Filter by text or module"));
    m_text->setClearButtonEnabled(true);
    m_counts->setTextFormat(Qt::PlainText);
    auto *copyButton = new QPushButton(tr("Copy"), bar);
    copyButton->setIcon(themedIcon(QStringLiteral("copy")));
    copyButton->setToolTip(tr("The selected lines, or all that are shown"));
    auto *folderButton = new QPushButton(tr("Open folder"), bar);
    folderButton->setIcon(themedIcon(QStringLiteral("folder")));
    const QString path = QString::fromStdString(log::filePath());
    folderButton->setEnabled(!path.isEmpty());
    folderButton->setToolTip(path.toHtmlEscaped());
    connect(m_level, &QComboBox::currentIndexChanged, this, &LogView::filter);
    connect(m_text, &QLineEdit::textChanged, this, &LogView::filter);
    connect(copyButton, &QPushButton::clicked, this, &LogView::copy);
    connect(folderButton, &QPushButton::clicked, this, &LogView::openFolder);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_level);
    row->addWidget(m_text, 1);
    row->addWidget(m_counts);
    row->addWidget(copyButton);
    row->addWidget(folderButton);
    return bar;
}

bool LogView::isAtEnd() const
{
    const QScrollBar *bar = m_table->verticalScrollBar();
    return bar->value() >= bar->maximum();
}

void LogView::pull()
{
    const bool follows = isAtEnd();
    m_model->pull();
    if (follows)
        m_table->scrollToBottom();
    showCounts();
}

void LogView::filter()
{
    m_model->setFilter(log::Level(m_level->currentData().toInt()), m_text->text());
    m_table->scrollToBottom();
    showCounts();
}

void LogView::showCounts()
{
    const auto lines = qint64(m_model->lineCount());
    const qint64 shown = m_model->rowCount();
    if (!log::isOn(log::Level::Critical))
        m_counts->setText(tr("The log is off."));
    else if (shown == lines)
        m_counts->setText(tr("%Ln lines", nullptr, int(lines)));
    else
        m_counts->setText(tr("%1 of %Ln lines", nullptr, int(lines)).arg(HumanText::count(shown)));
}

void LogView::copy() const
{
    QList<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        rows.append(index.row());
    for (int row = 0; m_table->selectionModel()->selection().isEmpty() && row < m_model->rowCount(); ++row)
        rows.append(row);
    std::sort(rows.begin(), rows.end());
    QString text;
    for (const int row : rows)
        text += m_model->fileLine(row) + QLatin1Char('\n');
    QGuiApplication::clipboard()->setText(text);
}

/// The table's own answer to the key is one cell.
bool LogView::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    return QWidget::eventFilter(object, event);
}

void LogView::openFolder() const
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(QString::fromStdString(log::filePath())).absolutePath()));
}

void LogView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    pull();
    m_timer.start();
}

void LogView::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

} // namespace primer
