#include "ui/main_window/page_stack.h"

#include <algorithm>
#include <utility>

#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/browse_page/browse_page.h"
#include "ui/browse_page/sample_table.h"
#include "ui/export_page/export_page.h"
#include "ui/label_page/label_page.h"
#include "ui/main_window/start_page.h"
#include "ui/quality_page/quality_page.h"
#include "ui/set_bar/set_bar.h"
#include "ui/set_bar/set_menus.h"
#include "ui/synthesis_page/synthesis_page.h"
#include "ui/training_page/training_page.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/scrolling_page.h"

namespace primer {

namespace {

constexpr int untilOthersMs = 150; ///< the first rows are there by then
const QString queryTopic = QStringLiteral("query");
const QString pageKey = QStringLiteral("page");
constexpr std::array<const char *, PageStack::PageCount> pageWords{"browse",    "label",  "quality",
                                                                   "synthesis", "export", "train"};
/// Before pages had words they were numbered like this.
constexpr std::array olderPages{PageStack::BrowseRow, PageStack::LabelRow, PageStack::QualityRow, PageStack::ExportRow,
                                PageStack::TrainRow};

} // namespace

PageStack::PageStack(AppSettings &settings, QString engine, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_engine(std::move(engine)), m_stack(new QStackedWidget(this)),
      m_start(new StartPage(settings, m_stack))
{
    m_stack->addWidget(m_start);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_stack, 1);
    m_untilOthers.setSingleShot(true);
    connect(&m_untilOthers, &QTimer::timeout, this, &PageStack::makeNextPage);
}

template<typename PageType>
PageType *PageStack::make(Page row, PageType *&page)
{
    if (!page && m_session) {
        page = newPage(static_cast<const PageType *>(nullptr));
        m_scrolling[row] = scrollingPage(page);
        m_messages[row] = page->messages();
        m_stack->addWidget(m_scrolling[row]);
    }
    return page;
}

BrowsePage *PageStack::browse() { return make(BrowseRow, m_browse); }
LabelPage *PageStack::label() { return make(LabelRow, m_label); }
QualityPage *PageStack::quality() { return make(QualityRow, m_quality); }
SynthesisPage *PageStack::synthesis() { return make(SynthesisRow, m_synthesis); }
ExportPage *PageStack::exports() { return make(ExportRow, m_export); }
TrainingPage *PageStack::training() { return make(TrainRow, m_training); }

BrowsePage *PageStack::newPage(const BrowsePage *)
{
    auto *page = new BrowsePage(*m_session, m_settings);
    // On the table only: Return elsewhere is theirs who have the focus.
    addKeyedAction(page->table(), m_settings, QStringLiteral("browse.judge"), tr("Judge from this sample"),
                   Qt::Key_Return, [this] { judgeFrom(m_browse->currentSample()); });
    connect(page, &BrowsePage::exportWanted, this, [this] { showPage(ExportRow); });
    return page;
}

LabelPage *PageStack::newPage(const LabelPage *)
{
    auto *page = new LabelPage(*m_session, m_settings);
    connect(page, &LabelPage::qualityWanted, this, [this] { showPage(QualityRow); });
    return page;
}

QualityPage *PageStack::newPage(const QualityPage *)
{
    auto *page = new QualityPage(*m_session);
    connect(page, &QualityPage::importWanted, this, &PageStack::importWanted);
    connect(page, &QualityPage::setChosen, this, [this] { showPage(BrowseRow); });
    connect(page, &QualityPage::sampleOpened, this, &PageStack::judgeFrom);
    return page;
}

SynthesisPage *PageStack::newPage(const SynthesisPage *)
{
    auto *page = new SynthesisPage(*m_session);
    connect(page, &SynthesisPage::setChosen, this, [this] { showPage(BrowseRow); });
    return page;
}

ExportPage *PageStack::newPage(const ExportPage *) { return new ExportPage(*m_session); }
TrainingPage *PageStack::newPage(const TrainingPage *) { return new TrainingPage(*m_session, m_engine); }

QWidget *PageStack::page(int row)
{
    switch (row) {
    case BrowseRow: return browse();
    case LabelRow: return label();
    case QualityRow: return quality();
    case SynthesisRow: return synthesis();
    case ExportRow: return exports();
    case TrainRow: return training();
    default: return nullptr;
    }
}

void PageStack::open(WorkspaceSession &session)
{
    close();
    m_session = &session;
    m_setBar = new SetBar(session, this);
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, m_setBar);
    m_setBar->show();
    connectSession();
    buildKeys();
    m_untilOthers.start(untilOthersMs);
}

