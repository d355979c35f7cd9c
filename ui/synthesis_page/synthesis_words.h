// Owns: the words for what synthesis finds: why a row was rejected, why a set or template cannot be used, where a set
// is homogeneous, kinds of axes, templates and sampling. Not here: faults of servers (ui/label_page/teacher_problem.h).
#pragma once

#include <QCoreApplication>
#include <QString>

#include "core/base/result.h"
#include "core/synthesis/constraint_set.h"
#include "core/synthesis/diversity.h"
#include "core/synthesis/prompt_template.h"

namespace primer {

class SynthesisWords
{
    Q_DECLARE_TR_FUNCTIONS(primer::SynthesisWords)
public:
    /// Of a rejected row: a stable word of core/synthesis. "" for one that is none of these.
    static QString ofProblem(const std::string &word);
    /// What is wrong with a set, a template, a plan, in one sentence with where it is.
    static QString ofError(const Error &error);
    static QString of(const Homogeneity &homogeneity);
    static QString of(AxisKind kind);
    static QString of(PlanSampling sampling);
    static QString of(TemplateKind kind);
    static QString percent(double share);

private:
    static QString ofReply(const std::string &word);
    static QString ofSet(const std::string &detail);
    static QString ofText(const std::string &detail);
};

} // namespace primer
