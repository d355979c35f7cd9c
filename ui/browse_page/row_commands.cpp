#include "ui/browse_page/row_commands.h"

#include <utility>

#include <QAction>
#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QLocale>

#include "core/jobs/background.h"
#include "core/query/value_condition.h"
#include "core/storage/sample_store.h"
#include "core/workspace/sample_set.h"
#include "ui/browse_page/sample_files.h"
#include "ui/browse_page/sample_table.h"
#include "ui/code_view/sample_view.h"
#include "ui/models/sample_table_model.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/keyed_action.h"

namespace primer {

namespace {

using Text = std::shared_ptr<const QString>;

void putOnClipboard(const QString &text) { QGuiApplication::clipboard()->setText(text); }

/// As a spreadsheet takes it.
QString cellText(const SampleRow &row, Column column)
{
    QString text = SampleTableModel::text(row, column);
    return text.replace(QLatin1Char('\t'), QLatin1Char(' '));
}

Result<Text> tableText(Store &store, const std::vector<SampleId> &samples, const std::vector<Column> &columns)
{
    const auto rows = PRIMER_TRY(store.read(fetchRows, samples));
    QStringList lines;
    for (const SampleRow &row : rows) {
        QStringList cells;
        for (const Column column : columns)
            cells.append(cellText(row, column));
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return Text(std::make_shared<QString>(lines.join(QLatin1Char('\n'))));
}

Result<Text> contentText(Store &store, const std::vector<SampleId> &samples)
{
    auto reader = PRIMER_TRY(store.reader());
    std::string all;
    for (const SampleId sample : samples) {
        const std::string content = PRIMER_TRY(fetchContent(*reader, sample));
        if (!all.empty() && all.back() != '\n')
            all += '\n';
        all += content;
    }
    return Text(std::make_shared<QString>(QString::fromStdString(all)));
}

} // namespace

RowCommands::RowCommands(WorkspaceSession &session, AppSettings &settings, SampleTable *table, SampleView *view,
                         QWidget *page)
    : QObject(page), m_session(session), m_settings(settings), m_table(table),
      m_model(qobject_cast<SampleTableModel *>(table->model())), m_view(view), m_page(page),
      m_files(new SampleFiles(session, this))
{
    addCopying();
    addConditions();
    addSelection();
    addOpening();
    connect(table, &SampleTable::selectionEdited, this, &RowCommands::refresh);
    connect(table->selectionModel(), &QItemSelectionModel::currentChanged, this, &RowCommands::refresh);
    connect(m_files, &SampleFiles::failed, this, &RowCommands::failed);
    connect(m_files, &SampleFiles::refused, this,
            [this](const QString &file) { Q_EMIT told(tr("No program of this desktop opens %1").arg(file)); });
    refresh();
}

QAction *RowCommands::add(QWidget *owner, const char *id, const QString &text, const QKeySequence &key,
                          std::function<void()> run)
{
    QAction *action = addKeyedAction(owner, m_settings, QStringLiteral("browse.") + QLatin1String(id), text, key,
                                     std::move(run));
    m_needRow.append(action);
    return action;
}

void RowCommands::addCopying()
{
    add(m_table, "copyCell", tr("Copy cell"), QKeySequence::Copy, [this] {
        if (const SampleRow *row = currentRow())
            putOnClipboard(SampleTableModel::text(*row, m_table->currentColumn()));
    });
    add(m_table, "copyRow", tr("Copy rows"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
        [this] { copyRows(false); });
    add(m_table, "copyPath", tr("Copy paths"), {}, [this] { copyRows(true); });
    add(m_table, "copyContent", tr("Copy contents"), {}, [this] { copyContents(); });
}

void RowCommands::addConditions()
{
    add(m_table, "filterValue", tr("Filter by this value"), QKeySequence(Qt::ALT | Qt::Key_F3),
        [this] { putCondition(cellCondition()); });
    add(m_table, "excludeValue", tr("Exclude this value"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_F3),
        [this] { putCondition(oppositeCondition(cellCondition())); });
    add(m_page, "filterPath", tr("Filter by this path"), {}, [this] {
        if (const SampleRow *row = currentRow())
            putCondition(valueCondition(*row, Column::Path));
    });
    add(m_page, "filterFolder", tr("Filter by this folder"), {}, [this] { putCondition(folderCondition()); });
    add(m_page, "searchSelection", tr("Search for the selected code in all contents"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), [this] { searchForSelection(); });
}

void RowCommands::addSelection()
{
    add(m_table, "selectAll", tr("Select all rows"), QKeySequence::SelectAll, [this] { m_table->selectAll(); });
    add(m_table, "onlySelected", tr("Only the selected samples"), {}, [this] { makeSelectionTheSet(); });
    add(m_table, "exportSelected", tr("Export the selected samples…"), {},
        [this] { makeSelectionTheSet([this] { Q_EMIT exportWanted(); }); });
}

void RowCommands::addOpening()
{
    add(m_page, "openFile", tr("Open in the desktop's editor"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
        [this] { m_files->open(m_table->currentSample()); });
    add(m_page, "openFolder", tr("Open the folder it came from"), {},
        [this] { m_files->openFolder(m_table->currentSample()); });
}

void RowCommands::refresh()
{
    const bool hasRow = m_table->currentSample() != 0;
    for (QAction *action : std::as_const(m_needRow))
        action->setEnabled(hasRow);
}

const SampleRow *RowCommands::currentRow() const
{
    return m_table->currentIndex().isValid() ? m_model->rowAt(m_table->currentIndex().row()) : nullptr;
}

std::string RowCommands::cellCondition() const
{
    const SampleRow *row = currentRow();
    return row ? valueCondition(*row, m_table->currentColumn()) : std::string();
}

std::string RowCommands::folderCondition() const
{
    const SampleRow *row = currentRow();
    const std::size_t end = row ? row->path.rfind('/') : std::string::npos;
    return end == std::string::npos ? std::string() : wordCondition(Column::Path, row->path.substr(0, end + 1) + "*");
}

void RowCommands::putCondition(const std::string &condition)
{
    if (condition.empty()) {
        Q_EMIT told(tr("There is no condition for this value."));
        return;
    }
    SampleSet set = m_session.set().value();
    set.put(SetPart::condition(condition));
    m_session.set().change(set);
}

void RowCommands::searchForSelection()
{
    const QString text = m_view->selectedText();
    if (text.isEmpty()) {
        Q_EMIT told(tr("Select some code first."));
        return;
    }
    SampleSet set = m_session.set().value();
    set.put(SetPart::search({text.toStdString(), false, false}));
    m_session.set().change(set);
}

void RowCommands::copyRows(bool onlyPaths)
{
    const int count = m_table->selectedCount();
    if (count > maxCopiedRows) {
        Q_EMIT told(
            tr("At most %1 rows are copied. Export the selection instead.").arg(HumanText::count(maxCopiedRows)));
        return;
    }
    std::vector<Column> columns = onlyPaths ? std::vector{Column::Path} : m_table->shownColumns();
    inBackground(
        this,
        [workspace = m_session.workspace(), samples = m_table->selectedSamples(), columns = std::move(columns)] {
            return tableText(workspace->store(), samples, columns);
        },
        [this, count, onlyPaths](const Result<Text> &text) {
            if (!text) {
                Q_EMIT failed(text.error());
                return;
            }
            putOnClipboard(**text);
            Q_EMIT told(onlyPaths ? tr("%n path(s) copied", nullptr, count) : tr("%n row(s) copied", nullptr, count));
        });
}

void RowCommands::copyContents()
{
    const int count = m_table->selectedCount();
    if (count > maxCopiedContents) {
        Q_EMIT told(tr("The contents of at most %1 rows are copied. Export the selection instead.")
                        .arg(HumanText::count(maxCopiedContents)));
        return;
    }
    inBackground(
        this,
        [workspace = m_session.workspace(), samples = m_table->selectedSamples()] {
            return contentText(workspace->store(), samples);
        },
        [this, count](const Result<Text> &text) {
            if (!text) {
                Q_EMIT failed(text.error());
                return;
            }
            putOnClipboard(**text);
            Q_EMIT told(tr("%n content(s) copied", nullptr, count));
        });
}

void RowCommands::makeSelectionTheSet(std::function<void()> then)
{
    std::vector<SampleId> samples = m_table->selectedSamples();
    if (samples.empty())
        return;
    const auto put = [this, then = std::move(then)](const SetPart &part) {
        SampleSet set = m_session.set().value();
        set.put(part);
        m_session.set().change(set);
        if (then)
            then();
    };
    if (const auto part = partOfSamples(samples)) {
        put(*part);
        return;
    }
    // Too many for a condition: a queue holds them.
    const QString name = tr("Selection of %1, %2")
                             .arg(HumanText::count(qint64(samples.size())),
                                  QLocale().toString(QDateTime::currentDateTime(), QLocale::ShortFormat));
    m_session.bulk().createQueue(name, std::move(samples),
                                 [put, name](std::int64_t queue) { put(SetPart::ofQueue(queue, name.toStdString())); });
}

} // namespace primer
