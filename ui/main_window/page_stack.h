// Owns: the start page and the pages of an open workspace under the one bar of the current set: which is shown, and the
// ways from one to another.
// Not here: what pages do; menus and rail (main_window.h).
#pragma once

#include <array>

#include <QTimer>
#include <QWidget>

#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QStackedWidget;

namespace primer {

class BrowsePage;
class ExportPage;
class LabelPage;
class MessageBar;
class QualityPage;
class SetBar;
class StartPage;
class SynthesisPage;
class TrainingPage;

class PageStack : public QWidget
{
    Q_OBJECT
public:
    enum Page { BrowseRow, LabelRow, QualityRow, SynthesisRow, ExportRow, TrainRow, PageCount };

    /// `engine`: path of primer-engine.
    PageStack(AppSettings &settings, QString engine, QWidget *parent = nullptr);

    StartPage *start() const { return m_start; }
    /// Null without a workspace.
    SetBar *setBar() const { return m_setBar; }
    /// Null without a workspace. A page is made when it is first asked for or soon after the workspace was opened: its
    /// first rows need not wait for the other pages.
    BrowsePage *browse();
    LabelPage *label();
    QualityPage *quality();
    SynthesisPage *synthesis();
    ExportPage *exports();
    TrainingPage *training();
    /// Of the page that is shown.
    MessageBar *messages() const;
    /// The message of this topic goes, whichever page it lies on.
    void withdraw(const QString &topic);

    void open(WorkspaceSession &session);
    /// Before the session goes. The start page is shown.
    void close();
    /// Nothing happens without a workspace.
    void showPage(int page);
    /// The one that the workspace was left on.
    void showLastPage();
    /// The current set is judged from this sample on.
    void judgeFrom(SampleId sample);

Q_SIGNALS:
    void pageShown(int page);
    void importWanted();

private:
    template<typename PageType>
    PageType *make(Page row, PageType *&page);
    BrowsePage *newPage(const BrowsePage *);
    LabelPage *newPage(const LabelPage *);
    QualityPage *newPage(const QualityPage *);
    SynthesisPage *newPage(const SynthesisPage *);
    ExportPage *newPage(const ExportPage *);
    TrainingPage *newPage(const TrainingPage *);
    QWidget *page(int row);
    void makeNextPage();
    void connectSession();
    void buildKeys();

    AppSettings &m_settings;
    QString m_engine;
    QTimer m_untilOthers;
    QStackedWidget *m_stack;
    StartPage *m_start;
    SetBar *m_setBar = nullptr;
    WorkspaceSession *m_session = nullptr;
    BrowsePage *m_browse = nullptr;
    LabelPage *m_label = nullptr;
    QualityPage *m_quality = nullptr;
    SynthesisPage *m_synthesis = nullptr;
    ExportPage *m_export = nullptr;
    TrainingPage *m_training = nullptr;
    std::array<QWidget *, PageCount> m_scrolling{};   ///< what scrolls a page, by Page; null: not made yet
    std::array<MessageBar *, PageCount> m_messages{}; ///< of the pages that were made
};

} // namespace primer
