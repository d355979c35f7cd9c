// Owns: an axis of a constraint set and its exclusions as lines of text that a person edits, and back. Not here: the
// editor (set_editor.h), what is allowed (ConstraintSet::check).
#pragma once

#include <vector>

#include <QCoreApplication>
#include <QString>

#include "core/base/result.h"
#include "core/synthesis/constraint_set.h"

namespace primer {

class SetText
{
    Q_DECLARE_TR_FUNCTIONS(primer::SetText)
public:
    /// One value a line, with " | weight" behind it where that is not 1; of names a line for each list of words.
    static QString valuesOf(const Axis &axis);
    /// The axis with these values instead. InvalidInput with the line in Error::where.
    static Result<Axis> withValues(const Axis &axis, const QString &text);
    /// How the values of such an axis are written.
    static QString hintOf(const Axis &axis);
    static bool isEditable(AxisKind kind);

    /// "axis = pattern; axis = pattern" a line.
    static QString exclusionsOf(const std::vector<Exclusion> &exclusions);
    static Result<std::vector<Exclusion>> toExclusions(const QString &text);
    static QString joined(const std::vector<std::string> &words);
    static std::vector<std::string> split(const QString &text);

private:
    static Result<Axis> withNames(const Axis &axis, const QString &text);
};

} // namespace primer
