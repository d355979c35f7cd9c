#include "core/http/http_client.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <utility>
#include <vector>

#include <QNetworkProxyFactory>
#include <QThread>
#include <QTimer>
#include <QUrl>

#include "core/http/http_url.h"
#include "core/http/transfer.h"
#include "core/http/unseen_bytes.h"

namespace primer {

namespace {

/// One that is under way, counted over all clients of the program.
class Download
{
public:
    Download() { ++s_count; }
    ~Download() { --s_count; }
    Download(const Download &) = delete;
    Download &operator=(const Download &) = delete;
    static int count() { return s_count; }

private:
    static inline std::atomic<int> s_count = 0;
};

constexpr int lookEveryMs = 20;
constexpr auto countEvery = std::chrono::milliseconds(200);
constexpr std::int64_t minUnseenBytes = 16 << 20; ///< of a connection without a head: more than any client's cap

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
        auto transfer = std::make_unique<Transfer>(asked, idleManager(), [this](Transfer *ended) { end(ended); });
        m_transfers.push_back(std::move(transfer));
        m_clock.start();
        m_transfers.back()->begin();
    }

    /// Null when it is at an end.
    Transfer *of(const Asked &asked) const
    {
        const auto found = std::find_if(m_transfers.begin(), m_transfers.end(),
                                        [&asked](const auto &transfer) { return transfer->asked() == &asked; });
        return found == m_transfers.end() ? nullptr : found->get();
    }

private:
    std::unique_ptr<QNetworkAccessManager> idleManager()
    {
        if (m_idle.empty())
            return std::make_unique<QNetworkAccessManager>();
        auto manager = std::move(m_idle.back());
        m_idle.pop_back();
        return manager;
    }

    void end(const Transfer *transfer)
    {
        const auto found = std::find_if(m_transfers.begin(), m_transfers.end(),
                                        [transfer](const auto &one) { return one.get() == transfer; });
        m_ended.push_back(std::move(*found));
        m_transfers.erase(found);
        QMetaObject::invokeMethod(
            this, [this] { sweep(); }, Qt::QueuedConnection); // it is still in its reply's signal
    }

    void sweep()
    {
        for (const auto &transfer : std::exchange(m_ended, {})) {
            if (auto manager = transfer->takeManager())
                m_idle.push_back(std::move(manager));
        }
    }

    void look()
    {
        const auto now = Transfer::Clock::now();
        std::vector<Transfer *> transfers; // some may end by it
        for (const auto &transfer : m_transfers)
            transfers.push_back(transfer.get());
        for (Transfer *transfer : transfers)
            transfer->look(now);
        if (now - m_countedAt >= countEvery) {
            m_countedAt = now;
            endUnseen();
        }
        if (m_transfers.empty())
            m_clock.stop();
    }

    /// A download, of this client or another, may bring any number of bytes, and its connection cannot be told from the
    /// others': then the time limits alone hold.
    void endUnseen() const
    {
        std::set<std::uint16_t> ports;
        std::int64_t maxBytes = minUnseenBytes;
        int begun = 0; ///< downloads of this client that have brought nothing yet
        for (const auto &transfer : m_transfers) {
            if (!transfer->asked())
                continue;
            begun += transfer->asked()->isStreamed && transfer->isWithoutHead();
            maxBytes = std::max(maxBytes, transfer->asked()->request.limits.maxReplyBytes);
            if (transfer->isWithoutHead())
                ports.insert(transfer->port());
        }
        if (!ports.empty() && Download::count() <= begun)
            endConnectionsBeyond(ports, maxBytes);
    }

    QTimer m_clock;
    Transfer::Clock::time_point m_countedAt;
    std::vector<std::unique_ptr<Transfer>> m_transfers, m_ended;
    std::vector<std::unique_ptr<QNetworkAccessManager>> m_idle; ///< each with a thread of its own, without connections
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
    const Download download;
    return m_worker->carryThrough(request, take, stop);
}

} // namespace primer
