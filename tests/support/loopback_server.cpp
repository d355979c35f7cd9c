#include "tests/support/loopback_server.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <csignal>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace primer::test {

namespace {

constexpr int sendTimeoutMs = 2000;

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char byte) { return char(std::tolower(byte)); });
    return text;
}

int listenAnywhere(int backlog, int &port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (descriptor < 0 || ::bind(descriptor, reinterpret_cast<sockaddr *>(&address), size) != 0
        || (backlog > 0 && ::listen(descriptor, backlog) != 0)
        || ::getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        throw std::runtime_error("no port on loopback");
    port = ntohs(address.sin_port);
    return descriptor;
}

std::string textOf(const std::function<int(BIO *)> &write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    char *bytes = nullptr;
    if (write(memory.get()) != 1)
        throw std::runtime_error("no certificate");
    const long size = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, std::size_t(size)};
}

} // namespace

std::string Arrival::header(const std::string &lowerName) const
{
    for (std::size_t from = head.find("\r\n"); from != std::string::npos; from = head.find("\r\n", from + 2)) {
        const std::size_t begin = from + 2, colon = head.find(':', begin), end = head.find("\r\n", begin);
        if (colon == std::string::npos || lowered(head.substr(begin, colon - begin)) != lowerName)
            continue;
        const std::string value = head.substr(colon + 1, end == std::string::npos ? end : end - colon - 1);
        return value.substr(std::min(value.find_first_not_of(' '), value.size()));
    }
    return "";
}

std::string Arrival::target() const
{
    const std::size_t from = head.find(' ') + 1;
    return head.substr(from, head.find(' ', from) - from);
}

TestCertificate TestCertificate::make(const std::string &address)
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    static std::atomic<int> serial{0}; // and a name of its own: who trusts one must not take another for it
    const int number = ++serial;
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), number);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24 * 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME *name = X509_get_subject_name(certificate.get());
    const std::string called = "primer test " + std::to_string(number);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>(called.c_str()), -1,
                               -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    for (const auto &[id, value] : {std::pair<int, std::string>(NID_basic_constraints, "critical,CA:TRUE"),
                                    {NID_subject_alt_name, "IP:" + address}}) {
        const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
            X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str()), X509_EXTENSION_free);
        X509_add_ext(certificate.get(), extension.get(), -1);
    }
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    return {textOf([&](BIO *memory) { return PEM_write_bio_X509(memory, certificate.get()); }),
            textOf([&](BIO *memory) {
                return PEM_write_bio_PrivateKey(memory, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            })};
}

LoopbackServer::LoopbackServer(Serve serve, const TestCertificate *made) : m_serve(std::move(serve))
{
    std::signal(SIGPIPE, SIG_IGN);
    if (made) {
        SSL_CTX *context = SSL_CTX_new(TLS_server_method());
        const std::unique_ptr<BIO, decltype(&BIO_free)> certificateText(
            BIO_new_mem_buf(made->certificatePem.data(), int(made->certificatePem.size())), BIO_free);
        const std::unique_ptr<BIO, decltype(&BIO_free)> keyText(
            BIO_new_mem_buf(made->keyPem.data(), int(made->keyPem.size())), BIO_free);
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(
            PEM_read_bio_X509(certificateText.get(), nullptr, nullptr, nullptr), X509_free);
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
            PEM_read_bio_PrivateKey(keyText.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
        SSL_CTX_use_certificate(context, certificate.get());
        SSL_CTX_use_PrivateKey(context, key.get());
        m_tls = context;
    }
    m_listener = listenAnywhere(128, m_port);
    m_accepting = std::thread([this] { accept(); });
}

LoopbackServer::~LoopbackServer()
{
    stop();
    SSL_CTX_free(static_cast<SSL_CTX *>(m_tls));
}

void LoopbackServer::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStopped)
            return;
        m_isStopped = true;
        for (const int descriptor : m_open)
            ::shutdown(descriptor, SHUT_RDWR);
    }
    ::shutdown(m_listener, SHUT_RDWR);
    m_accepting.join();
    ::close(m_listener);
    for (std::thread &thread : m_threads)
        thread.join();
}

std::string LoopbackServer::url(const std::string &path) const
{
    return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_port) + path;
}

std::vector<Arrival> LoopbackServer::ledger() const
{
    const std::lock_guard lock(m_mutex);
    return {m_ledger.begin(), m_ledger.end()};
}

void LoopbackServer::accept()
{
    for (;;) {
        const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0)
            return;
        const std::lock_guard lock(m_mutex);
        if (m_isStopped) {
            ::close(descriptor);
            return;
        }
        m_open.push_back(descriptor);
        m_threads.emplace_back([this, descriptor, number = m_connections++] {
            Peer peer(*this, descriptor, number);
            if (m_tls && SSL_accept(static_cast<SSL *>(peer.m_tls)) != 1)
                return;
            m_serve(peer);
        });
    }
}

