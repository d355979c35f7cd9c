// Owns: the parts of a set in words: what a chip says, why a part is not applied, a whole set in a line of a menu.
// Not here: words of other errors (ui/error_text).
#pragma once

#include <cstdint>

#include <QCoreApplication>
#include <QString>

#include "core/base/result.h"
#include "core/workspace/sample_set.h"

namespace primer {

class SetTexts
{
    Q_DECLARE_TR_FUNCTIONS(primer::SetTexts)
public:
    static QString part(const SetPart &part);
    /// `scored`: whose scores the samples have, 0 for none.
    static QString problem(const SetPart &part, const Error &error, std::int64_t scored);
    /// What is on, in one line.
    static QString whole(const SampleSet &set);
    /// As it is written into the line that edits it; "" where it is not edited as text.
    static QString editable(const SetPart &part);
};

} // namespace primer
