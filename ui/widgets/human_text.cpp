#include "ui/widgets/human_text.h"

#include <cmath>

#include <QLocale>

namespace primer {

QString HumanText::count(qint64 number) { return QLocale().toString(number); }

QString HumanText::bytes(qint64 number)
{
    return QLocale().formattedDataSize(number, number < 1000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString HumanText::duration(double seconds)
{
    if (seconds < 1)
        return tr("under 1 s");
    if (seconds < 90)
        return tr("%1 s").arg(QLocale().toString(qint64(seconds)));
    if (seconds < 5400)
        return tr("%1 min").arg(QLocale().toString(qint64(std::llround(seconds / 60))));
    return tr("%1 h").arg(QLocale().toString(seconds / 3600, 'f', 1));
}

} // namespace primer