void PageStack::connectSession()
{
    // What has no place of its own on a page is said where the person is.
    connect(m_session, &WorkspaceSession::failed, this, [this](const Error &error) { messages()->showError(error); });
    connect(&m_session->set(), &CurrentSet::queryFailed, this, [this](const Error &error) {
        if (error.code == ErrorCode::Cancelled) // a newer question took its place
            return;
        messages()->showError(error);
        messages()->setTopic(queryTopic);
    });
    connect(&m_session->set(), &CurrentSet::rowsChanged, this, [this] { withdraw(queryTopic); });
    connect(m_setBar, &SetBar::left, this, [this] {
        const auto shown = std::find(m_scrolling.begin(), m_scrolling.end(), m_stack->currentWidget());
        page(int(shown - m_scrolling.begin()))->setFocus();
    });
}

void PageStack::buildKeys()
{
    CurrentSet &set = m_session->set();
    const auto add = [this](const char *id, const QString &text, const QKeySequence &key, std::function<void()> run) {
        // The bar's, so that they go with it; they work on every page, wherever the focus is.
        addKeyedAction(m_setBar, m_settings, QLatin1String(id), text, key, std::move(run), Qt::WindowShortcut);
    };
    add("set.search", tr("Search in contents"), Qt::Key_Slash, [this] { m_setBar->writeSearch(); });
    add("set.filter", tr("Add a condition"), Qt::Key_F, [this] { m_setBar->writeCondition(); });
    add("set.undo", tr("Undo the change of the set"), QKeySequence(Qt::CTRL | Qt::Key_Z), [&set] { set.undo(); });
    add("set.redo", tr("Redo the change of the set"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z),
        [&set] { set.redo(); });
    add("set.saveView", tr("Save this view…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
        [this] { m_setBar->menus()->askForViewName(); });
    add("set.clear", tr("Clear the set"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace),
        [this] { m_setBar->clear(); });
}

/// One a turn of the event loop, so that keys and painting come in between.
void PageStack::makeNextPage()
{
    for (int row = 0; row < PageCount; ++row) {
        if (!m_scrolling[std::size_t(row)]) {
            page(row);
            m_untilOthers.start(0);
            return;
        }
    }
}

void PageStack::close()
{
    if (!m_session)
        return;
    disconnect(m_session, nullptr, this, nullptr);
    disconnect(&m_session->set(), nullptr, this, nullptr);
    m_untilOthers.stop();
    m_stack->setCurrentWidget(m_start);
    delete std::exchange(m_setBar, nullptr);
    for (QWidget *&scrolling : m_scrolling)
        delete std::exchange(scrolling, nullptr); // with the page in it
    m_messages.fill(nullptr);
    m_session = nullptr;
    m_browse = nullptr;
    m_label = nullptr;
    m_quality = nullptr;
    m_synthesis = nullptr;
    m_export = nullptr;
    m_training = nullptr;
}

MessageBar *PageStack::messages() const
{
    const auto shown = std::find(m_scrolling.begin(), m_scrolling.end(), m_stack->currentWidget());
    return shown == m_scrolling.end() ? m_start->messages() : m_messages[std::size_t(shown - m_scrolling.begin())];
}

void PageStack::withdraw(const QString &topic)
{
    m_start->messages()->withdraw(topic);
    for (MessageBar *messages : m_messages) {
        if (messages)
            messages->withdraw(topic);
    }
}

void PageStack::showPage(int row)
{
    QWidget *shown = page(row);
    if (!shown)
        return;
    m_stack->setCurrentWidget(m_scrolling[std::size_t(row)]);
    shown->setFocus();
    m_session->state().setValue(pageKey, QLatin1String(pageWords[std::size_t(row)]));
    Q_EMIT pageShown(row);
}

void PageStack::showLastPage()
{
    const QJsonValue kept = m_session->state().value(pageKey);
    if (kept.isDouble()) {
        const int last = int(olderPages.size()) - 1;
        showPage(olderPages[std::size_t(std::clamp(kept.toInt(), 0, last))]);
        return;
    }
    const auto word = std::find_if(pageWords.begin(), pageWords.end(),
                                   [&kept](const char *one) { return kept.toString() == QLatin1String(one); });
    showPage(word == pageWords.end() ? int(BrowseRow) : int(word - pageWords.begin()));
}

void PageStack::judgeFrom(SampleId sample)
{
    showPage(LabelRow);
    m_session->queue().choose(0, sample);
}

} // namespace primer
