// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_HOSTILE_SERVER_HPP
#define DOLLR_TESTS_SUPPORT_HOSTILE_SERVER_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// A server on loopback that does to a client whatever a test's script says: plain sockets and threads, and nothing of
/// the code under test.
namespace dollr::test {

/// One request as it came over the wire.
struct seen_request {
    std::string head;
    std::string body;
    std::size_t connection = 0;     ///< of the server, from 0
    std::size_t on_connection = 0;  ///< how many came before it on the same connection

    std::string method() const { return head.substr(0, head.find(' ')); }
    std::string target() const;
    /// The value of a header, trimmed; nothing if it is absent.
    std::optional<std::string> header(std::string_view name) const;
};

/// A self-signed certificate for one name, made when it is needed, and the file that a client trusts.
class tls_identity {
public:
    /// `name` is a DNS name or, if it begins with a digit, an IP address.
    explicit tls_identity(std::string const& name);
    ~tls_identity();
    tls_identity(tls_identity const&) = delete;

    std::string ca_file() const { return file_.string(); }
    void* context() const noexcept { return context_; }  ///< SSL_CTX*

private:
    std::filesystem::path file_;
    void* context_;
};

class hostile_server;

/// A connection in the hands of its script.
class peer {
public:
    /// The next whole request; nothing once the client has left.
    std::optional<seen_request> read_request();
    /// False once the client has left.
    bool write(std::string_view bytes);
    /// An orderly answer that allows another request on the same connection.
    void answer(std::string_view status_and_headers, std::string_view body);
    void ok(std::string_view body = "{}") { answer("200 OK\r\nContent-Type: application/json\r\n", body); }
    /// Says nothing more until the client leaves or the server stops.
    void wait_until_gone();
    /// An abortive close, which the client sees as a reset.
    void reset();
    void close();

    std::size_t number() const noexcept { return number_; }

private:
    friend class hostile_server;
    peer(hostile_server& server, int socket, std::size_t number) : server_(server), socket_(socket), number_(number) {}
    bool fill();

    hostile_server& server_;
    int socket_;
    std::size_t number_;
    void* tls_ = nullptr;  // SSL*
    std::string unread_;
    std::size_t requests_ = 0;
};

class hostile_server {
public:
    /// Run in a thread of its own for each connection, which is closed when it returns.
    using script = std::function<void(peer&)>;

    explicit hostile_server(script run, tls_identity const* identity = nullptr);
    ~hostile_server();
    hostile_server(hostile_server const&) = delete;

    std::uint16_t port() const noexcept { return port_; }
    /// http or https, and 127.0.0.1.
    std::string url() const;
    std::vector<seen_request> requests() const;
    std::size_t connections() const noexcept { return connections_; }
    /// That a script has read, whole requests or not; without what belongs to TLS itself.
    std::size_t bytes_read() const noexcept { return bytes_read_; }

private:
    friend class peer;
    void accept_all();
    void serve(peer& one);

    script run_;
    tls_identity const* identity_;
    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::atomic<std::size_t> connections_ = 0;
    std::atomic<std::size_t> bytes_read_ = 0;
    mutable std::mutex mutex_;  // guards the three below
    std::vector<seen_request> requests_;
    std::list<peer> peers_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

/// A server's script: every request is answered.
inline void answer_all(peer& client) {
    while (client.read_request()) client.ok();
}

/// A port of this machine on which nothing listens.
std::uint16_t closed_port();

/// A port of this machine that never accepts: its queue is full.
class full_port {
public:
    full_port();
    ~full_port();
    full_port(full_port const&) = delete;
    std::uint16_t number() const noexcept { return number_; }

private:
    std::vector<int> sockets_;
    std::uint16_t number_ = 0;
};

}  // namespace dollr::test

#endif
