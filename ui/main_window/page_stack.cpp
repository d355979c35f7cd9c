#include "ui/main_window/page_stack.h"

#include <utility>

#include "ui/browse_page/browse_page.h"
#include "ui/browse_page/sample_table.h"
#include "ui/export_page/export_page.h"
#include "ui/label_page/label_page.h"
#include "ui/main_window/start_page.h"
#include "ui/quality_page/quality_page.h"
#include "ui/training_page/training_page.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/scrolling_page.h"

namespace primer {

namespace {

constexpr int untilOthersMs = 150; ///< the first rows are there by then

} // namespace

PageStack::PageStack(AppSettings &settings, QString engine, QWidget *parent)
    : QStackedWidget(parent), m_settings(settings), m_engine(std::move(engine)), m_start(new StartPage(settings, this))
{
    addWidget(m_start);
    m_untilOthers.setSingleShot(true);
    connect(&m_untilOthers, &QTimer::timeout, this, &PageStack::makeNextPage);
}

template<typename PageType>
PageType *PageStack::make(Page row, PageType *&page)
{
    if (!page && m_session) {
        page = newPage(static_cast<const PageType *>(nullptr));
        m_scrolling[row] = scrollingPage(page);
        addWidget(m_scrolling[row]);
    }
    return page;
}

BrowsePage *PageStack::browse() { return make(BrowseRow, m_browse); }
LabelPage *PageStack::label() { return make(LabelRow, m_label); }
QualityPage *PageStack::quality() { return make(QualityRow, m_quality); }
ExportPage *PageStack::exports() { return make(ExportRow, m_export); }
TrainingPage *PageStack::training() { return make(TrainRow, m_training); }

BrowsePage *PageStack::newPage(const BrowsePage *)
{
    auto *page = new BrowsePage(*m_session, m_settings);
    // On the table only: Return in the filter or search line is theirs.
    addKeyedAction(page->table(), m_settings, QStringLiteral("browse.judge"), tr("Judge from this sample"),
                   Qt::Key_Return, [this] { judgeFrom(m_browse->currentSample()); });
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
    connect(page, &QualityPage::setChosen, this, [this] { showPage(BrowseRow); });
    connect(page, &QualityPage::sampleOpened, this, &PageStack::judgeFrom);
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
    case ExportRow: return exports();
    case TrainRow: return training();
    default: return nullptr;
    }
}

void PageStack::open(WorkspaceSession &session)
{
    close();
    m_session = &session;
    // What has no place of its own on a page is said where the person is.
    connect(m_session, &WorkspaceSession::failed, this, [this](const Error &error) { messages()->showError(error); });
    m_untilOthers.start(untilOthersMs);
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
    m_untilOthers.stop();
    setCurrentWidget(m_start);
    for (QWidget *&scrolling : m_scrolling)
        delete std::exchange(scrolling, nullptr); // with the page in it
    m_session = nullptr;
    m_browse = nullptr;
    m_label = nullptr;
    m_quality = nullptr;
    m_export = nullptr;
    m_training = nullptr;
}

MessageBar *PageStack::messages() const
{
    const QWidget *shown = currentWidget();
    if (shown == m_scrolling[BrowseRow] && m_browse)
        return m_browse->messages();
    if (shown == m_scrolling[LabelRow] && m_label)
        return m_label->messages();
    if (shown == m_scrolling[QualityRow] && m_quality)
        return m_quality->messages();
    if (shown == m_scrolling[ExportRow] && m_export)
        return m_export->messages();
    if (shown == m_scrolling[TrainRow] && m_training)
        return m_training->messages();
    return m_start->messages();
}

void PageStack::showPage(int row)
{
    QWidget *shown = page(row);
    if (!shown)
        return;
    setCurrentWidget(m_scrolling[std::size_t(row)]);
    shown->setFocus();
    m_session->state().setValue(QStringLiteral("page"), row);
    Q_EMIT pageShown(row);
}

void PageStack::judgeFrom(SampleId sample)
{
    showPage(LabelRow);
    m_session->queue().choose(0, sample);
}

} // namespace primer
