#include "ui/main_window/job_texts.h"

#include <cmath>
#include <algorithm>
#include <initializer_list>

#include <QFileInfo>

#include "ui/error_text/error_text.h"
#include "ui/label_page/teacher_problem.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

bool isOf(const Job &job, const char *kind) { return job.kind() == QLatin1String(kind); }

bool isOneOf(const Job &job, std::initializer_list<const char *> kinds)
{
    return std::any_of(kinds.begin(), kinds.end(), [&job](const char *kind) { return isOf(job, kind); });
}

bool isImport(const Job &job) { return isOf(job, "import") || isOf(job, "demo"); }

/// Progress of the others is in rows or has no unit.
bool isInBytes(const Job &job) { return isOneOf(job, {"import", "export", "fetch"}); }

/// What was begun goes on where it ended; the others start again.
bool goesOn(const Job &job) { return isOneOf(job, {"import", "demo", "label", "fetch", "synthesis"}); }

QString figure(const Job &job, const char *word) { return HumanText::count(qint64(job.figure(word))); }

QString wordOf(const Job &job) { return QString::fromStdString(job.error().detail); }
QString whereOf(const Job &job) { return QString::fromStdString(job.error().where); }

QString joined(const QString &first, const QString &second)
{
    return first.isEmpty() ? second : second.isEmpty() ? first : first + QLatin1Char(' ') + second;
}

QString inWords(const TeacherProblem &problem) { return joined(problem.cause, problem.remedy); }

} // namespace

QString JobTexts::title(const Job &job)
{
    if (isOf(job, "import"))
        return tr("Import %1").arg(job.subject());
    if (isOf(job, "demo"))
        return tr("Demo");
    if (isOf(job, "export"))
        return tr("Export %1").arg(job.subject());
    if (isOf(job, "shards"))
        return tr("Token shards %1").arg(job.subject());
    if (isOf(job, "quality"))
        return tr("Labels by rules, forest and scores");
    if (isOf(job, "fit"))
        return tr("Forest");
    if (isOf(job, "score"))
        return tr("Scores of %1").arg(job.subject());
    if (isOf(job, "near_duplicates"))
        return tr("Near-duplicates");
    if (isOf(job, "label"))
        return tr("Labels of %1").arg(job.subject());
    if (isOf(job, "synthesis"))
        return tr("Synthesis of %1").arg(job.subject());
    if (isOf(job, "diversity"))
        return tr("Diversity of %1").arg(job.subject());
    if (isOf(job, "accepted"))
        return tr("Accepted rows of %1").arg(job.subject());
    if (isOf(job, "rejected"))
        return tr("List of rejected rows");
    if (isOf(job, "check"))
        return tr("Check of the workspace");
    if (isOf(job, "fetch"))
        return tr("Model %1").arg(QFileInfo(job.subject()).fileName());
    if (isOf(job, "judge"))
        return tr("Judgement of %n sample(s)", nullptr, job.subject().toInt());
    if (isOf(job, "unjudge"))
        return tr("Undo of %n judgement(s)", nullptr, job.subject().toInt());
    if (isOf(job, "queue"))
        return tr("Queue %1").arg(job.subject());
    return isOf(job, "index") ? tr("Search index") : job.kind();
}

QString JobTexts::state(JobState state, std::int64_t failures)
{
    switch (state) {
    case JobState::Waiting: return tr("Waiting");
    case JobState::Running: return tr("Running");
    case JobState::Done: return tr("Done");
    case JobState::DoneWithFailures: return tr("Done with %n failures", nullptr, int(failures));
    case JobState::Failed: return tr("Failed");
    case JobState::Cancelled: return tr("Cancelled");
    case JobState::Interrupted: return tr("Interrupted");
    }
    return {};
}

QString JobTexts::state(const Job &job)
{
    if (isOf(job, "check") && job.state() == JobState::DoneWithFailures)
        return tr("%n problems found", nullptr, int(job.record().failures));
    return state(job.state(), job.record().failures);
}