LoopbackServer::Peer::Peer(LoopbackServer &server, int descriptor, int number)
    : m_server(server), m_descriptor(descriptor), m_number(number)
{
    if (server.m_tls) {
        SSL *tls = SSL_new(static_cast<SSL_CTX *>(server.m_tls));
        SSL_set_fd(tls, descriptor);
        m_tls = tls;
    }
}

LoopbackServer::Peer::~Peer()
{
    close();
    SSL_free(static_cast<SSL *>(m_tls));
}

long LoopbackServer::Peer::receive(char *bytes, std::size_t size)
{
    if (m_descriptor < 0)
        return 0;
    const long count = m_tls ? SSL_read(static_cast<SSL *>(m_tls), bytes, int(size))
                             : ::recv(m_descriptor, bytes, size, 0);
    if (count > 0)
        noteHeard();
    return count;
}

void LoopbackServer::Peer::noteHeard() { m_server.m_heard += std::exchange(m_isHeard, true) ? 0 : 1; }

bool LoopbackServer::Peer::readHead()
{
    std::size_t end = 0;
    while ((end = m_ahead.find("\r\n\r\n")) == std::string::npos) {
        char bytes[4096];
        const long count = receive(bytes, sizeof bytes);
        if (count <= 0)
            return false;
        m_ahead.append(bytes, std::size_t(count));
    }
    const std::lock_guard lock(m_server.m_mutex);
    m_arrival = &m_server.m_ledger.emplace_back(Arrival{m_ahead.substr(0, end), "", m_number});
    m_ahead.erase(0, end + 4);
    return true;
}

bool LoopbackServer::Peer::readBody(std::size_t upTo)
{
    const std::string length = m_arrival->header("content-length");
    std::size_t whole = 0;
    std::from_chars(length.data(), length.data() + length.size(), whole);
    const std::size_t wanted = std::min(upTo, whole);
    for (;;) {
        {
            const std::lock_guard lock(m_server.m_mutex);
            const std::size_t some = std::min(wanted - m_arrival->body.size(), m_ahead.size());
            m_arrival->body += m_ahead.substr(0, some);
            m_ahead.erase(0, some);
            if (m_arrival->body.size() == wanted)
                return true;
        }
        char bytes[65536];
        const long count = receive(bytes, sizeof bytes);
        if (count <= 0)
            return false;
        m_ahead.append(bytes, std::size_t(count));
    }
}

bool LoopbackServer::Peer::send(std::string_view bytes)
{
    while (!bytes.empty() && m_descriptor >= 0) {
        const long count = m_tls ? SSL_write(static_cast<SSL *>(m_tls), bytes.data(), int(bytes.size()))
                                 : ::send(m_descriptor, bytes.data(), bytes.size(), 0);
        if (count <= 0)
            return false;
        bytes.remove_prefix(std::size_t(count));
    }
    return bytes.empty();
}

bool LoopbackServer::Peer::answer(int status, std::string_view body, std::string_view headers)
{
    return send("HTTP/1.1 " + std::to_string(status) + " Because\r\nContent-Length: " + std::to_string(body.size())
                + "\r\n" + std::string(headers) + "\r\n" + std::string(body));
}

bool LoopbackServer::Peer::sendsOn(std::string_view bytes)
{
    while (!bytes.empty()) {
        pollfd wanted{m_descriptor, POLLOUT, 0};
        if (::poll(&wanted, 1, sendTimeoutMs) != 1)
            return false;
        const long count = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (count <= 0)
            return false;
        bytes.remove_prefix(std::size_t(count));
    }
    return true;
}

void LoopbackServer::Peer::close()
{
    if (m_descriptor < 0)
        return;
    {
        const std::lock_guard lock(m_server.m_mutex);
        std::erase(m_server.m_open, m_descriptor);
    }
    if (m_tls)
        SSL_shutdown(static_cast<SSL *>(m_tls));
    // Closing with unread bytes would send a reset, which may overtake what was sent.
    ::shutdown(m_descriptor, SHUT_WR);
    pollfd ended{m_descriptor, POLLIN, 0};
    char bytes[65536];
    while (::poll(&ended, 1, sendTimeoutMs) == 1 && ::recv(m_descriptor, bytes, sizeof bytes, 0) > 0) {
        if (!m_tls)
            noteHeard();
    }
    ::close(m_descriptor);
    m_descriptor = -1;
}

void LoopbackServer::Peer::reset()
{
    {
        const std::lock_guard lock(m_server.m_mutex);
        std::erase(m_server.m_open, m_descriptor);
    }
    const linger now{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(m_descriptor);
    m_descriptor = -1;
}

void LoopbackServer::Peer::waitForEnd()
{
    char bytes[65536];
    while (receive(bytes, sizeof bytes) > 0) {
    }
}

int closedPort()
{
    int port = 0;
    ::close(listenAnywhere(0, port));
    return port;
}

} // namespace primer::test
