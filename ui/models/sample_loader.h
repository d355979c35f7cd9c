// Owns: everything a page shows of one sample, loaded off the UI thread, with the neighbours read ahead.
// Not here: widgets.
#pragma once

#include <functional>
#include <list>

#include <QHash>
#include <QObject>

#include "core/storage/label_store.h"
#include "core/storage/sample_store.h"
#include "core/quality/thresholds.h"
#include "core/syntax/python_outline.h"
#include "ui/code_view/display_text.h"
#include "ui/session/workspace_session.h"

namespace primer {

struct SampleDetails {
    SampleRow row;
    DisplayText text;
    std::vector<ThreadPost> thread;
    PythonOutline outline; ///< of Python code
    std::vector<StoredOrigin> origins;
    std::vector<Judgement> judgements;
    std::vector<TeacherLabel> teacherLabels; ///< newest first
    std::optional<Threshold> threshold;      ///< the last one by name
    std::vector<Reason> reasons;             ///< why the sample is inside it or not
    QString draft;
};

class SampleLoader : public QObject
{
    Q_OBJECT
public:
    explicit SampleLoader(WorkspaceSession &session, QObject *parent = nullptr);
    /// Answers with `loaded` or `failed`; only the last request answers. At once when it was read ahead.
    void request(SampleId sample);
    void readAhead(SampleId sample);
    void forget(SampleId sample);
    SampleId requested() const { return m_wanted; }

Q_SIGNALS:
    void loaded(const std::shared_ptr<const primer::SampleDetails> &details);
    void failed(primer::SampleId sample, const primer::Error &error);

private:
    void load(SampleId sample);
    WorkspaceSession &m_session;
    SampleId m_wanted = 0;
    QHash<SampleId, std::shared_ptr<const SampleDetails>> m_known;
    std::list<SampleId> m_order;
    QHash<SampleId, bool> m_loading;
};

} // namespace primer
