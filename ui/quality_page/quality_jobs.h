// Owns: the jobs of the quality page: labels by rules, forest, scores, near-duplicates. Not here: learning and scoring
// (core/quality), showing what comes of it.
#pragma once

#include <memory>

#include <QObject>

#include "core/quality/forest_fit.h"
#include "core/query/near_duplicates.h"
#include "ui/session/workspace_session.h"

namespace primer {

class QualityJobs : public QObject
{
    Q_OBJECT
public:
    explicit QualityJobs(WorkspaceSession &session, QObject *parent = nullptr);

    /// Labels, vectors, forest and scores without a key.
    void start();
    /// A forest, and the scores of all samples by it.
    void fit(const FitRequest &request);
    /// The scores of a forest that was fitted before.
    void score(std::int64_t forest, const QString &name);
    /// Among the current set.
    void findCopies();

Q_SIGNALS:
    void started();
    /// Of any of them, in whatever way; findCopies says more.
    void ended();
    void copiesFound(const std::shared_ptr<const primer::NearDuplicates> &copies);
    void failed(const primer::Error &error);

private:
    /// The scores are others when it has ended.
    void run(const QString &kind, const QString &subject, const std::string &continuation, Job::Work work);

    WorkspaceSession &m_session;
};

} // namespace primer
