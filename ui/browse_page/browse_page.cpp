#include "ui/browse_page/browse_page.h"

#include <algorithm>
#include <QComboBox>
#include <QHeaderView>
#include <QInputDialog>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "ui/browse_page/query_toolbar.h"
#include "ui/browse_page/sample_inspector.h"
#include "ui/charts/histogram_chart.h"
#include "ui/code_view/code_view.h"
#include "ui/code_view/sample_view.h"
#include "ui/error_text/error_text.h"
#include "ui/models/sample_table_model.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"

namespace primer {

namespace {

constexpr int histogramBins = 48;
constexpr int rowHeight = 24;
constexpr int sideBySideWidth = 900;

QString nameOf(Column column)
{
    const auto name = columnInfo(column).name;
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

HistogramData dataOf(const Histogram &histogram, Column column)
{
    HistogramData data;
    data.quantity = {SampleTableModel::title(column),
                     column == Column::SizeBytes ? Quantity::Kind::Bytes
                     : histogram.isInteger       ? Quantity::Kind::Count
                                                 : Quantity::Kind::Number,
                     {}};
    data.edges = histogram.edges;
    data.isInteger = histogram.isInteger;
    data.isSquareRoot = true; // a few large files must not flatten everything else
    std::vector<qint64> selected(histogram.selected.begin(), histogram.selected.end()), others;
    for (std::size_t bin = 0; bin < selected.size(); ++bin)
        others.push_back(histogram.all[bin] - selected[bin]);
    data.layers = {{BrowsePage::tr("in the set"), {ChartTone::Kind::Accent}, std::move(selected)},
                   {BrowsePage::tr("others"), {ChartTone::Kind::Faint}, std::move(others)}};
    if (histogram.withoutValue > 0)
        data.caption = BrowsePage::tr("%1 without a value").arg(HumanText::count(histogram.withoutValue));
    return data;
}

} // namespace

BrowsePage::BrowsePage(WorkspaceSession &session, AppSettings &settings, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(new SampleTableModel(session, this)),
      m_loader(new SampleLoader(session, this)), m_toolbar(new QueryToolbar(this)), m_messages(new MessageBar(this)),
      m_table(new QTableView(this)), m_histogramColumn(new QComboBox(this)), m_histogram(new HistogramChart(tr("Histogram"), this)),
      m_leftPane(new QWidget(this)), m_sample(new SampleView(this)), m_inspector(new SampleInspector(this)),
      m_mainSplitter(new QSplitter(Qt::Horizontal, this)), m_leftSplitter(new QSplitter(Qt::Vertical, m_leftPane)),
      m_rightSplitter(new QSplitter(Qt::Vertical, this))
{
    buildTable();
    auto *histogramPane = new QWidget(m_leftSplitter);
    auto *histogramLayout = new QVBoxLayout(histogramPane);
    histogramLayout->setContentsMargins(0, 0, 0, 0);
    histogramLayout->setSpacing(0);
    for (const ColumnInfo &info : allColumns()) {
        if (info.type == ColumnType::Number && info.column != Column::Id && info.column != Column::ValidUtf8)
            m_histogramColumn->addItem(SampleTableModel::title(info.column), int(info.column));
    }
    m_histogramColumn->setAccessibleName(tr("Column of the histogram"));
    histogramLayout->addWidget(m_histogramColumn, 0, Qt::AlignLeft);
    histogramLayout->addWidget(m_histogram, 1);
    m_leftSplitter->addWidget(m_table);
    m_leftSplitter->addWidget(histogramPane);
    m_leftSplitter->setStretchFactor(0, 1);
    m_leftSplitter->setCollapsible(0, false);
    auto *leftLayout = new QVBoxLayout(m_leftPane);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_leftSplitter);
    m_rightSplitter->addWidget(m_sample);
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
    layout->addWidget(m_toolbar);
    layout->addWidget(m_messages);
    layout->addWidget(m_mainSplitter, 1);
    buildKeys(settings);

    connect(&m_session, &WorkspaceSession::rowsChanged, this, &BrowsePage::onRowsChanged);
    connect(&m_session, &WorkspaceSession::queryFailed, this, &BrowsePage::onQueryFailed);
    connect(&m_session, &WorkspaceSession::countsChanged, this, &BrowsePage::showCounts);
    connect(&m_session, &WorkspaceSession::viewsChanged, this, [this] { m_toolbar->setViews(m_session.views()); });
    connect(m_toolbar, &QueryToolbar::edited, this, &BrowsePage::applySpec);
    connect(m_toolbar, &QueryToolbar::viewChosen, this, &BrowsePage::applyView);
    connect(m_toolbar, &QueryToolbar::viewRemoved, &m_session, &WorkspaceSession::removeView);
    connect(m_toolbar, &QueryToolbar::saveRequested, this, &BrowsePage::saveViewAs);
    connect(&m_session, &WorkspaceSession::sampleChanged, this, [this](SampleId sample) {
        if (sample == currentSample())
            m_loader->request(sample);
        refreshHistogram();
    });
    connect(m_loader, &SampleLoader::loaded, this,
            [this](const std::shared_ptr<const SampleDetails> &details) { showDetails(*details); });
    connect(m_loader, &SampleLoader::failed, this, [this](SampleId, const Error &error) {
        const ErrorText text = ErrorTexts::describe(error);
        m_sample->showNote(text.sentence + QLatin1Char('\n') + text.hint);
    });
    connect(m_histogramColumn, &QComboBox::currentIndexChanged, this, [this] {
        refreshHistogram();
        storeState();
    });
    m_histogram->setEmptyText(tr("No sample has a value in this column"));
    connect(m_histogram, &HistogramChart::saveFailed, this, &BrowsePage::onQueryFailed);
    connect(m_histogram, &HistogramChart::rangeChosen, this, [this](double low, double high) {
        const auto column = Column(m_histogramColumn->currentData().toInt());
        m_toolbar->setCondition(nameOf(column), QString::fromStdString(rangeCondition(column, low, high).toString()));
    });
    for (QSplitter *splitter : {m_mainSplitter, m_leftSplitter, m_rightSplitter})
        connect(splitter, &QSplitter::splitterMoved, this, &BrowsePage::storeState);
    m_sample->showNote(tr("Choose a sample on the left to read it here."));
    m_toolbar->setViews(m_session.views());
    restoreState();
}

void BrowsePage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Samples"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(std::max(rowHeight, fontMetrics().height() + 6));
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const QHash<Column, int> widths{{Column::Path, 260},     {Column::Repository, 110},  {Column::Licence, 100},
                                    {Column::SizeBytes, 76}, {Column::LineCount, 60},    {Column::Stars, 60},
                                    {Column::Label, 56},     {Column::TeacherValue, 64}, {Column::Quality, 64},
                                    {Column::Score, 60}};
    for (int section = 0; section < m_model->columnCount(); ++section) {
        m_table->setColumnWidth(section, widths.value(m_model->columnAt(section), 100));
        m_table->setColumnHidden(section, !widths.contains(m_model->columnAt(section)));
    }
    connect(header, &QHeaderView::sortIndicatorChanged, this, [this](int section, Qt::SortOrder order) {
        if (m_isRestoring)
            return;
        m_sort.clear();
        if (section >= 0)
            m_model->sort(section, order);
        else
            applySpec();
    });
    connect(m_model, &SampleTableModel::sortRequested, this, [this](const QString &sort) {
        m_sort = sort;
        applySpec();
    });
    connect(header, &QHeaderView::customContextMenuRequested, this, &BrowsePage::openHeaderMenu);
    connect(header, &QHeaderView::sectionMoved, this, &BrowsePage::storeState);
    connect(header, &QHeaderView::sectionResized, this, &BrowsePage::storeState);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { onCurrentChanged(current.row()); });
}