QString JobTexts::facts(const Job &job)
{
    switch (job.state()) {
    case JobState::Waiting: return tr("Begins when another job has ended.");
    case JobState::Running: return progress(job);
    case JobState::Done: return result(job);
    case JobState::DoneWithFailures:
        if (isOf(job, "check"))
            return tr("The first: %1. Nothing was changed; the log lists all of them.")
                .arg(QString::fromStdString(job.error().detail));
        return joined(isOneOf(job, {"label", "synthesis"})
                          ? inWords(TeacherProblems::ofReason(wordOf(job), whereOf(job), {}))
                          : ErrorTexts::describe(job.error()).sentence,
                      kept(job));
    case JobState::Failed: return failure(job);
    case JobState::Cancelled: return cancelled(job);
    case JobState::Interrupted:
        return joined(joined(tr("The program ended before this did."), kept(job)), restart(job));
    }
    return {};
}

bool JobTexts::hasRate(const Job &job)
{
    return !isOneOf(job,
                    {"demo", "quality", "fit", "shards", "check", "diversity"}); // theirs is in shares of the whole
}

/// Of a longer job's part; core's own word for one that is not known here.
QString JobTexts::partName(const QString &word)
{
    const std::pair<const char *, QString> names[] = {
        {"contents", tr("contents")},
        {"database", tr("database")},
        {"export", tr("export")},
        {"facts", tr("facts about the code")},
        {"forest", tr("forest")},
        {"held out", tr("held-out shards")},
        {"import", tr("import")},
        {"known good and poor files", tr("known good and poor files")},
        {"labels by rules", tr("labels by rules")},
        {"near-duplicates", tr("near-duplicates")},
        {"quality", tr("quality")},
        {"samples", tr("choice of samples")},
        {"scores", tr("scores")},
        {"search index", tr("search index")},
        {"threshold", tr("threshold")},
        {"token shards", tr("token shards")},
        {"tokens", tr("tokens")},
        {"vectors", tr("vectors")},
    };
    for (const auto &[known, name] : names) {
        if (word == QLatin1String(known))
            return name;
    }
    return word;
}

QString JobTexts::step(const Job &job)
{
    QString current = QString::fromStdString(job.feedback().current());
    if (const qsizetype colon = current.indexOf(QLatin1String(": ")); colon > 0)
        current = partName(current.left(colon)) + current.mid(colon);
    else
        current = partName(current);
    const qsizetype path = current.indexOf(QLatin1Char('/'));
    if (path == 0)
        return QFileInfo(current).fileName();
    return path > 0 ? current.left(path) + QFileInfo(current.mid(path)).fileName() : current;
}

QString JobTexts::rate(const Job &job)
{
    if (job.rates().empty() || !hasRate(job))
        return {};
    double sum = 0; // of the last looks: a rate that jumps cannot be read
    constexpr std::size_t looks = 6;
    const std::size_t count = std::min(looks, job.rates().size());
    for (std::size_t place = job.rates().size() - count; place < job.rates().size(); ++place)
        sum += job.rates()[place];
    const double perSecond = sum / double(count);
    if (perSecond <= 0)
        return {};
    return isInBytes(job) ? tr("%1/s").arg(HumanText::bytes(qint64(perSecond)))
                          : tr("%1/s").arg(HumanText::count(qint64(std::llround(perSecond))));
}

QString JobTexts::progress(const Job &job)
{
    if (job.feedback().isCancelled())
        return tr("Is being cancelled…");
    QStringList facts;
    if (const QString now = step(job); !now.isEmpty())
        facts.append(now);
    if (isImport(job) && job.feedback().items() > 0)
        facts.append(tr("%1 rows").arg(HumanText::count(qint64(job.feedback().items()))));
    if (const QString speed = rate(job); !speed.isEmpty())
        facts.append(speed);
    if (const double left = job.secondsLeft(); left >= 0)
        facts.append(tr("%1 left").arg(HumanText::duration(left)));
    return facts.join(QStringLiteral(" · "));
}

