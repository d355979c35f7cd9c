// Owns: the names of the rule stages for people. Not here: the rules (core/quality/thresholds.h).
#pragma once

#include <string>

#include <QCoreApplication>
#include <QString>

namespace primer {

class RuleTexts
{
    Q_DECLARE_TR_FUNCTIONS(primer::RuleTexts)
public:
    /// `name` is a stage's stable word; one that is not known is shown as it is.
    static QString title(const std::string &name);
    /// Of the stage that is this filter, or the filter itself.
    static QString titleOfFilter(const std::string &filter);
};

} // namespace primer
