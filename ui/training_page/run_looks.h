// Owns: what the window remembers of runs over restarts: each one's colour, which are ticked, which is chosen. Not
// here: the runs (run_watch.h).
#pragma once

#include <map>
#include <set>

#include <QJsonObject>
#include <QString>

namespace primer {

class RunLooks
{
public:
    /// A run keeps its colour: the first one that no other has.
    int colourOf(const QString &folder);
    /// The first look at all of them, in their order, so that colours do not depend on which is shown first.
    void know(const QString &folder) { colourOf(folder); }

    const QString &chosen() const { return m_chosen; }
    void choose(const QString &folder) { m_chosen = folder; }
    const std::set<QString> &ticked() const { return m_ticked; }
    void setTicked(const QString &folder, bool isTicked);

    /// By the folders' names: a workspace may be moved.
    QJsonObject toJson() const;
    /// `runs`: the folder that all lie in.
    void restore(const QJsonObject &stored, const QString &runs);

private:
    std::map<QString, int> m_colours;
    std::set<QString> m_ticked;
    QString m_chosen;
};

} // namespace primer
