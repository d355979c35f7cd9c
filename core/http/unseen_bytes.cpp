#include "core/http/unseen_bytes.h"

#include <cstddef>
#include <cstdlib>
#include <memory>

#include <arpa/inet.h>
#include <dirent.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace primer {

namespace {

/// 0 for what is no connection.
std::uint16_t peerPortOf(int descriptor)
{
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &size) != 0)
        return 0;
    if (peer.ss_family == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in *>(&peer)->sin_port);
    return peer.ss_family == AF_INET6 ? ntohs(reinterpret_cast<const sockaddr_in6 *>(&peer)->sin6_port) : 0;
}

std::int64_t receivedBy(int descriptor)
{
    tcp_info info{};
    socklen_t size = sizeof info;
    const bool isTold = ::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) == 0
                        && size >= offsetof(tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received;
    return isTold ? std::int64_t(info.tcpi_bytes_received) : 0;
}

} // namespace

int endConnectionsBeyond(const std::set<std::uint16_t> &ports, std::int64_t maxBytes)
{
    const std::unique_ptr<DIR, int (*)(DIR *)> open(::opendir("/proc/self/fd"), ::closedir);
    int ended = 0;
    while (const dirent *entry = open ? ::readdir(open.get()) : nullptr) {
        const int descriptor = std::atoi(entry->d_name); // "." and ".." are 0, which is no connection of ours
        if (descriptor > 2 && ports.contains(peerPortOf(descriptor)) && receivedBy(descriptor) > maxBytes) {
            ::shutdown(descriptor, SHUT_RDWR);
            ++ended;
        }
    }
    return ended;
}

} // namespace primer
