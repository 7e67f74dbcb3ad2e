// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_LOSSY_PROXY_HPP
#define DOLLR_TESTS_SUPPORT_LOSSY_PROXY_HPP

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/// Stands before a PostgreSQL and, when it is told to, lets a COMMIT through and swallows its answer: the connection
/// ends, and the client cannot know that everything is written.
namespace samples {

class lossy_proxy {
public:
    explicit lossy_proxy(std::uint16_t server) : server_(server) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto here = local(0);
        socklen_t size = sizeof here;
        REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&here), size) == 0);
        REQUIRE(::listen(listener_, 8) == 0);
        REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size) == 0);
        port_ = ntohs(here.sin_port);
        worker_ = std::thread{[this] { serve(); }};
    }
    lossy_proxy(lossy_proxy const&) = delete;
    lossy_proxy& operator=(lossy_proxy const&) = delete;
    ~lossy_proxy() {
        ends_ = true;
        worker_.join();
        ::close(listener_);
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    void lose_next_commit() noexcept { loses_ = true; }
    [[nodiscard]] bool has_lost() const noexcept { return !loses_; }

private:
    static sockaddr_in local(std::uint16_t port) {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        where.sin_port = htons(port);
        return where;
    }

    /// One connection at a time: a journal has only one.
    void serve() {
        while (!ends_) {
            pollfd waiting{listener_, POLLIN, 0};
            if (::poll(&waiting, 1, 20) <= 0) continue;
            auto const client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            auto const server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            auto const there = local(server_);
            if (::connect(server, reinterpret_cast<sockaddr const*>(&there), sizeof there) == 0) carry(client, server);
            ::close(server);
            ::close(client);
        }
    }
    void carry(int client, int server) {
        constexpr std::string_view commit{
            "Q\0\0\0\x0b"
            "COMMIT",
            11};
        bool swallows = false;
        while (!ends_) {
            pollfd both[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
            if (::poll(both, 2, 20) <= 0) continue;
            std::array<char, 1 << 16> piece;
            if (both[1].revents != 0) {
                auto const got = ::read(server, piece.data(), piece.size());
                if (swallows) loses_ = false;
                if (got <= 0 || swallows) return;
                pass(client, piece.data(), got);
            }
            if (both[0].revents != 0) {
                auto const got = ::read(client, piece.data(), piece.size());
                if (got <= 0) return;
                std::string_view const said{piece.data(), static_cast<std::size_t>(got)};
                swallows = loses_ && said.find(commit) != std::string_view::npos;
                pass(server, piece.data(), got);
            }
        }
    }
    static void pass(int to, char const* bytes, ssize_t size) {
        while (size > 0) {
            auto const sent = ::send(to, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes += sent;
            size -= sent;
        }
    }

    std::uint16_t server_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::atomic<bool> loses_ = false;
    std::atomic<bool> ends_ = false;
    std::thread worker_;
};

}  // namespace samples

#endif
