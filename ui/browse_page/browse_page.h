// Owns: the browse page: filter, search, table, histogram, code, facts. Not here: judging.
#pragma once

#include <QWidget>

#include "ui/models/sample_loader.h"
#include "ui/models/workspace_session.h"
#include "ui/settings/app_settings.h"

class QComboBox;
class QLineEdit;
class QSplitter;
class QTableView;

namespace primer {

class FilterBar;
class HistogramChart;
class MessageBar;
class QueryToolbar;
class SampleInspector;
class SampleTableModel;
class SampleView;

class BrowsePage : public QWidget
{
    Q_OBJECT
public:
    BrowsePage(WorkspaceSession &session, AppSettings &settings, QWidget *parent = nullptr);

    QTableView *table() const { return m_table; }
    SampleView *sampleView() const { return m_sample; }
    QLineEdit *searchInput() const;
    FilterBar *filterBar() const;
    HistogramChart *histogram() const { return m_histogram; }
    MessageBar *messages() const { return m_messages; }
    SampleId currentSample() const;
    void applyView(const SavedView &view);
    void setZen(bool zen);
    bool isZen() const { return m_isZen; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildTable();
    void buildKeys(AppSettings &settings);
    void applySpec();
    void onRowsChanged();
    void onQueryFailed(const Error &error);
    void onCurrentChanged(int row);
    void showDetails(const SampleDetails &details);
    void refreshHistogram();
    void showCounts();
    void step(int by);
    void saveViewAs();
    void openHeaderMenu(const QPoint &place);
    void restoreState();
    void storeState();

    WorkspaceSession &m_session;
    SampleTableModel *m_model;
    SampleLoader *m_loader;
    QueryToolbar *m_toolbar;
    MessageBar *m_messages;
    QTableView *m_table;
    QComboBox *m_histogramColumn;
    HistogramChart *m_histogram;
    QWidget *m_leftPane;
    SampleView *m_sample;
    SampleInspector *m_inspector;
    QSplitter *m_mainSplitter;
    QSplitter *m_leftSplitter;
    QSplitter *m_rightSplitter;
    QString m_sort;
    SampleId m_keptSample = 0; ///< chosen again when a new set holds it
    quint64 m_histogramGeneration = 0;
    bool m_isZen = false;
    bool m_isRestoring = false;
};

} // namespace primer
