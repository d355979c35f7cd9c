#include "ui/browse_page/browse_page.h"

#include <algorithm>
#include <utility>

#include <QSplitter>
#include <QVBoxLayout>

#include "ui/browse_page/column_histogram.h"
#include "ui/browse_page/sample_inspector.h"
#include "ui/browse_page/sample_table.h"
#include "ui/code_view/code_view.h"
#include "ui/code_view/sample_view.h"
#include "ui/error_text/error_text.h"
#include "ui/models/sample_table_model.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"

namespace primer {

namespace {

constexpr int sideBySideWidth = 900;
const QString stateKey = QStringLiteral("browse");

} // namespace

BrowsePage::BrowsePage(WorkspaceSession &session, AppSettings &settings, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(new SampleTableModel(session, this)),
      m_loader(new SampleLoader(session, this)), m_messages(new MessageBar(this)),
      m_table(new SampleTable(m_model, this)), m_histogram(new ColumnHistogram(session, this)),
      m_leftPane(new QWidget(this)), m_sample(new SampleView(this)), m_inspector(new SampleInspector(this)),
      m_mainSplitter(new QSplitter(Qt::Horizontal, this)), m_leftSplitter(new QSplitter(Qt::Vertical, m_leftPane)),
      m_rightSplitter(new QSplitter(Qt::Vertical, this))
{
    makeLayout();
    buildKeys(settings);
    restoreState();
    connectSet();
    connectParts();
    m_sample->showNote(tr("Choose a sample on the left to read it here."));
    showSet();
    if (m_model->rowCount() > 0) // the set was quicker than the page
        onRowsChanged();
}

void BrowsePage::makeLayout()
{
    m_leftSplitter->addWidget(m_table);
    m_leftSplitter->addWidget(m_histogram);
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
    addKeyedAction(this, settings, QStringLiteral("browse.find"), tr("Find in this file"), QKeySequence::Find,
                   [this] { m_sample->openFind(); });
    addKeyedAction(this, settings, QStringLiteral("browse.nextHit"), tr("Next hit"), Qt::Key_N,
                   [this] { m_sample->codeView()->goToHit(1); });
    addKeyedAction(this, settings, QStringLiteral("browse.foldAll"), tr("Fold all"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Minus), [this] { m_sample->codeView()->foldAll(); });
    addKeyedAction(this, settings, QStringLiteral("browse.unfoldAll"), tr("Unfold all"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Plus), [this] { m_sample->codeView()->unfoldAll(); });
}

void BrowsePage::connectSet()
{
    CurrentSet &set = m_session.set();
    connect(&set, &CurrentSet::valueChanged, this, [this] {
        m_messages->hide();
        showSet();
    });
    connect(&set, &CurrentSet::rowsChanged, this, &BrowsePage::onRowsChanged);
    connect(&m_session, &WorkspaceSession::columnsChanged, this, [this] { showAgain(currentSample()); });
    connect(&m_session.judging(), &Judging::labelChanged, this, [this](const CurrentLabel &label) {
        if (label.sample == currentSample())
            showAgain(label.sample);
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
            [this](const std::shared_ptr<const SampleDetails> &details) { showDetails(*details); });
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
    m_table->setSort(QString::fromStdString(set.sort));
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
    const int row = std::max(0, m_model->rowOf(wanted));
    if (m_table->currentIndex().row() != row || m_model->sampleAt(row) != m_loader->requested())
        m_table->chooseRow(row);
    showSearchLimits();
}

void BrowsePage::showEmpty()
{
    m_loader->request(0);
    m_inspector->clear();
    showNote(m_session.counts().samples == 0 ? tr(
                 "This workspace is empty. Drop files or a folder on the window, or import them from the File menu.")
                                             : tr("Nothing matches. Switch off or remove a part of the set above."));
}

/// In the place of a content.
void BrowsePage::showNote(const QString &text)
{
    m_shownSample = 0;
    m_sample->showNote(text);
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
    m_loader->readAhead(m_model->sampleAt(row + 1));
    storeState();
}

void BrowsePage::showDetails(const SampleDetails &details)
{
    // What is known of the sample may be new; its content is not, and stays where it was read.
    if (std::exchange(m_shownSample, details.row.id) != details.row.id) {
        if (details.row.kind == SampleKind::Thread)
            m_sample->showThread(details.thread);
        else
            m_sample->showCode(details.text, QString::fromStdString(details.row.language),
                               QString::fromStdString(details.row.path));
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
    if (zen)
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
    m_table->restoreHeader(state.value(QStringLiteral("header")).toString());
    m_histogram->setColumn(Column(state.value(QStringLiteral("histogram")).toInt()));
    m_keptSample = SampleId(state.value(QStringLiteral("sample")).toInteger());
}

void BrowsePage::storeState()
{
    const auto text = [](const QSplitter *splitter) { return QString::fromLatin1(splitter->saveState().toBase64()); };
    m_session.state().setValue(stateKey, QJsonObject{{QStringLiteral("main"), text(m_mainSplitter)},
                                                     {QStringLiteral("left"), text(m_leftSplitter)},
                                                     {QStringLiteral("right"), text(m_rightSplitter)},
                                                     {QStringLiteral("header"), m_table->headerState()},
                                                     {QStringLiteral("histogram"), int(m_histogram->column())},
                                                     {QStringLiteral("sample"), qint64(m_keptSample)}});
}

} // namespace primer
