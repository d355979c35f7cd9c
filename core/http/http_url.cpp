#include "core/http/http_url.h"

#include <QHostAddress>
#include <QUrl>

namespace primer {

namespace {

QUrl parsed(const std::string &url) { return QUrl(QString::fromStdString(url), QUrl::StrictMode); }

bool isWeb(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty()
           && (url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https"));
}

int portOf(const QUrl &url) { return url.port(url.scheme() == QStringLiteral("https") ? 443 : 80); }

} // namespace

bool isLoopbackUrl(const std::string &text)
{
    const QUrl url = parsed(text);
    if (!isWeb(url) || !url.userInfo().isEmpty() || url.authority().contains(QLatin1Char('@')))
        return false;
    const QHostAddress address(url.host());
    return address.isNull() ? url.host() == QStringLiteral("localhost") : address.isLoopback();
}

bool isSameOrigin(const std::string &firstText, const std::string &secondText)
{
    const QUrl first = parsed(firstText), second = parsed(secondText);
    return isWeb(first) && isWeb(second) && first.scheme() == second.scheme() && first.host() == second.host()
           && portOf(first) == portOf(second);
}

std::string redirectTarget(const std::string &base, const std::string &location)
{
    const QUrl target = parsed(base).resolved(parsed(location));
    return isWeb(target) ? target.toString(QUrl::FullyEncoded).toStdString() : std::string();
}

} // namespace primer
