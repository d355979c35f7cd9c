#include "core/http/transfer.h"

#include <algorithm>

#include <QNetworkRequest>
#include <QSslError>

namespace primer {

namespace {

constexpr qint64 readBufferBytes = 64 * 1024; ///< beyond it the server waits

int statusOf(const QNetworkReply &reply) { return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(); }

std::string lowered(const QByteArray &name) { return name.toLower().toStdString(); }

QNetworkRequest qtRequest(const HttpRequest &request, const QNetworkProxy &proxy)
{
    QNetworkRequest made(QUrl(QString::fromStdString(request.url), QUrl::StrictMode));
    made.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    made.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    made.setAttribute(QNetworkRequest::Http2CleartextAllowedAttribute, false);
    made.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    made.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    made.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    made.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    made.setAttribute(QNetworkRequest::MaximumDownloadBufferSizeAttribute, 0);
    made.setRawHeader("Connection", "close");
    made.setRawHeader("Accept-Encoding", "identity"); // and what is packed all the same stays so
    made.setRawHeader("Accept-Language", "*");        // not the system's
    made.setRawHeader("User-Agent", "primer");
    // Qt would answer a 407 by sending the request again.
    if (proxy.type() != QNetworkProxy::NoProxy && !proxy.user().isEmpty() && request.url.starts_with("http://"))
        made.setRawHeader("Proxy-Authorization",
                          "Basic " + (proxy.user() + QLatin1Char(':') + proxy.password()).toUtf8().toBase64());
    for (const std::string &header : request.headers) {
        const QByteArray line = QByteArray::fromStdString(header);
        const qsizetype colon = line.indexOf(':');
        made.setRawHeader(line.left(colon).trimmed(), line.mid(colon + 1).trimmed());
    }
    if (request.isPost)
        made.setHeader(QNetworkRequest::ContentLengthHeader, qint64(request.body.size()));
    return made;
}

/// True for what Qt calls an error although the answer is whole: statuses from 400 on.
bool isOfStatus(QNetworkReply::NetworkError error, int status)
{
    if (status < 400 || error == QNetworkReply::ContentReSendError)
        return false;
    return error == QNetworkReply::ProtocolInvalidOperationError || (error > 200 && error < 300)
           || (error > 400 && error < 500);
}

std::string withoutKeys(std::string words, const HttpRequest &request)
{
    for (const std::string &header : request.headers) {
        const std::string name = lowered(QByteArray::fromStdString(header.substr(0, header.find(':'))));
        const std::string key = header.substr(header.find_last_of(": ") + 1);
        if (!name.ends_with("authorization") || key.empty())
            continue;
        for (std::size_t place = words.find(key); place != std::string::npos; place = words.find(key))
            words.erase(place, key.size());
    }
    return words;
}

} // namespace

Transfer::Transfer(Asked &asked, std::unique_ptr<QNetworkAccessManager> manager, std::function<void(Transfer *)> ended)
    : m_asked(&asked), m_ended(std::move(ended)), m_manager(std::move(manager))
{
    m_manager->setProxy(asked.proxy);
    m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

std::unique_ptr<QNetworkAccessManager> Transfer::takeManager()
{
    const bool isClosed = m_problem == HttpProblem::None && isWhole()
                          && m_reply->rawHeader("Connection").toLower() == "close";
    m_reply.reset();
    return isClosed ? std::move(m_manager) : nullptr;
}

void Transfer::begin()
{
    const HttpRequest &request = m_asked->request;
    const QNetworkRequest made = qtRequest(request, m_asked->proxy);
    if (request.isPost) {
        m_body = std::make_unique<OneTimeBody>(request.body);
        m_reply.reset(m_manager->post(made, m_body.get()));
    } else {
        m_reply.reset(m_manager->get(made));
    }
    // Qt hears it only once it has begun, which is its first event.
    QMetaObject::invokeMethod(
        this, [this] { m_reply->setReadBufferSize(readBufferBytes); }, Qt::QueuedConnection);
    const auto moved = [this] {
        m_isConnected = true;
        m_lastMove = Clock::now();
    };
    connect(m_reply.get(), &QNetworkReply::requestSent, this, moved);
    connect(m_reply.get(), &QNetworkReply::uploadProgress, this, [this](qint64 sent) {
        if (sent > 0)
            m_lastMove = Clock::now();
    });
    connect(m_reply.get(), &QNetworkReply::metaDataChanged, this, [this, moved] {
        moved();
        takeHead();
    });
    connect(m_reply.get(), &QNetworkReply::readyRead, this, [this, moved] {
        moved();
        takeBytes();
    });
    connect(m_reply.get(), &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_certificateWords += (m_certificateWords.isEmpty() ? QString() : QStringLiteral("; "))
                                  + error.errorString();
    });
    connect(m_reply.get(), &QNetworkReply::finished, this, &Transfer::end);
    if (m_reply->isFinished())
        end();
}

void Transfer::look(Clock::time_point now)
{
    if (!m_asked)
        return;
    if (m_asked->stop && m_asked->stop()) {
        breakOff(HttpProblem::Stopped, "stopped");
        return;
    }
    const HttpLimits &limits = m_asked->request.limits;
    const auto isOver = [now](std::int64_t limitMs, Clock::time_point since) {
        return now - since >= std::chrono::milliseconds(limitMs);
    };
    const auto words = [](const char *what, std::int64_t limitMs) {
        return what + std::string(" within ") + std::to_string(limitMs) + " ms";
    };
    if (m_asked->isStreamed && m_asked->exchange.room() == 0)
        m_lastMove = now; // it is not the server that is waited for
    if (!isOut() && isOver(limits.connectTimeoutMs, m_begin))
        breakOff(HttpProblem::ConnectTimeout, words("no connection", limits.connectTimeoutMs));
    else if (limits.timeoutMs > 0 && isOver(limits.timeoutMs, m_begin))
        breakOff(HttpProblem::Timeout, words("no whole answer", limits.timeoutMs));
    else if (isOut() && limits.stillTimeoutMs > 0 && isOver(limits.stillTimeoutMs, m_lastMove))
        breakOff(HttpProblem::StillTimeout, words("no byte", limits.stillTimeoutMs));
}

void Transfer::takeHead()
{
    if (!m_asked)
        return;
    if (!m_asked->isStreamed
        && m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > m_asked->request.limits.maxReplyBytes)
        breakOff(HttpProblem::TooLarge, "the answer is larger than may be");
}

void Transfer::takeBytes()
{
    if (!m_asked)
        return;
    while (m_problem == HttpProblem::None && m_reply->bytesAvailable() > 0) {
        const std::size_t room = m_asked->isStreamed ? m_asked->exchange.room() : std::size_t(readBufferBytes);
        const QByteArray bytes = m_reply->read(qint64(room));
        if (bytes.isEmpty())
            return;
        m_received += bytes.size();
        const std::string_view view(bytes.constData(), std::size_t(bytes.size()));
        if (m_asked->isStreamed)
            m_asked->exchange.put(statusOf(*m_reply), view);
        else if (m_received > m_asked->request.limits.maxReplyBytes)
            breakOff(HttpProblem::TooLarge, "the answer is larger than may be");
        else
            m_kept += view;
    }
}

void Transfer::breakOff(HttpProblem problem, const std::string &detail)
{
    if (!m_asked || m_problem != HttpProblem::None)
        return;
    m_problem = problem;
    m_detail = detail;
    m_reply->abort(); // which ends it
}

void Transfer::end()
{
    if (!m_asked)
        return;
    while (m_problem == HttpProblem::None && m_asked->isStreamed && m_reply->bytesAvailable() > 0) {
        const QByteArray bytes = m_reply->readAll(); // a buffer's worth beyond the room
        if (bytes.isEmpty())
            break;
        m_received += bytes.size();
        m_asked->exchange.put(statusOf(*m_reply), {bytes.constData(), std::size_t(bytes.size())});
    }
    takeBytes();
    HttpReply reply = replyOf();
    Asked *asked = std::exchange(m_asked, nullptr);
    if (m_body)
        m_body->drop();
    asked->exchange.end(std::move(reply)); // from here on the request may be gone
    m_ended(this);
}

bool Transfer::isWithoutHead() const { return m_asked && isOut() && statusOf(*m_reply) == 0; }

std::uint16_t Transfer::port() const
{
    const QUrl url = m_reply->url();
    return m_asked->proxy.type() != QNetworkProxy::NoProxy
               ? m_asked->proxy.port()
               : std::uint16_t(url.port(url.scheme() == u"https" ? 443 : 80));
}

bool Transfer::isOut() const { return m_isConnected || (m_body && m_body->isBegun()) || statusOf(*m_reply) > 0; }

bool Transfer::isWhole() const
{
    const int status = statusOf(*m_reply);
    const QNetworkReply::NetworkError error = m_reply->error();
    const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    const bool isChunked = m_reply->hasRawHeader("Transfer-Encoding");
    if (status > 0 && error == QNetworkReply::ContentReSendError) {
        // There is an answer, but Qt means to send the body again, cannot, and calls that the error: to where a 307
        // points, or because the end of an answer that ends with its connection came too soon for it.
        return status == 307 || status == 308 || (!length.isValid() && !isChunked);
    }
    if (status == 0 || (error != QNetworkReply::NoError && !isOfStatus(error, status)))
        return false;
    // Of a 401 Qt hands on what fits into its buffer.
    return !length.isValid() || isChunked || status == 204 || status == 304 || status == 401
           || length.toLongLong() == m_received;
}

HttpProblem Transfer::problemOf(QNetworkReply::NetworkError error) const
{
    const bool isByProxy = m_asked->proxy.type() != QNetworkProxy::NoProxy;
    if (isByProxy && !isOut()
        && (error == QNetworkReply::HostNotFoundError || error == QNetworkReply::ConnectionRefusedError
            || error == QNetworkReply::UnknownNetworkError))
        return HttpProblem::Proxy; // it was not found, or refused
    switch (error) {
    case QNetworkReply::HostNotFoundError: return HttpProblem::HostNotFound;
    case QNetworkReply::ConnectionRefusedError: return HttpProblem::Refused;
    case QNetworkReply::SslHandshakeFailedError:
        return m_certificateWords.isEmpty() ? HttpProblem::Tls : HttpProblem::Certificate;
    case QNetworkReply::TimeoutError: return isOut() ? HttpProblem::Timeout : HttpProblem::ConnectTimeout;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError: return HttpProblem::BadRequest;
    case QNetworkReply::UnknownNetworkError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::TemporaryNetworkFailureError: return isOut() ? HttpProblem::Reset : HttpProblem::Unreachable;
    default: break;
    }
    return error > 100 && error < 200 ? HttpProblem::Proxy : HttpProblem::Reset;
}

HttpReply Transfer::replyOf() const
{
    HttpReply reply;
    const HttpRequest &request = m_asked->request;
    const int status = statusOf(*m_reply);
    reply.seconds = std::chrono::duration<double>(Clock::now() - m_begin).count();
    reply.status = status;
    const auto pairs = m_reply->rawHeaderPairs();
    for (const auto &[name, value] : pairs)
        reply.headers[lowered(name)] = value.toStdString();
    if (m_problem == HttpProblem::None && isWhole()) {
        reply.outcome = HttpReply::Outcome::Answered;
        reply.body = m_kept;
        return reply;
    }
    const bool isHeldBack = status == 407; // by the proxy: the server never saw it
    reply.outcome = isOut() && !isHeldBack ? HttpReply::Outcome::Unknown : HttpReply::Outcome::NotSent;
    reply.problem = m_problem != HttpProblem::None ? m_problem : problemOf(m_reply->error());
    if (m_problem != HttpProblem::None)
        reply.detail = m_detail;
    else if (reply.problem == HttpProblem::Certificate)
        reply.detail = m_certificateWords.toStdString();
    else if (reply.problem == HttpProblem::Reset)
        reply.detail = "the connection ended before the answer was whole";
    else
        reply.detail = withoutKeys(m_reply->errorString().toStdString(), request);
    return reply;
}

} // namespace primer