QString JobTexts::result(const Job &job)
{
    if (isOf(job, "import")) {
        QString text = tr("%1 rows: %2 added, %3 duplicates, %4 joined, %5 rejected, %6 passed over, %7 in %8")
                           .arg(figure(job, "rows"), figure(job, "added"), figure(job, "duplicates"),
                                figure(job, "joined"), figure(job, "rejected"), figure(job, "passed_over"),
                                HumanText::bytes(qint64(job.figure("bytes"))), HumanText::duration(job.seconds()));
        if (job.figure("side_files") > 0)
            text += QStringLiteral(" · ") + tr("files that are no data: %1").arg(figure(job, "side_files"));
        return text;
    }
    if (isOf(job, "demo"))
        return tr("%1 files added, %2 labelled, %3 exported in %4")
            .arg(figure(job, "added"), figure(job, "labelled"), figure(job, "samples"),
                 HumanText::duration(job.seconds()));
    if (isOf(job, "export"))
        return tr("%1 samples exported, %2 left out by licence").arg(figure(job, "samples"), figure(job, "left_out"));
    if (isOf(job, "label") && job.record().figures.count("labelled"))
        return tr("%1 labelled, %2 waiting, in %3")
            .arg(figure(job, "labelled"), figure(job, "waiting"), HumanText::duration(job.seconds()));
    if (isOf(job, "synthesis") && job.record().figures.count("accepted"))
        return tr("%1 accepted, %2 rejected, %3 waiting, in %4")
            .arg(figure(job, "accepted"), figure(job, "declined"), figure(job, "waiting"),
                 HumanText::duration(job.seconds()));
    if (isOf(job, "accepted"))
        return tr("%1 samples added, %2 were there already").arg(figure(job, "added"), figure(job, "known"));
    if (isOf(job, "index"))
        return tr("Ready: searches no longer need a scan.");
    if (isOf(job, "check"))
        return tr("Nothing is damaged: database, %1 contents and the search index, in %2.")
            .arg(figure(job, "samples"), HumanText::duration(job.seconds()));
    if (isOf(job, "fetch"))
        return tr("%1 in %2, every file as listed.").arg(HumanText::bytes(qint64(job.figure("bytes"))), job.subject());
    return tr("Done in %1.").arg(HumanText::duration(job.seconds()));
}

QString JobTexts::kept(const Job &job)
{
    if (isImport(job)) {
        const std::int64_t added = job.figure("added");
        if (added > 0 || isOf(job, "demo"))
            return tr("What was imported is kept.");
        return job.state() == JobState::Interrupted ? tr("What was imported is kept.") : tr("Nothing was added.");
    }
    if (isOf(job, "export") || isOf(job, "shards") || isOf(job, "rejected"))
        return tr("Nothing was written.");
    if (isOf(job, "label") && job.record().figures.count("labelled"))
        return tr("%1 labels are kept, %2 rows are waiting.").arg(figure(job, "labelled"), figure(job, "waiting"));
    if (isOf(job, "synthesis") && job.record().figures.count("accepted"))
        return tr("%1 accepted rows are kept, %2 rows are waiting.")
            .arg(figure(job, "accepted"), figure(job, "waiting"));
    if (isOf(job, "synthesis"))
        return tr("Replies that came in are kept.");
    if (isOf(job, "accepted"))
        return tr("What was added is kept.");
    if (isOf(job, "label") && job.state() == JobState::Interrupted)
        return tr("Labels that came in are kept.");
    if (isOf(job, "judge") || isOf(job, "unjudge") || isOf(job, "queue"))
        return tr("Nothing was changed.");
    if (isOf(job, "index"))
        return tr("It is completed by itself.");
    if (isOf(job, "check"))
        return tr("Nothing was changed.");
    if (isOf(job, "fetch"))
        return tr("What arrived is kept.");
    return {};
}

