// Owns: words about jobs: titles, states, results, causes with what was kept, what becomes of them when the window
// goes, and the page where each kind is at home. Not here: showing them (job_row.h).
#pragma once

#include <QCoreApplication>
#include <QString>

#include "core/jobs/job.h"
#include "ui/main_window/page_stack.h"

namespace primer {

class JobTexts
{
    Q_DECLARE_TR_FUNCTIONS(primer::JobTexts)
public:
    static QString title(const Job &job);
    /// One or two words.
    static QString state(JobState state, std::int64_t failures);
    static QString state(const Job &job);
    /// Step, rate and time left of one that runs; of one that ended the result, or cause and what was kept.
    static QString facts(const Job &job);
    /// What follows when the window goes now.
    static QString whenLeft(const Job &job);
    /// Of the button that goes on with it.
    static QString goOn(const Job &job);
    /// Its progress is in one unit from its beginning to its end.
    static bool hasRate(const Job &job);
    static PageStack::Page page(const Job &job);

private:
    static QString progress(const Job &job);
    static QString step(const Job &job);
    static QString partName(const QString &word);
    static QString rate(const Job &job);
    static QString result(const Job &job);
    static QString cancelled(const Job &job);
    static QString failure(const Job &job);
    /// Why a fetch of a model failed.
    static QString fetchCause(const Job &job);
    static QString restart(const Job &job);
    /// "" when it is not known.
    static QString kept(const Job &job);
};

} // namespace primer
