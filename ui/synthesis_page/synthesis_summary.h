// Owns: where a run of synthesis stands, in sentences: what was accepted of what came, money, what the rest would take,
// why it stopped. Not here: showing them.
#pragma once

#include <QCoreApplication>
#include <QString>

#include "core/synthesis/synthesis_run.h"

namespace primer {

class SynthesisSummary
{
    Q_DECLARE_TR_FUNCTIONS(primer::SynthesisSummary)
public:
    /// Of a run that is looked at: two lines at the most.
    static QString facts(const SynthesisReport &report);
    /// Of one that has just stopped: why, and what is kept.
    static QString stopped(const SynthesisReport &report, const std::string &cause);
    /// It needs no look: it came to its end.
    static bool isGood(const SynthesisReport &report);
    /// An error for grammar-1, which asks nobody.
    static Result<Endpoint> endpointOf(const SynthesisRun &run);
    /// Where its model is asked, "" for grammar-1.
    static QString address(const SynthesisRun &run);
    static QString model(const SynthesisRun &run);
};

} // namespace primer
