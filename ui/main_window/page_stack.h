// Owns: the start page and the pages of an open workspace: which is shown, and the ways from one to another.
// Not here: what pages do; menus and rail (main_window.h).
#pragma once

#include <QList>
#include <QStackedWidget>

#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

namespace primer {

class BrowsePage;
class ExportPage;
class LabelPage;
class MessageBar;
class QualityPage;
class StartPage;
class TrainingPage;

class PageStack : public QStackedWidget
{
    Q_OBJECT
public:
    enum Page { BrowseRow, LabelRow, QualityRow, ExportRow, TrainRow, PageCount };

    /// `engine`: path of primer-engine.
    PageStack(AppSettings &settings, QString engine, QWidget *parent = nullptr);

    StartPage *start() const { return m_start; }
    BrowsePage *browse() const { return m_browse; }
    LabelPage *label() const { return m_label; }
    QualityPage *quality() const { return m_quality; }
    ExportPage *exports() const { return m_export; }
    TrainingPage *training() const { return m_training; }
    /// Of the page that is shown.
    MessageBar *messages() const;

    void open(WorkspaceSession &session);
    /// Before the session goes. The start page is shown.
    void close();
    /// Nothing happens without a workspace.
    void showPage(int page);
    /// The current set is judged from this sample on.
    void judgeFrom(SampleId sample);

Q_SIGNALS:
    void pageShown(int page);

private:
    void makePages();
    void connectPages();

    AppSettings &m_settings;
    QString m_engine;
    StartPage *m_start;
    WorkspaceSession *m_session = nullptr;
    BrowsePage *m_browse = nullptr;
    LabelPage *m_label = nullptr;
    QualityPage *m_quality = nullptr;
    ExportPage *m_export = nullptr;
    TrainingPage *m_training = nullptr;
    QList<QWidget *> m_pages; ///< what scrolls them, by Page
};

} // namespace primer
