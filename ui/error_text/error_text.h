// Owns: the one place where an error becomes a sentence for a person, what was kept, and what to do.
// Not here: where it is shown.
#pragma once

#include <QCoreApplication>
#include <QString>

#include "core/base/result.h"

namespace primer {

struct ErrorText {
    QString sentence;
    QString hint;    ///< what was kept and what to do; may be empty
    QString details; ///< for a tooltip or the log
};

class ErrorTexts
{
    Q_DECLARE_TR_FUNCTIONS(primer::ErrorTexts)
public:
    static ErrorText describe(const Error &error);
    /// Sentence and hint, where there is room for one text only.
    static QString inOneText(const Error &error);

private:
    static ErrorText describeInput(const Error &error);
    static ErrorText describeFile(const Error &error);
    static ErrorText describeWorkspace(const Error &error);
    static QString filterSentence(const QString &detail, const QString &where);
};

} // namespace primer