/// Of one that cannot go on where it ended, and was interrupted.
QString JobTexts::restart(const Job &job)
{
    if (goesOn(job) || isOf(job, "index") || job.record().continuation.empty())
        return {};
    return tr("It starts again from its beginning, with the same settings.");
}

QString JobTexts::cancelled(const Job &job)
{
    return joined(tr("Cancelled after %1.").arg(HumanText::duration(job.seconds())), kept(job));
}

QString JobTexts::fetchCause(const Job &job)
{
    const Error &error = job.error();
    const QString detail = wordOf(job), where = whereOf(job);
    if (where.startsWith(QLatin1Char('/'))) // of this machine
        return ErrorTexts::describe(error).sentence;
    switch (error.code) {
    case ErrorCode::NotFound: return tr("The endpoint knows no “%1” of this revision.").arg(where);
    case ErrorCode::NoPermission: return tr("The endpoint gives “%1” only with a token that may read it.").arg(where);
    case ErrorCode::Corrupt: return tr("“%1” did not arrive as it is listed.").arg(where);
    case ErrorCode::Unsupported:
        return tr("“%1” has no weights as safetensors; pickled ones are never fetched.").arg(where);
    case ErrorCode::Io: return tr("The endpoint cannot be reached or broke off at “%1” (%2).").arg(where, detail);
    default: return ErrorTexts::describe(error).sentence;
    }
}

QString JobTexts::failure(const Job &job)
{
    const ErrorText text = ErrorTexts::describe(job.error());
    if (isOneOf(job, {"label", "synthesis"}) && job.error().code == ErrorCode::Io)
        return joined(inWords(TeacherProblems::ofStop(wordOf(job), whereOf(job), {})), kept(job));
    if (isOf(job, "fetch"))
        return joined(fetchCause(job), job.feedback().done() > 0 ? kept(job) : tr("Nothing was fetched."));
    const QString own = kept(job);
    return joined(text.sentence, own.isEmpty() ? text.hint : own);
}

QString JobTexts::whenLeft(const Job &job)
{
    if (isImport(job))
        return tr("%1 stops. What is imported so far is kept, and it can be continued.").arg(title(job));
    if (isOf(job, "label"))
        return tr("%1 stop. Labels that came in are kept, and it can be continued.").arg(title(job));
    if (isOf(job, "synthesis"))
        return tr("%1 stops. Replies that came in are kept, and it can be continued.").arg(title(job));
    if (isOf(job, "fetch"))
        return tr("%1 stops. What arrived is kept, and it can be continued.").arg(title(job));
    if (isOneOf(job, {"export", "shards", "rejected"}))
        return tr("%1 stops, and nothing of it is written. It can be started again.").arg(title(job));
    if (isOf(job, "index"))
        return tr("%1: it is completed when the workspace is opened again.").arg(title(job));
    return tr("%1: it stops and can be started again.").arg(title(job));
}

QString JobTexts::goOn(const Job &job)
{
    if (job.state() == JobState::DoneWithFailures && isOneOf(job, {"label", "synthesis"}))
        return tr("Retry failed rows");
    if (job.state() == JobState::DoneWithFailures && isOf(job, "check"))
        return tr("Check again");
    if (job.state() == JobState::Failed || job.state() == JobState::DoneWithFailures)
        return tr("Retry");
    return goesOn(job) ? tr("Continue") : tr("Start again");
}

PageStack::Page JobTexts::page(const Job &job)
{
    if (isOf(job, "export"))
        return PageStack::ExportRow;
    if (isOf(job, "label"))
        return PageStack::LabelRow;
    if (isOf(job, "shards"))
        return PageStack::TrainRow;
    if (isOneOf(job, {"synthesis", "diversity", "accepted"}))
        return PageStack::SynthesisRow;
    for (const char *kind : {"quality", "fit", "score", "near_duplicates"}) {
        if (isOf(job, kind))
            return PageStack::QualityRow;
    }
    return PageStack::BrowseRow;
}

} // namespace primer