void BrowsePage::buildKeys(AppSettings &settings)
{
    addKeyedAction(this, settings, QStringLiteral("browse.next"), tr("Next sample"), Qt::Key_J, [this] { step(1); });
    addKeyedAction(this, settings, QStringLiteral("browse.previous"), tr("Previous sample"), Qt::Key_K,
                   [this] { step(-1); });
    addKeyedAction(this, settings, QStringLiteral("browse.zen"), tr("Code alone"), Qt::Key_Space,
                   [this] { setZen(!m_isZen); });
    addKeyedAction(this, settings, QStringLiteral("browse.search"), tr("Search in contents"), Qt::Key_Slash, [this] {
        setZen(false);
        m_toolbar->searchInput()->setFocus();
        m_toolbar->searchInput()->selectAll();
    });
    addKeyedAction(this, settings, QStringLiteral("browse.filter"), tr("Add a filter"), Qt::Key_F, [this] {
        setZen(false);
        m_toolbar->filterBar()->input()->setFocus();
    });
    addKeyedAction(this, settings, QStringLiteral("browse.find"), tr("Find in this file"), QKeySequence::Find,
                   [this] { m_sample->openFind(); });
    addKeyedAction(this, settings, QStringLiteral("browse.nextHit"), tr("Next hit"), Qt::Key_N,
                   [this] { m_sample->codeView()->goToHit(1); });
    addKeyedAction(this, settings, QStringLiteral("browse.foldAll"), tr("Fold all"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Minus), [this] { m_sample->codeView()->foldAll(); });
    addKeyedAction(this, settings, QStringLiteral("browse.unfoldAll"), tr("Unfold all"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Plus), [this] { m_sample->codeView()->unfoldAll(); });
    addKeyedAction(this, settings, QStringLiteral("browse.saveView"), tr("Save this view…"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] { saveViewAs(); });
    addKeyedAction(this, settings, QStringLiteral("browse.clear"), tr("Clear filter and search"),
                   QKeySequence(Qt::CTRL | Qt::Key_Backspace), [this] { m_toolbar->clear(); });
}

