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

PageStack::PageStack(AppSettings &settings, QString engine, QWidget *parent)
    : QStackedWidget(parent), m_settings(settings), m_engine(std::move(engine)), m_start(new StartPage(settings, this))
{
    addWidget(m_start);
}

void PageStack::open(WorkspaceSession &session)
{
    close();
    m_session = &session;
    makePages();
    connectPages();
}

void PageStack::makePages()
{
    m_browse = new BrowsePage(*m_session, m_settings);
    m_label = new LabelPage(*m_session, m_settings);
    m_quality = new QualityPage(*m_session);
    m_export = new ExportPage(*m_session);
    m_training = new TrainingPage(*m_session, m_engine);
    for (QWidget *page : QList<QWidget *>{m_browse, m_label, m_quality, m_export, m_training}) {
        m_pages.append(scrollingPage(page));
        addWidget(m_pages.last());
    }
}

void PageStack::connectPages()
{
    // On the table only: Return in the filter or search line is theirs.
    addKeyedAction(m_browse->table(), m_settings, QStringLiteral("browse.judge"), tr("Judge from this sample"),
                   Qt::Key_Return, [this] { judgeFrom(m_browse->currentSample()); });
    connect(m_quality, &QualityPage::setChosen, this, [this] { showPage(BrowseRow); });
    connect(m_quality, &QualityPage::sampleOpened, this, &PageStack::judgeFrom);
    // What has no place of its own on a page is said where the person is.
    connect(m_session, &WorkspaceSession::failed, this, [this](const Error &error) { messages()->showError(error); });
}

void PageStack::close()
{
    if (!m_session)
        return;
    disconnect(m_session, nullptr, this, nullptr);
    setCurrentWidget(m_start);
    qDeleteAll(m_pages); // with the pages in them
    m_pages.clear();
    m_session = nullptr;
    m_browse = nullptr;
    m_label = nullptr;
    m_quality = nullptr;
    m_export = nullptr;
    m_training = nullptr;
}

MessageBar *PageStack::messages() const
{
    switch (m_pages.indexOf(currentWidget())) {
    case BrowseRow: return m_browse->messages();
    case LabelRow: return m_label->messages();
    case QualityRow: return m_quality->messages();
    case ExportRow: return m_export->messages();
    case TrainRow: return m_training->messages();
    default: return m_start->messages();
    }
}

void PageStack::showPage(int page)
{
    if (!m_session)
        return;
    QWidget *const pages[] = {m_browse, m_label, m_quality, m_export, m_training};
    setCurrentWidget(m_pages[page]);
    pages[page]->setFocus();
    m_session->state().setValue(QStringLiteral("page"), page);
    Q_EMIT pageShown(page);
}

void PageStack::judgeFrom(SampleId sample)
{
    showPage(LabelRow);
    m_session->queue().choose(0, sample);
}

} // namespace primer
