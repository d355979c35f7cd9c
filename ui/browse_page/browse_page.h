// Owns: the browse page: table, histogram, code, facts. Not here: judging, the set (current_set.h) and its bar.
#pragma once

#include <QWidget>

#include "ui/models/sample_loader.h"
#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QAction;
class QSplitter;

namespace primer {

class CodeHeader;
class ColumnChooser;
class ColumnHistogram;
class HistogramChart;
class JudgeCommands;
class MessageBar;
class RowCommands;
class SampleInspector;
class SampleMenus;
class SampleTable;
class SampleTableModel;
class SampleView;
class TableFooter;
class Toast;

class BrowsePage : public QWidget
{
    Q_OBJECT
public:
    BrowsePage(WorkspaceSession &session, AppSettings &settings, QWidget *parent = nullptr);

    SampleTable *table() const { return m_table; }
    SampleView *sampleView() const { return m_sample; }
    TableFooter *footer() const { return m_footer; }
    CodeHeader *codeHeader() const { return m_header; }
    SampleInspector *inspector() const { return m_inspector; }
    /// Null while it is closed.
    ColumnChooser *columnChooser() const;
    HistogramChart *histogram() const;
    MessageBar *messages() const { return m_messages; }
    SampleId currentSample() const;
    void setZen(bool zen);
    void giveFocus();
    bool isZen() const { return m_isZen; }
    void setOutlineShown(bool isShown);
    void openColumnChooser();

Q_SIGNALS:
    /// The set is what is to be exported.
    void exportWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void makeLayout();
    void buildKeys(AppSettings &settings);
    void buildCodeKeys(AppSettings &settings);
    void connectCommands();
    void connectSet();
    void connectParts();
    void setSort(const QString &sort);
    void showSet();
    void onRowsChanged();
    void showEmpty();
    void showNote(const QString &text);
    void showLoading(int row);
    void readEmptyColumns();
    void showFooter();
    void showSearchLimits();
    void chooseRow(int row);
    void showAgain(SampleId sample);
    void showDetails(const std::shared_ptr<const SampleDetails> &details);
    void restoreState();
    void storeState();

    WorkspaceSession &m_session;
    SampleTableModel *m_model;
    SampleLoader *m_loader;
    MessageBar *m_messages;
    SampleTable *m_table;
    TableFooter *m_footer;
    ColumnHistogram *m_histogram;
    QWidget *m_leftPane;
    CodeHeader *m_header;
    SampleView *m_sample;
    SampleInspector *m_inspector;
    RowCommands *m_rows;
    JudgeCommands *m_judging;
    SampleMenus *m_menus;
    Toast *m_toast;
    QAction *m_leaveZen = nullptr;
    std::shared_ptr<const SampleDetails> m_details; ///< of the sample that is seen
    QSplitter *m_mainSplitter;
    QSplitter *m_leftSplitter;
    QSplitter *m_rightSplitter;
    SampleId m_shownSample = 0; ///< whose content is seen
    SampleId m_keptSample = 0;  ///< chosen again when a new set holds it
    bool m_isZen = false;
    bool m_startsAtTop = false; ///< another order was asked for
    quint64 m_emptyGeneration = 0;
    bool m_isStale = false; ///< what is known of the sample changed while another page was shown
};

} // namespace primer