void BrowsePage::applySpec()
{
    QuerySpec spec = m_toolbar->spec();
    spec.sort = m_sort.toStdString();
    if (const SampleId chosen = currentSample())
        m_keptSample = chosen;
    m_messages->hide();
    m_sample->setPageSearch(QString::fromStdString(spec.search.text), spec.search.isRegex, spec.search.ignoreCase);
    if (!(spec == m_session.spec()))
        m_session.setSpec(spec);
    storeState();
}

void BrowsePage::onRowsChanged()
{
    showCounts();
    if (!m_session.rows()->isPartial)
        refreshHistogram();
    const SampleId wanted = currentSample() ? currentSample() : m_keptSample;
    if (m_model->rowCount() == 0) {
        m_loader->request(0);
        m_inspector->clear();
        m_sample->showNote(
            m_session.counts().samples == 0 ? tr(
                "This workspace is empty. Drop files or a folder on the window, or import them from the File menu.")
                                            : tr("Nothing matches. Remove a filter or change the search."));
        return;
    }
    const int kept = m_model->rowOf(wanted);
    const int row = kept >= 0 ? kept : 0;
    if (m_table->currentIndex().row() != row || m_model->sampleAt(row) != m_loader->requested())
        m_table->setCurrentIndex(m_model->index(row, m_table->horizontalHeader()->logicalIndex(0)));
    const SearchOutcome &search = m_session.rows()->search;
    if (!m_session.rows()->isPartial && !search.complete) {
        m_messages->showMessage(MessageBar::Kind::Note,
                                tr("The search stopped at its time limit after %1 of %2 files; what it found is shown.")
                                    .arg(HumanText::count(search.looked), HumanText::count(search.candidates)),
                                {}, {});
    } else if (search.undecided > 0) {
        m_messages->showMessage(MessageBar::Kind::Note,
                                tr("The expression gave up on %n file(s): they are neither hits nor misses.", nullptr,
                                   int(search.undecided)),
                                {}, {});
    }
}

void BrowsePage::onQueryFailed(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return;
    const ErrorText text = ErrorTexts::describe(error);
    m_messages->showMessage(MessageBar::Kind::Error, text.sentence, text.hint, text.details);
    showCounts();
}

