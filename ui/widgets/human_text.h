// Owns: numbers, sizes and durations in the user's locale. Not here: sentences.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace primer {

class HumanText
{
    Q_DECLARE_TR_FUNCTIONS(primer::HumanText)
public:
    static QString count(qint64 number);
    static QString bytes(qint64 number);
    static QString duration(double seconds);
};

} // namespace primer
