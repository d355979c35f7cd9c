#include "core/http/http_client.h"

#include <algorithm>
#include <vector>

#include <QNetworkProxyFactory>
#include <QThread>
#include <QTimer>
#include <QUrl>

#include "core/http/http_url.h"
#include "core/http/transfer.h"

namespace primer {

namespace {

constexpr int lookEveryMs = 20;

/// By the system's settings, past every proxy to this machine.
QNetworkProxy proxyFor(const std::string &url)
{
    if (isLoopbackUrl(url))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    const QNetworkProxyQuery query(QUrl(QString::fromStdString(url), QUrl::StrictMode));
    const QList<QNetworkProxy> proxies = QNetworkProxyFactory::systemProxyForQuery(query);
    return proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.first();
}

/// What no request may hold, "" for one that may go.
std::string flawOf(const HttpRequest &request)
{
    const QUrl url(QString::fromStdString(request.url), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"http" && url.scheme() != u"https"))
        return "not an address of http or https";
    if (url.authority().contains(u'@'))
        return "a name or password in the address";
    constexpr std::string_view forbidden("\r\n\0", 3);
    for (const std::string &header : request.headers) {
        if (header.find(':') == std::string::npos || header.find_first_of(forbidden) != std::string::npos)
            return "a header that is none";
    }
    return "";
}

} // namespace

/// In the thread: the requests under way.
class HttpClient::Network : public QObject
{
public:
    Network() : m_clock(this)
    {
        m_clock.setInterval(lookEveryMs);
        connect(&m_clock, &QTimer::timeout, this, [this] { look(); });
    }

    void begin(Asked &asked)
    {
        auto *transfer = new Transfer(asked, [this](Transfer *ended) {
            m_transfers.erase(std::find(m_transfers.begin(), m_transfers.end(), ended));
            ended->deleteLater(); // its connection ends with it
        });
        m_transfers.push_back(transfer);
        m_clock.start();
        transfer->begin();
    }

    /// Null when it is at an end.
    Transfer *of(const Asked &asked) const
    {
        const auto found = std::find_if(m_transfers.begin(), m_transfers.end(),
                                        [&asked](const Transfer *transfer) { return transfer->asked() == &asked; });
        return found == m_transfers.end() ? nullptr : *found;
    }

private:
    void look()
    {
        const auto now = Transfer::Clock::now();
        const std::vector<Transfer *> transfers = m_transfers; // some may end by it
        for (Transfer *transfer : transfers)
            transfer->look(now);
        if (m_transfers.empty())
            m_clock.stop();
    }

    QTimer m_clock;
    std::vector<Transfer *> m_transfers;
};

class HttpClient::Worker
{
public:
    Worker()
    {
        m_network->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_network, &QObject::deleteLater);
        m_thread.start();
    }
    ~Worker()
    {
        m_thread.quit();
        m_thread.wait();
    }

    HttpReply carryThrough(const HttpRequest &request, const Take &take, const Stop &stop)
    {
        HttpReply reply;
        if (reply.detail = flawOf(request); !reply.detail.empty()) {
            reply.problem = HttpProblem::BadRequest;
            return reply;
        }
        Asked asked{request, stop, proxyFor(request.url), take != nullptr, {}};
        post([this, &asked] { m_network->begin(asked); });
        // Posted to one thread in this order: none of these can meet another request at the same place.
        const auto more = [this, &asked] {
            post([this, &asked] {
                if (Transfer *transfer = m_network->of(asked))
                    transfer->takeBytes();
            });
        };
        const auto refuse = [this, &asked] {
            post([this, &asked] {
                if (Transfer *transfer = m_network->of(asked))
                    transfer->breakOff(HttpProblem::Stopped, "refused by who asked");
            });
        };
        return asked.exchange.wait(take, more, refuse);
    }

private:
    template<typename Function>
    void post(Function function)
    {
        QMetaObject::invokeMethod(m_network, std::move(function), Qt::QueuedConnection);
    }

    QThread m_thread;
    Network *m_network = new Network; ///< goes with the thread
};

HttpClient::HttpClient() : m_worker(std::make_unique<Worker>()) {}
HttpClient::~HttpClient() = default;

HttpReply HttpClient::send(const HttpRequest &request, const Stop &stop)
{
    return m_worker->carryThrough(request, nullptr, stop);
}

HttpReply HttpClient::fetch(const HttpRequest &request, const Take &take, const Stop &stop)
{
    return m_worker->carryThrough(request, take, stop);
}

} // namespace primer