void BrowsePage::showCounts()
{
    const qint64 all = m_session.counts().samples;
    const qint64 shown = m_model->rowCount();
    QString text = HumanText::count(all);
    if (shown != all || !m_session.spec().filter.empty() || !m_session.spec().search.text.empty())
        text += QStringLiteral(" › ") + HumanText::count(shown)
                + (m_session.rows()->isPartial ? QStringLiteral("…") : QString());
    m_toolbar->setCounts(text, tr("%1 samples, %2 in the set").arg(HumanText::count(all), HumanText::count(shown)));
}

QLineEdit *BrowsePage::searchInput() const { return m_toolbar->searchInput(); }

FilterBar *BrowsePage::filterBar() const { return m_toolbar->filterBar(); }

SampleId BrowsePage::currentSample() const { return m_model->sampleAt(m_table->currentIndex().row()); }

void BrowsePage::onCurrentChanged(int row)
{
    const SampleId sample = m_model->sampleAt(row);
    if (sample == 0)
        return;
    m_keptSample = sample;
    m_loader->request(sample);
    m_loader->readAhead(m_model->sampleAt(row + 1));
    storeState();
}

void BrowsePage::showDetails(const SampleDetails &details)
{
    if (details.row.kind == SampleKind::Thread)
        m_sample->showThread(details.thread);
    else
        m_sample->showCode(details.text, QString::fromStdString(details.row.language),
                           QString::fromStdString(details.row.path));
    m_inspector->show(details);
}

void BrowsePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Table and code side by side where there is room for both, else one above the other.
    m_mainSplitter->setOrientation(width() >= sideBySideWidth ? Qt::Horizontal : Qt::Vertical);
}

void BrowsePage::refreshHistogram()
{
    const auto column = Column(m_histogramColumn->currentData().toInt());
    const quint64 generation = ++m_histogramGeneration;
    inBackground(
        this,
        [workspace = m_session.workspace(), rows = m_session.rows(), column]() -> Result<Histogram> {
            static const RowMask none;
            return workspace->query().columns().histogram(column, rows->mask ? *rows->mask : none, histogramBins);
        },
        [this, generation, column](const Result<Histogram> &histogram) {
            if (generation != m_histogramGeneration || !histogram)
                return;
            m_histogram->setTitle(tr("Histogram of %1").arg(SampleTableModel::title(column)));
            m_histogram->setData(dataOf(*histogram, column));
        });
}

void BrowsePage::step(int by)
{
    const int row = m_table->currentIndex().row() + by;
    if (row >= 0 && row < m_model->rowCount())
        m_table->setCurrentIndex(m_model->index(row, m_table->horizontalHeader()->logicalIndex(0)));
}

void BrowsePage::setZen(bool zen)
{
    m_isZen = zen;
    m_leftPane->setVisible(!zen);
    m_inspector->setVisible(!zen);
    if (zen)
        m_sample->codeView()->setFocus();
    else
        m_table->setFocus();
}

void BrowsePage::openHeaderMenu(const QPoint &place)
{
    QHeaderView *header = m_table->horizontalHeader();
    const int section = header->logicalIndexAt(place);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (section >= 0) {
        menu->addAction(tr("Sort ascending"), this,
                        [header, section] { header->setSortIndicator(section, Qt::AscendingOrder); });
        menu->addAction(tr("Sort descending"), this,
                        [header, section] { header->setSortIndicator(section, Qt::DescendingOrder); });
        menu->addAction(tr("Import order"), this, [header] { header->setSortIndicator(-1, Qt::AscendingOrder); });
        const int item = m_histogramColumn->findData(int(m_model->columnAt(section)));
        if (item >= 0)
            menu->addAction(tr("Histogram"), this, [this, item] { m_histogramColumn->setCurrentIndex(item); });
        menu->addSeparator();
    }
    for (int column = 0; column < m_model->columnCount(); ++column) {
        QAction *action = menu->addAction(SampleTableModel::title(m_model->columnAt(column)));
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        action->setEnabled(m_model->columnAt(column) != Column::Path);
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_table->setColumnHidden(column, !shown);
            storeState();
        });
    }
    menu->popup(header->mapToGlobal(place));
}

