// Owns: the browse page: table, histogram, code, facts. Not here: judging, the set (current_set.h) and its bar.
#pragma once

#include <QWidget>

#include "ui/models/sample_loader.h"
#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QSplitter;

namespace primer {

class ColumnHistogram;
class HistogramChart;
class MessageBar;
class SampleInspector;
class SampleTable;
class SampleTableModel;
class SampleView;

class BrowsePage : public QWidget
{
    Q_OBJECT
public:
    BrowsePage(WorkspaceSession &session, AppSettings &settings, QWidget *parent = nullptr);

    SampleTable *table() const { return m_table; }
    SampleView *sampleView() const { return m_sample; }
    HistogramChart *histogram() const;
    MessageBar *messages() const { return m_messages; }
    SampleId currentSample() const;
    void setZen(bool zen);
    bool isZen() const { return m_isZen; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void makeLayout();
    void buildKeys(AppSettings &settings);
    void connectSet();
    void connectParts();
    void setSort(const QString &sort);
    void showSet();
    void onRowsChanged();
    void showEmpty();
    void showNote(const QString &text);
    void showSearchLimits();
    void chooseRow(int row);
    void showAgain(SampleId sample);
    void showDetails(const SampleDetails &details);
    void restoreState();
    void storeState();

    WorkspaceSession &m_session;
    SampleTableModel *m_model;
    SampleLoader *m_loader;
    MessageBar *m_messages;
    SampleTable *m_table;
    ColumnHistogram *m_histogram;
    QWidget *m_leftPane;
    SampleView *m_sample;
    SampleInspector *m_inspector;
    QSplitter *m_mainSplitter;
    QSplitter *m_leftSplitter;
    QSplitter *m_rightSplitter;
    SampleId m_shownSample = 0; ///< whose content is seen
    SampleId m_keptSample = 0;  ///< chosen again when a new set holds it
    bool m_isZen = false;
    bool m_isStale = false; ///< what is known of the sample changed while another page was shown
};

} // namespace primer
