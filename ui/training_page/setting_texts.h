// Owns: what a setting of a run is called, in which group it stands and in which unit it counts. Not here: its sentence
// (RunDialog::explanation), its value (core/recipe).
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>

namespace primer {

class SettingTexts
{
    Q_DECLARE_TR_FUNCTIONS(primer::SettingTexts)
public:
    enum class Group { Data, Model, Optimisation, Schedule, Checkpoints, Device };
    static constexpr int groupCount = 6;

    static Group groupOf(const QString &key);
    static QString groupName(Group group);
    /// In plain words; the key itself for one that is not known.
    static QString name(const QString &key);
    /// "" for a plain number or a word.
    static QString unit(const QString &key);
    /// "1.3 billion", "13.8 million"; the exact number belongs in a tool tip.
    static QString roundCount(double number);
    /// "0.4", "2.3" or "10,900".
    static QString epochs(double number);
};

} // namespace primer
