// Owns: the list of runs of synthesis: what each came to, which is chosen. Not here: reading them, acting on them
// (synthesis_page.h).
#pragma once

#include <string>
#include <vector>

#include <QTreeWidget>

#include "core/storage/synthesis_store.h"

namespace primer {

class SynthesisRunList : public QTreeWidget
{
    Q_OBJECT
public:
    explicit SynthesisRunList(QWidget *parent = nullptr);

    /// The newest first; the chosen one stays chosen, and without one the newest is.
    void show(const std::vector<SynthesisRun> &runs);
    /// Null when there is none.
    const SynthesisRun *chosen() const;
    const std::vector<SynthesisRun> &runs() const { return m_runs; }
    /// When it comes into the list, if it is not there yet.
    void choose(const QString &name);

Q_SIGNALS:
    void runChosen();

private:
    void fill(QTreeWidgetItem &item, const SynthesisRun &run) const;

    std::vector<SynthesisRun> m_runs;
    QString m_wanted;
};

} // namespace primer
