#include "core/http/http_date.h"

#include <chrono>
#include <cstdio>
#include <string_view>

namespace primer {

std::optional<std::int64_t> httpDate(const std::string &text)
{
    using namespace std::chrono;
    int year = 0, day = 0, hour = 0, minute = 0, second = 0, read = 0;
    char monthName[4] = {};
    const char *words = text.c_str();
    const bool isFixed = std::sscanf(words, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &day, monthName, &year,
                                     &hour, &minute, &second, &read)
                         == 6;
    const bool isRfc850 = !isFixed
                          && std::sscanf(words, "%*9[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n", &day, monthName,
                                         &year, &hour, &minute, &second, &read)
                                 == 6;
    const bool isAsctime = !isFixed && !isRfc850
                           && std::sscanf(words, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n", monthName, &day, &hour,
                                          &minute, &second, &year, &read)
                                  == 6;
    if ((!isFixed && !isRfc850 && !isAsctime) || std::size_t(read) != text.size())
        return std::nullopt;
    if (isRfc850)
        year += year < 70 ? 2000 : 1900;
    const std::size_t place = std::string_view("JanFebMarAprMayJunJulAugSepOctNovDec").find(monthName);
    const year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(place / 3 + 1)),
                              std::chrono::day(unsigned(day))};
    if (place == std::string_view::npos || place % 3 != 0 || !date.ok() || hour < 0 || hour > 23 || minute < 0
        || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    return (sys_days(date).time_since_epoch() + hours(hour) + minutes(minute) + seconds(second)) / seconds(1);
}

} // namespace primer
