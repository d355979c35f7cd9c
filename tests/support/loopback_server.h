// Owns: a server on this machine whose behaviour a test writes down connection by connection, with a ledger of what
// reached it. Plain or TLS. Not here: what a good server does.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace primer::test {

/// A request as it came.
struct Arrival {
    std::string head; ///< with its request line, without the empty one
    std::string body; ///< as far as it came
    int connection = 0;
    std::string header(const std::string &lowerName) const; ///< "" when absent
    std::string target() const;
    bool isPost() const { return head.starts_with("POST "); }
};

/// A self-signed certificate for 127.0.0.1 and localhost, made anew, and its key.
struct TestCertificate {
    std::string certificatePem, keyPem;
    static TestCertificate make(const std::string &address = "127.0.0.1");
};

class LoopbackServer
{
public:
    /// One connection, in a thread of its own.
    class Peer
    {
    public:
        /// False when the peer ended the connection first.
        bool readHead();
        bool readBody(std::size_t upTo = SIZE_MAX);
        bool readRequest() { return readHead() && readBody(); }
        const Arrival &arrival() const { return *m_arrival; }
        bool send(std::string_view bytes);
        /// "HTTP/1.1 STATUS Because" with these header lines, a Content-Length and the body.
        bool answer(int status, std::string_view body = {}, std::string_view headers = {});
        /// False when the peer does not take it all within two seconds.
        bool sendsOn(std::string_view bytes);
        void close(); ///< all that was sent arrives
        void reset(); ///< and the peer sees an error
        /// Until the peer ends the connection.
        void waitForEnd();
        int number() const { return m_number; }

    private:
        friend class LoopbackServer;
        Peer(LoopbackServer &server, int descriptor, int number);
        ~Peer();
        long receive(char *bytes, std::size_t size);
        void noteHeard();

        LoopbackServer &m_server;
        int m_descriptor;
        const int m_number;
        void *m_tls = nullptr;
        std::string m_ahead;
        bool m_isHeard = false;
        Arrival *m_arrival = nullptr;
    };
    using Serve = std::function<void(Peer &)>;

    explicit LoopbackServer(Serve serve, const TestCertificate *certificate = nullptr);
    ~LoopbackServer();

    int port() const { return m_port; }
    std::string url(const std::string &path = "/") const;
    std::vector<Arrival> ledger() const;
    int connections() const { return m_connections; }
    /// Those on which anything was heard.
    int connectionsHeard() const { return m_heard; }
    /// Ends every connection and waits for their threads.
    void stop();

private:
    void accept();

    const Serve m_serve;
    void *m_tls = nullptr;
    int m_listener = -1, m_port = 0;
    std::atomic<int> m_connections{0}, m_heard{0};
    mutable std::mutex m_mutex;
    std::list<Arrival> m_ledger;
    std::vector<int> m_open;
    std::vector<std::thread> m_threads;
    bool m_isStopped = false;
    std::thread m_accepting;
};

/// A port that nothing listens on.
int closedPort();

} // namespace primer::test
