#include "ui/synthesis_page/synthesis_summary.h"

#include <algorithm>
#include <initializer_list>

#include <QStringList>

#include "ui/code_view/display_text.h"
#include "ui/label_page/forecast_text.h"
#include "ui/label_page/teacher_problem.h"
#include "ui/synthesis_page/synthesis_words.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

bool isOneOf(const std::string &word, std::initializer_list<const char *> words)
{
    return std::any_of(words.begin(), words.end(), [&word](const char *one) { return word == one; });
}

} // namespace

Result<Endpoint> SynthesisSummary::endpointOf(const SynthesisRun &run)
{
    return run.kind == "chat" ? Endpoint::fromJson(run.settingsJson)
                              : Result<Endpoint>(Error{ErrorCode::NotFound, "", ""});
}

QString SynthesisSummary::address(const SynthesisRun &run)
{
    const auto endpoint = endpointOf(run);
    return endpoint ? QString::fromStdString(endpoint->chatUrl()) : QString();
}

QString SynthesisSummary::model(const SynthesisRun &run)
{
    return run.kind == "chat" ? QString::fromStdString(run.writer) : QString();
}

QString SynthesisSummary::facts(const SynthesisReport &report)
{
    const SynthesisRun &run = report.run;
    QStringList words;
    const QString writer = displayText(run.writer).text;
    words.append(run.target > 0 ? tr("%1 of %2 wanted rows accepted, written by %3.")
                                      .arg(HumanText::count(run.accepted), HumanText::count(run.target), writer)
                                : tr("%n row(s) accepted, written by %1.", nullptr, int(run.accepted)).arg(writer));
    if (run.answered + run.failed > 0)
        words.append(tr("Yield: %1 of %2 asked.")
                         .arg(SynthesisWords::percent(report.yield()), HumanText::count(run.answered + run.failed)));
    if (run.budgetNanos > 0)
        words.append(tr("%1 of %2 spent.")
                         .arg(ForecastText::dollarsOf(run.spentNanos), ForecastText::dollarsOf(run.budgetNanos)));
    if (run.imported > 0)
        words.append(tr("%n row(s) are in the workspace.", nullptr, int(run.imported)));
    if (const QString rest = ForecastText::of(report.forecast); !rest.isEmpty() && run.waiting > 0)
        words.append(rest);
    return words.join(QLatin1Char(' '));
}

bool SynthesisSummary::isGood(const SynthesisReport &report)
{
    return report.run.failed == 0 && isOneOf(report.stopped, {"", "target", "limit", "cancelled"});
}

QString SynthesisSummary::stopped(const SynthesisReport &report, const std::string &cause)
{
    const SynthesisRun &run = report.run;
    const QString accepted = tr("%n row(s) accepted.", nullptr, int(run.accepted));
    if (report.stopped == "target")
        return tr("As many rows are accepted as were wanted.") + QLatin1Char(' ') + accepted;
    if (report.stopped == "limit")
        return tr("The first rows are there.") + QLatin1Char(' ') + accepted;
    if (!report.stopped.empty()) {
        const TeacherProblem problem = TeacherProblems::ofStop(QString::fromStdString(report.stopped), address(run),
                                                               model(run));
        QStringList words{problem.cause};
        if (!problem.remedy.isEmpty())
            words.append(problem.remedy);
        words.append(tr("What came in is kept; %n row(s) are waiting.", nullptr, int(run.waiting)));
        return words.join(QLatin1Char(' '));
    }
    if (run.failed > 0) {
        QStringList words{accepted, tr("%n row(s) failed.", nullptr, int(run.failed))};
        if (!cause.empty()) {
            const TeacherProblem problem = TeacherProblems::ofReason(QString::fromStdString(cause), address(run),
                                                                     model(run));
            words.append(problem.cause);
            if (!problem.remedy.isEmpty())
                words.append(problem.remedy);
        }
        return words.join(QLatin1Char(' '));
    }
    return tr("Every prompt was asked.") + QLatin1Char(' ') + accepted;
}

} // namespace primer
