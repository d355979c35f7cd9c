// Owns: how the rows of a run lie on two axes, as a map whose cells are chosen: their rows beneath it, more of them on
// request. Not here: counting (core/synthesis/coverage.h), the map itself (ui/charts/heat_map.h).
#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "core/storage/synthesis_store.h"
#include "core/synthesis/cell_rows.h"
#include "core/synthesis/coverage.h"
#include "ui/session/workspace_session.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace primer {

class HeatMap;
class RowBrowser;

class CoveragePanel : public QWidget
{
    Q_OBJECT
public:
    enum class Measure { Accepted, Answered, Planned, Yield };

    explicit CoveragePanel(WorkspaceSession &session, QWidget *parent = nullptr);

    void show(const SynthesisRun &run);
    /// The next cell with the fewest accepted rows; once the map is there.
    void chooseThinnest();
    void clear();
    void setBusy(bool isBusy);
    HeatMap *map() const { return m_map; }
    RowBrowser *browser() const { return m_browser; }
    QPushButton *moreButton() const { return m_more; }
    QSpinBox *moreInput() const { return m_moreCount; }
    QLabel *summary() const { return m_summary; }
    QComboBox *measure() const { return m_measure; }

Q_SIGNALS:
    void moreWanted(const primer::CoverageCellName &cell, std::int64_t count);
    void failed(const primer::Error &error);

private:
    struct Snapshot;
    void makeLayout();
    QWidget *makeBar();
    QWidget *makeCell();
    void connectAll();
    void reload();
    void take(const Snapshot &snapshot);
    void fillAxes(const std::vector<std::string> &axes);
    void showMap();
    void showCell(int row, int column);
    void showButtons();
    QString wordsOf(std::size_t row, std::size_t column) const;

    WorkspaceSession &m_session;
    QComboBox *m_across, *m_down, *m_measure;
    QSpinBox *m_levels, *m_moreCount;
    QLabel *m_summary, *m_cell;
    QPushButton *m_thin, *m_more;
    HeatMap *m_map;
    RowBrowser *m_browser;
    SynthesisRun m_run;
    Coverage m_coverage;
    bool m_isBusy = false, m_wantsThinnest = false;
    quint64 m_generation = 0;
};

} // namespace primer
