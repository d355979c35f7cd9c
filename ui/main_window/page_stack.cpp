#include "ui/main_window/page_stack.h"

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
#include "ui/training_page/training_page.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/scrolling_page.h"

namespace primer {

PageStack::PageStack(AppSettings &settings, QString engine, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_engine(std::move(engine)), m_stack(new QStackedWidget(this)),
      m_start(new StartPage(settings, m_stack))
{
    m_stack->addWidget(m_start);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_stack, 1);
}

QWidget *PageStack::currentPage() const { return m_stack->currentWidget(); }

void PageStack::open(WorkspaceSession &session)
{
    close();
    m_session = &session;
    m_setBar = new SetBar(session, this);
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, m_setBar);
    m_setBar->show();
    makePages();
    connectPages();
    buildKeys();
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
        m_stack->addWidget(m_pages.last());
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
    connect(&m_session->set(), &CurrentSet::queryFailed, this, [this](const Error &error) {
        if (error.code != ErrorCode::Cancelled) // else a newer question took its place
            messages()->showError(error);
    });
    connect(m_setBar, &SetBar::left, this, [this] { m_stack->currentWidget()->setFocus(); });
}

void PageStack::buildKeys()
{
    CurrentSet &set = m_session->set();
    const auto add = [this](const char *id, const QString &text, const QKeySequence &key, std::function<void()> run) {
        // The bar's, so that they go with it; they work on every page.
        QAction *action = addKeyedAction(m_setBar, m_settings, QLatin1String(id), text, key, std::move(run),
                                         Qt::WidgetWithChildrenShortcut);
        addAction(action);
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

void PageStack::close()
{
    if (!m_session)
        return;
    disconnect(m_session, nullptr, this, nullptr);
    disconnect(&m_session->set(), nullptr, this, nullptr);
    m_stack->setCurrentWidget(m_start);
    delete std::exchange(m_setBar, nullptr);
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
    switch (m_pages.indexOf(m_stack->currentWidget())) {
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
    m_stack->setCurrentWidget(m_pages[page]);
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
