#include "ui/browse_page/browse_page.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QSplitter>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "core/storage/column_presence.h"
#include "ui/browse_page/code_header.h"
#include "ui/browse_page/column_chooser.h"
#include "ui/browse_page/column_histogram.h"
#include "ui/browse_page/judge_commands.h"
#include "ui/browse_page/row_commands.h"
#include "ui/browse_page/sample_inspector.h"
#include "ui/browse_page/sample_menus.h"
#include "ui/browse_page/sample_table.h"
#include "ui/browse_page/table_footer.h"
#include "ui/code_view/code_view.h"
#include "ui/code_view/sample_view.h"
#include "ui/error_text/error_text.h"
#include "ui/models/sample_table_model.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/toast.h"

namespace primer {

namespace {

constexpr int sideBySideWidth = 900;
const QString stateKey = QStringLiteral("browse");

} // namespace

BrowsePage::BrowsePage(WorkspaceSession &session, AppSettings &settings, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(new SampleTableModel(session, this)),
      m_loader(new SampleLoader(session, this)), m_messages(new MessageBar(this)),
      m_table(new SampleTable(m_model, this)), m_footer(new TableFooter(this)),
      m_histogram(new ColumnHistogram(session, this)), m_leftPane(new QWidget(this)), m_header(new CodeHeader(this)),
      m_sample(new SampleView(this)), m_inspector(new SampleInspector(this)),
      m_rows(new RowCommands(session, settings, m_table, m_sample, this)),
      m_judging(new JudgeCommands(session, settings, m_table, this)),
      m_menus(new SampleMenus(m_rows, m_judging, m_table, this)), m_toast(new Toast(this)),
      m_mainSplitter(new QSplitter(Qt::Horizontal, this)), m_leftSplitter(new QSplitter(Qt::Vertical, m_leftPane)),
      m_rightSplitter(new QSplitter(Qt::Vertical, this))
{
    makeLayout();
    buildKeys(settings);
    buildCodeKeys(settings);
    restoreState();
    connectSet();
    connectParts();
    connectCommands();
    m_sample->showNote(tr("Choose a sample on the left to read it here."));
    m_table->setSort(QString::fromStdString(m_session.set().value().sort)); // what was there is no other order
    showSet();
    readEmptyColumns();
    if (m_model->rowCount() > 0) // the set was quicker than the page
        onRowsChanged();
}

void BrowsePage::makeLayout()
{
    auto *rows = new QWidget(m_leftPane);
    auto *rowsLayout = new QVBoxLayout(rows);
    rowsLayout->setContentsMargins(0, 0, 0, 0);
    rowsLayout->setSpacing(0);
    rowsLayout->addWidget(m_table, 1);
    rowsLayout->addWidget(m_footer);
    m_leftSplitter->addWidget(rows);
    m_leftSplitter->addWidget(m_histogram);
    m_leftSplitter->setStretchFactor(0, 1);
    m_leftSplitter->setCollapsible(0, false);
    auto *leftLayout = new QVBoxLayout(m_leftPane);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_leftSplitter);
    auto *code = new QWidget(m_rightSplitter);
    auto *codeLayout = new QVBoxLayout(code);
    codeLayout->setContentsMargins(0, 0, 0, 0);
    codeLayout->setSpacing(0);
    codeLayout->addWidget(m_header);
    codeLayout->addWidget(m_sample, 1);
    m_rightSplitter->addWidget(code);
    m_rightSplitter->addWidget(m_inspector);
    m_rightSplitter->setStretchFactor(0, 1);
    m_rightSplitter->setCollapsible(0, false);
    m_mainSplitter->addWidget(m_leftPane);
    m_mainSplitter->addWidget(m_rightSplitter);
    m_mainSplitter->setSizes({720, 680});
    m_leftSplitter->setSizes({560, 150});
    m_rightSplitter->setSizes({520, 200});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->setSpacing(6);
    layout->addWidget(m_mainSplitter, 1);
}

void BrowsePage::buildKeys(AppSettings &settings)
{
    addKeyedAction(this, settings, QStringLiteral("browse.next"), tr("Next sample"), Qt::Key_J,
                   [this] { m_table->step(1); });
    addKeyedAction(this, settings, QStringLiteral("browse.previous"), tr("Previous sample"), Qt::Key_K,
                   [this] { m_table->step(-1); });
    addKeyedAction(this, settings, QStringLiteral("browse.zen"), tr("Code only"), Qt::Key_Space,
                   [this] { setZen(!m_isZen); });
    m_leaveZen = addKeyedAction(this, settings, QStringLiteral("browse.leaveZen"), tr("Leave code only"),
                                Qt::Key_Escape, [this] { setZen(false); });
    m_leaveZen->setEnabled(false);
    addKeyedAction(this, settings, QStringLiteral("browse.columns"), tr("Columns and statistics…"), {},
                   [this] { openColumnChooser(); });
}

void BrowsePage::buildCodeKeys(AppSettings &settings)
{
    addKeyedAction(this, settings, QStringLiteral("browse.find"), tr("Find in this file"), QKeySequence::Find,
                   [this] { m_sample->openFind(); });
    addKeyedAction(this, settings, QStringLiteral("browse.nextHit"), tr("Next hit"), Qt::Key_N,
                   [this] { m_sample->stepHit(1); });
    addKeyedAction(this, settings, QStringLiteral("browse.previousHit"), tr("Previous hit"),
                   QKeySequence(Qt::SHIFT | Qt::Key_N), [this] { m_sample->stepHit(-1); });
    addKeyedAction(this, settings, QStringLiteral("browse.foldAll"), tr("Fold all"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Minus), [this] { m_sample->codeView()->foldAll(); });
    addKeyedAction(this, settings, QStringLiteral("browse.unfoldAll"), tr("Unfold all"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Plus), [this] { m_sample->codeView()->unfoldAll(); });
    addKeyedAction(this, settings, QStringLiteral("browse.outline"), tr("Outline of the file"),
                   QKeySequence(Qt::CTRL | Qt::Key_B), [this] { setOutlineShown(!m_sample->isOutlineShown()); });
}

void BrowsePage::connectSet()
{
    CurrentSet &set = m_session.set();
    connect(&set, &CurrentSet::valueChanged, this, [this] {
        m_messages->hide();
        showSet();
    });
    connect(&set, &CurrentSet::rowsChanged, this, &BrowsePage::onRowsChanged);
    connect(&m_session, &WorkspaceSession::columnsChanged, this, [this] {
        readEmptyColumns();
        showAgain(currentSample());
    });
    connect(&m_session.jobs(), &WorkspaceJobs::importFinished, this, &BrowsePage::readEmptyColumns);
    connect(&m_session.judging(), &Judging::labelChanged, this, [this](const CurrentLabel &label) {
        if (m_table->isEmptyColumn(Column::Label) || !label.verdict)
            readEmptyColumns(); // the first label, or the last one that was taken back
        if (label.sample == currentSample())
            showAgain(label.sample);
    });
}

void BrowsePage::connectCommands()
{
    connect(m_table, &SampleTable::menuWanted, m_menus, &SampleMenus::openForRows);
    m_sample->setMenuFiller([this](QMenu &menu) { m_menus->fillForCode(menu); });
    connect(m_table, &SampleTable::selectionEdited, this, &BrowsePage::showFooter);
    connect(m_table, &SampleTable::columnsEdited, this, &BrowsePage::showFooter);
    connect(m_table, &SampleTable::columnChooserWanted, this, &BrowsePage::openColumnChooser);
    connect(m_footer, &TableFooter::columnChooserWanted, this, &BrowsePage::openColumnChooser);
    connect(m_header, &CodeHeader::outlineWanted, this, &BrowsePage::setOutlineShown);
    connect(m_header, &CodeHeader::leaveWanted, this, [this] { setZen(false); });
    connect(m_rows, &RowCommands::exportWanted, this, &BrowsePage::exportWanted);
    connect(m_rows, &RowCommands::told, this, [this](const QString &text) { m_toast->show(text); });
    connect(m_rows, &RowCommands::failed, this, [this](const Error &error) { m_messages->showError(error); });
    connect(m_judging, &JudgeCommands::failed, this, [this](const Error &error) { m_messages->showError(error); });
    connect(m_judging, &JudgeCommands::told, this, [this](const QString &text, bool canUndo) {
        if (canUndo)
            m_toast->show(text, tr("Undo"), [this] { m_session.bulk().undoLast(); });
        else
            m_toast->show(text);
    });
    connect(m_judging, &JudgeCommands::noteWritten, this, [this](SampleId sample, const QString &note) {
        m_loader->forget(sample);
        if (!m_details || m_details->row.id != sample)
            return;
        auto details = std::make_shared<SampleDetails>(*m_details);
        details->draft = note;
        showDetails(details);
    });
}

/// What is known of the sample has changed.
void BrowsePage::showAgain(SampleId sample)
{
    m_isStale = !isVisible();
    if (!m_isStale)
        m_loader->request(sample);
}

void BrowsePage::connectParts()
{
    connect(m_table, &SampleTable::sortChosen, this, &BrowsePage::setSort);
    connect(m_table, &SampleTable::rowChosen, this, &BrowsePage::chooseRow);
    connect(m_table, &SampleTable::columnsEdited, this, &BrowsePage::storeState);
    connect(m_table, &SampleTable::histogramWanted, m_histogram, &ColumnHistogram::setColumn);
    connect(m_histogram, &ColumnHistogram::columnChanged, this, &BrowsePage::storeState);
    connect(m_histogram, &ColumnHistogram::rangeChosen, this, [this](Column column, double low, double high) {
        SampleSet set = m_session.set().value();
        set.putRange(rangeCondition(column, low, high).toString());
        m_session.set().change(set);
    });
    connect(m_loader, &SampleLoader::loaded, this,
            [this](const std::shared_ptr<const SampleDetails> &details) { showDetails(details); });
    connect(m_loader, &SampleLoader::failed, this,
            [this](SampleId, const Error &error) { showNote(ErrorTexts::inOneText(error)); });
    for (QSplitter *splitter : {m_mainSplitter, m_leftSplitter, m_rightSplitter})
        connect(splitter, &QSplitter::splitterMoved, this, &BrowsePage::storeState);
}

HistogramChart *BrowsePage::histogram() const { return m_histogram->view(); }
SampleId BrowsePage::currentSample() const { return m_table->currentSample(); }

void BrowsePage::setSort(const QString &sort)
{
    SampleSet set = m_session.set().value();
    set.sort = sort.toStdString();
    m_session.set().change(set);
}

/// The set may have been changed here, by its bar or by another page.
void BrowsePage::showSet()
{
    const SampleSet &set = m_session.set().value();
    if (const SampleId chosen = currentSample())
        m_keptSample = chosen;
    const QString sort = QString::fromStdString(set.sort);
    m_startsAtTop = m_startsAtTop || sort != m_table->sort();
    m_table->setSort(sort);
    const SearchPattern search = set.search();
    m_sample->setPageSearch(QString::fromStdString(search.text), search.isRegex, search.ignoreCase);
    storeState();
}

void BrowsePage::onRowsChanged()
{
    const auto rows = m_session.set().rows();
    if (!rows->isPartial)
        m_histogram->refresh();
    const SampleId wanted = currentSample() ? currentSample() : m_keptSample;
    if (m_model->rowCount() == 0) {
        showEmpty();
        return;
    }
    showFooter();
    if (std::exchange(m_startsAtTop, false)) {
        m_table->chooseRow(0);
        m_table->scrollToTop();
        showSearchLimits();
        return;
    }
    const int row = std::max(0, m_model->rowOf(wanted));
    if (m_table->currentIndex().row() != row || m_model->sampleAt(row) != m_loader->requested())
        m_table->chooseRow(row);
    showSearchLimits();
}

void BrowsePage::showEmpty()
{
    m_loader->request(0);
    m_inspector->clear();
    m_header->showPath({});
    showFooter();
    showNote(m_session.counts().samples == 0 ? tr(
                 "This workspace is empty. Drop files or a folder on the window, or import them from the File menu.")
                                             : tr("Nothing matches. Switch off or remove a part of the set above."));
}

/// In the place of a content.
void BrowsePage::showNote(const QString &text)
{
    m_shownSample = 0;
    m_details.reset();
    m_judging->setDetails({});
    m_sample->showNote(text);
}

/// At once: what was seen before is of another row.
void BrowsePage::showLoading(int row)
{
    const SampleRow *known = m_model->rowAt(row);
    m_inspector->clear();
    m_header->showPath(known ? QString::fromStdString(known->path) : QString());
    showNote(known ? tr("Loading %1 (%2)…").arg(QString::fromStdString(known->path), HumanText::bytes(known->sizeBytes))
                   : tr("Loading…"));
}

void BrowsePage::readEmptyColumns()
{
    inBackground(
        this, [workspace = m_session.workspace()] { return workspace->store().read(columnsWithoutValues); },
        [this, generation = ++m_emptyGeneration](const Result<std::vector<Column>> &empty) {
            if (generation == m_emptyGeneration && empty)
                m_table->setEmptyColumns(*empty);
        });
}

void BrowsePage::showFooter()
{
    QStringList hidden;
    for (const Column column : m_table->hiddenEmptyColumns())
        hidden.append(SampleTableModel::title(column));
    m_footer->showHidden(hidden);
    m_footer->showSelected(m_table->selectedCount(), m_model->rowCount());
}

ColumnChooser *BrowsePage::columnChooser() const { return findChild<ColumnChooser *>(); }

void BrowsePage::openColumnChooser()
{
    ColumnChooser *chooser = columnChooser();
    if (!chooser) {
        chooser = new ColumnChooser(m_session, m_table, this);
        chooser->setAttribute(Qt::WA_DeleteOnClose);
    }
    chooser->show();
    chooser->raise();
    chooser->activateWindow();
}

void BrowsePage::setOutlineShown(bool isShown)
{
    m_sample->setOutlineShown(isShown);
    m_header->setOutlineShown(isShown);
    storeState();
}

void BrowsePage::showSearchLimits()
{
    const auto rows = m_session.set().rows();
    const SearchOutcome &search = rows->search;
    if (!rows->isPartial && !search.complete)
        m_messages->showNote(tr("The search stopped at its time limit after %1 of %2 files; what it found is shown.")
                                 .arg(HumanText::count(search.looked), HumanText::count(search.candidates)));
    else if (search.undecided > 0)
        m_messages->showNote(
            tr("The expression was too costly for %n file(s): they count neither as hits nor as misses.", nullptr,
               int(search.undecided)));
}

void BrowsePage::chooseRow(int row)
{
    const SampleId sample = m_model->sampleAt(row);
    if (sample == 0)
        return;
    m_isStale = false;
    m_keptSample = sample;
    m_loader->request(sample);
    if (m_shownSample != sample) // it was not read ahead
        showLoading(row);
    m_loader->readAhead(m_model->sampleAt(row + 1));
    storeState();
}

void BrowsePage::showDetails(const std::shared_ptr<const SampleDetails> &shown)
{
    const SampleDetails &details = *shown;
    m_details = shown;
    m_judging->setDetails(shown);
    const QString path = QString::fromStdString(details.row.path),
                  language = QString::fromStdString(details.row.language);
    m_header->showPath(path);
    // What is known of the sample may be new; its content is not, and stays where it was read.
    if (std::exchange(m_shownSample, details.row.id) != details.row.id) {
        if (details.row.kind == SampleKind::Thread) {
            m_sample->showThread(details.thread);
        } else {
            m_sample->showCode(details.text, language, path);
            m_sample->setOutline(details.outline, language == QLatin1String("python"));
        }
    }
    m_inspector->show(details);
}

void BrowsePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Table and code side by side where there is room for both, else one above the other.
    m_mainSplitter->setOrientation(width() >= sideBySideWidth ? Qt::Horizontal : Qt::Vertical);
}

void BrowsePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_isStale, false))
        m_loader->request(currentSample());
}

void BrowsePage::setZen(bool zen)
{
    m_isZen = zen;
    m_leftPane->setVisible(!zen);
    m_inspector->setVisible(!zen);
    m_leaveZen->setEnabled(zen);
    m_header->showAlone(
        zen ? tr("Code only · %1 brings the table back").arg(m_leaveZen->shortcut().toString(QKeySequence::NativeText))
            : QString());
    giveFocus();
}

/// No focus proxy: Tab would leap over everything before it.
void BrowsePage::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    giveFocus();
}

/// Whoever comes here goes through rows at once, or reads on.
void BrowsePage::giveFocus()
{
    if (m_isZen)
        m_sample->codeView()->setFocus();
    else
        m_table->setFocus();
}

/// Before anything is connected: what is put back is not an edit.
void BrowsePage::restoreState()
{
    const QJsonObject state = m_session.state().value(stateKey).toObject();
    if (state.isEmpty())
        return;
    const auto restore = [&state](QSplitter *splitter, const QString &key) {
        splitter->restoreState(QByteArray::fromBase64(state.value(key).toString().toLatin1()));
    };
    restore(m_mainSplitter, QStringLiteral("main"));
    restore(m_leftSplitter, QStringLiteral("left"));
    restore(m_rightSplitter, QStringLiteral("right"));
    m_table->restoreHeader(state.value(QStringLiteral("table")).toObject());
    m_sample->setOutlineShown(state.value(QStringLiteral("outline")).toBool());
    m_header->setOutlineShown(m_sample->isOutlineShown());
    m_histogram->setColumn(Column(state.value(QStringLiteral("histogram")).toInt()));
    m_keptSample = SampleId(state.value(QStringLiteral("sample")).toInteger());
}

void BrowsePage::storeState()
{
    const auto text = [](const QSplitter *splitter) { return QString::fromLatin1(splitter->saveState().toBase64()); };
    m_session.state().setValue(stateKey, QJsonObject{{QStringLiteral("main"), text(m_mainSplitter)},
                                                     {QStringLiteral("left"), text(m_leftSplitter)},
                                                     {QStringLiteral("right"), text(m_rightSplitter)},
                                                     {QStringLiteral("table"), m_table->headerState()},
                                                     {QStringLiteral("outline"), m_sample->isOutlineShown()},
                                                     {QStringLiteral("histogram"), int(m_histogram->column())},
                                                     {QStringLiteral("sample"), qint64(m_keptSample)}});
}

} // namespace primer
