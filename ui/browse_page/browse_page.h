// Owns: the browse page: filter, search, table, histogram, code, facts. Not here: judging, the set (current_set.h).
#pragma once

#include <QWidget>

#include "ui/models/sample_loader.h"
#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QLineEdit;
class QSplitter;

namespace primer {

class ColumnHistogram;
class FilterBar;
class HistogramChart;
class MessageBar;
class QueryToolbar;
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
    QLineEdit *searchInput() const;
    FilterBar *filterBar() const;
    HistogramChart *histogram() const;
    MessageBar *messages() const { return m_messages; }
    SampleId currentSample() const;
    void applyView(const SavedView &view);
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
    void takeToolbar();
    void setSort(const QString &sort);
    void setSpec(const QuerySpec &spec);
    void showSpec();
    void onRowsChanged();
    void showEmpty();
    void showNote(const QString &text);
    void showSearchLimits();
    void onQueryFailed(const Error &error);
    void chooseRow(int row);
    void showAgain(SampleId sample);
    void showDetails(const SampleDetails &details);
    void showCounts();
    void saveViewAs();
    void restoreState();
    void storeState();

    WorkspaceSession &m_session;
    SampleTableModel *m_model;
    SampleLoader *m_loader;
    QueryToolbar *m_toolbar;
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
    SampleId m_keptSample = 0; ///< chosen again when a new set holds it
    bool m_isZen = false;
    bool m_isStale = false; ///< what is known of the sample changed while another page was shown
};

} // namespace primer