void BrowsePage::saveViewAs()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save this view"));
    dialog->setLabelText(tr("Name of the view (one of the same name is replaced):"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &name) {
        if (name.trimmed().isEmpty())
            return;
        const QuerySpec &spec = m_session.spec();
        m_session.saveView(
            {0, name.trimmed().toStdString(), spec.filter, spec.search.text, spec.search.isRegex, spec.sort});
    });
    dialog->open();
}

void BrowsePage::applyView(const SavedView &view)
{
    m_isRestoring = true;
    QuerySpec spec = m_toolbar->spec();
    spec.filter = view.filter;
    spec.search.text = view.search;
    spec.search.isRegex = view.isRegex;
    m_toolbar->setSpec(spec);
    m_sort = QString::fromStdString(view.sort);
    const QString column = m_sort.startsWith(QLatin1Char('-')) ? m_sort.mid(1) : m_sort;
    const auto known = columnByName(column.toStdString());
    m_table->horizontalHeader()->setSortIndicator(known ? m_model->sectionOf(*known) : -1,
                                                  m_sort.startsWith(QLatin1Char('-')) ? Qt::DescendingOrder
                                                                                      : Qt::AscendingOrder);
    m_isRestoring = false;
    applySpec();
}

void BrowsePage::restoreState()
{
    m_isRestoring = true;
    const QJsonObject state = m_session.state(QStringLiteral("browse")).toObject();
    const auto bytes = [&state](const QString &key) {
        return QByteArray::fromBase64(state.value(key).toString().toLatin1());
    };
    if (!state.isEmpty()) {
        m_mainSplitter->restoreState(bytes(QStringLiteral("main")));
        m_leftSplitter->restoreState(bytes(QStringLiteral("left")));
        m_rightSplitter->restoreState(bytes(QStringLiteral("right")));
        m_table->horizontalHeader()->restoreState(bytes(QStringLiteral("header")));
        m_histogramColumn->setCurrentIndex(
            std::max(0, m_histogramColumn->findData(state.value(QStringLiteral("histogram")).toInt())));
    }
    m_keptSample = SampleId(state.value(QStringLiteral("sample")).toInteger());
    SavedView view;
    view.filter = state.value(QStringLiteral("filter")).toString().toStdString();
    view.search = state.value(QStringLiteral("search")).toString().toStdString();
    view.isRegex = state.value(QStringLiteral("regex")).toBool();
    view.sort = state.value(QStringLiteral("sort")).toString().toStdString();
    const SampleId kept = m_keptSample;
    QuerySpec spec;
    spec.search.ignoreCase = state.value(QStringLiteral("ignoreCase")).toBool();
    m_toolbar->setSpec(spec);
    applyView(view);
    m_isRestoring = false;
    m_keptSample = kept;
    m_session.refresh();
}

void BrowsePage::storeState()
{
    if (m_isRestoring)
        return;
    const auto text = [](const QByteArray &bytes) { return QString::fromLatin1(bytes.toBase64()); };
    const QuerySpec spec = m_toolbar->spec();
    m_session.setState(QStringLiteral("browse"),
                       QJsonObject{{QStringLiteral("main"), text(m_mainSplitter->saveState())},
                                   {QStringLiteral("left"), text(m_leftSplitter->saveState())},
                                   {QStringLiteral("right"), text(m_rightSplitter->saveState())},
                                   {QStringLiteral("header"), text(m_table->horizontalHeader()->saveState())},
                                   {QStringLiteral("histogram"), m_histogramColumn->currentData().toInt()},
                                   {QStringLiteral("sample"), qint64(m_keptSample)},
                                   {QStringLiteral("filter"), QString::fromStdString(spec.filter)},
                                   {QStringLiteral("search"), QString::fromStdString(spec.search.text)},
                                   {QStringLiteral("regex"), spec.search.isRegex},
                                   {QStringLiteral("ignoreCase"), spec.search.ignoreCase},
                                   {QStringLiteral("sort"), m_sort}});
}

} // namespace primer
