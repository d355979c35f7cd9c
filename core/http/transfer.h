// Owns: one request under way, in the client's thread: a network access manager for it alone, a connection of its own,
// its limits, what its end means. Not here: the thread that asks.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include "core/http/exchange.h"
#include "core/http/http_request.h"
#include "core/http/one_time_body.h"

namespace primer {

/// What the thread that asks keeps until Exchange::end.
struct Asked {
    const HttpRequest &request;
    const std::function<bool()> &stop;
    QNetworkProxy proxy;
    bool isStreamed = false; ///< the body goes into the exchange
    Exchange exchange;
};

class Transfer : public QObject
{
public:
    using Clock = std::chrono::steady_clock;

    /// `ended` is called once, at the end; nothing is asked of the transfer after that but its manager.
    Transfer(Asked &asked, std::unique_ptr<QNetworkAccessManager> manager, std::function<void(Transfer *)> ended);
    /// For another request, when it is certain to hold no open connection; otherwise null.
    std::unique_ptr<QNetworkAccessManager> takeManager();
    /// Once after the constructor.
    void begin();
    const Asked *asked() const { return m_asked; } ///< null at the end
    /// Limits and the stop.
    void look(Clock::time_point now);
    void takeBytes();
    void breakOff(HttpProblem problem, const std::string &detail);
    /// It waits for an answer, or gets one that Qt does not show.
    bool isWithoutHead() const;
    std::uint16_t port() const; ///< the other end's: the server's or the proxy's

private:
    void takeHead();
    void end();
    HttpReply replyOf() const;
    bool isOut() const; ///< something of it has left
    bool isWhole() const;
    HttpProblem problemOf(QNetworkReply::NetworkError error) const;

    Asked *m_asked;
    const std::function<void(Transfer *)> m_ended;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    std::unique_ptr<OneTimeBody> m_body;
    std::unique_ptr<QNetworkReply> m_reply;
    const Clock::time_point m_begin = Clock::now();
    Clock::time_point m_lastMove = m_begin;
    bool m_isConnected = false; ///< and encrypted, as far as Qt said so yet
    qint64 m_received = 0;
    std::string m_kept;
    QString m_certificateWords;
    HttpProblem m_problem = HttpProblem::None; ///< why it was broken off
    std::string m_detail;
};

} // namespace primer
