// Owns: looking at clusters of near-duplicates: the list, and two of one cluster side by side. Not here: finding them.
#pragma once

#include <memory>

#include <QDialog>

#include "core/query/near_duplicates.h"
#include "ui/session/workspace_session.h"

class QLabel;
class QTreeWidget;

namespace primer {

class SampleLoader;
class SampleView;

class NearDuplicatesDialog : public QDialog
{
    Q_OBJECT
public:
    NearDuplicatesDialog(WorkspaceSession &session, const std::shared_ptr<const NearDuplicates> &found,
                         QWidget *parent = nullptr);
    QTreeWidget *list() const { return m_list; }

private:
    void fill(const std::vector<SampleRow> &rows);
    void choose();

    WorkspaceSession &m_session;
    std::shared_ptr<const NearDuplicates> m_found;
    QTreeWidget *m_list;
    SampleLoader *m_firstLoader, *m_copyLoader;
    SampleView *m_first, *m_copy;
    QLabel *m_summary;
};

} // namespace primer
