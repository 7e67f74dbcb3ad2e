// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "hostile_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <stdexcept>

namespace dollr::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int bound_socket() {
    auto const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const address = loopback(0);
    if (socket < 0 || ::bind(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
        throw std::runtime_error("the test cannot bind a port of 127.0.0.1");
    }
    return socket;
}

std::uint16_t port_of(int socket) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

bool equal_without_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::string seen_request::target() const {
    auto const start = head.find(' ') + 1;
    return head.substr(start, head.find(' ', start) - start);
}

std::optional<std::string> seen_request::header(std::string_view name) const {
    for (auto line = head.find("\r\n"); line != std::string::npos; line = head.find("\r\n", line + 2)) {
        auto const colon = head.find(':', line);
        if (colon == std::string::npos) break;
        if (!equal_without_case(std::string_view{head}.substr(line + 2, colon - line - 2), name)) continue;
        auto value = head.substr(colon + 1, head.find("\r\n", colon) - colon - 1);
        value.erase(0, value.find_first_not_of(' '));
        return value;
    }
    return std::nullopt;
}

tls_identity::tls_identity(std::string const& name) {
    auto* const key = EVP_EC_gen("P-256");
    auto* const certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    auto* const subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>("test"), -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    X509_set_pubkey(certificate, key);
    auto const san = (std::isdigit(static_cast<unsigned char>(name.front())) ? "IP:" : "DNS:") + name;
    auto* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, san.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(certificate, key, EVP_sha256());

    auto path = (std::filesystem::temp_directory_path() / "dollr-test-XXXXXX").string();
    auto* const out = ::fdopen(::mkstemp(path.data()), "w");
    PEM_write_X509(out, certificate);
    std::fclose(out);
    file_ = path;

    auto* const context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    X509_free(certificate);
    EVP_PKEY_free(key);
    context_ = context;
}

tls_identity::~tls_identity() {
    SSL_CTX_free(static_cast<SSL_CTX*>(context_));
    std::filesystem::remove(file_);
}

bool peer::fill() {
    std::array<char, 16'384> piece;
    auto const size = tls_ != nullptr ? SSL_read(static_cast<SSL*>(tls_), piece.data(), static_cast<int>(piece.size()))
                                      : ::recv(socket_, piece.data(), piece.size(), 0);
    if (size <= 0) return false;
    unread_.append(piece.data(), static_cast<std::size_t>(size));
    server_.bytes_read_ += static_cast<std::size_t>(size);
    return true;
}

std::optional<seen_request> peer::read_request() {
    seen_request request;
    request.connection = number_;
    std::size_t end;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return std::nullopt;
    }
    request.head = unread_.substr(0, end + 2);
    unread_.erase(0, end + 4);
    std::size_t length = 0;
    auto const text = request.header("content-length").value_or("0");
    std::from_chars(text.data(), text.data() + text.size(), length);
    while (unread_.size() < length) {
        if (!fill()) return std::nullopt;
    }
    request.body = unread_.substr(0, length);
    unread_.erase(0, length);
    request.on_connection = requests_++;
    std::scoped_lock const lock{server_.mutex_};
    server_.requests_.push_back(request);
    return request;
}

bool peer::write(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const size = tls_ != nullptr
                              ? SSL_write(static_cast<SSL*>(tls_), bytes.data(), static_cast<int>(bytes.size()))
                              : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

void peer::answer(std::string_view status_and_headers, std::string_view body) {
    write("HTTP/1.1 " + std::string{status_and_headers} + "Content-Length: " + std::to_string(body.size()) +
          "\r\n\r\n" + std::string{body});
}

void peer::wait_until_gone() {
    while (!server_.stopping_ && fill()) unread_.clear();
}

void peer::reset() {
    linger const at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

void peer::close() {
    std::scoped_lock const lock{server_.mutex_};
    if (tls_ != nullptr) SSL_free(static_cast<SSL*>(tls_));
    tls_ = nullptr;
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

hostile_server::hostile_server(script run, tls_identity const* identity)
    : run_(std::move(run)), identity_(identity), listener_(bound_socket()), port_(port_of(listener_)) {
    ::listen(listener_, 128);
    acceptor_ = std::thread{[this] { accept_all(); }};
}

hostile_server::~hostile_server() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
        std::scoped_lock const lock{mutex_};
        for (auto const& one : peers_) {
            if (one.socket_ >= 0) ::shutdown(one.socket_, SHUT_RDWR);
        }
    }
    for (auto& one : threads_) one.join();
}

std::string hostile_server::url() const {
    return (identity_ != nullptr ? "https" : "http") + std::string{"://127.0.0.1:"} + std::to_string(port_);
}

std::vector<seen_request> hostile_server::requests() const {
    std::scoped_lock const lock{mutex_};
    return requests_;
}

void hostile_server::accept_all() {
    for (;;) {
        auto const socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        std::scoped_lock const lock{mutex_};
        auto& one = peers_.emplace_back(peer{*this, socket, connections_++});
        threads_.emplace_back([this, &one] { serve(one); });
    }
}

void hostile_server::serve(peer& one) {
    // OpenSSL writes without MSG_NOSIGNAL. Blocked in this thread only, so that a client's own SIGPIPE still shows.
    sigset_t pipe;
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    auto ready = true;
    if (identity_ != nullptr) {
        auto* const tls = SSL_new(static_cast<SSL_CTX*>(identity_->context()));
        SSL_set_fd(tls, one.socket_);
        one.tls_ = tls;
        ready = SSL_accept(tls) == 1;
    }
    if (ready) run_(one);
    if (one.tls_ != nullptr && ready) SSL_shutdown(static_cast<SSL*>(one.tls_));
    one.close();
}

std::uint16_t closed_port() {
    auto const socket = bound_socket();
    auto const port = port_of(socket);
    ::close(socket);
    return port;
}

full_port::full_port() : sockets_{bound_socket()}, number_(port_of(sockets_.front())) {
    ::listen(sockets_.front(), 0);
    // A queue of length 0 holds one connection; the second is never answered, nor is any after it.
    for (auto i = 0; i < 2; ++i) {
        sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        auto const address = loopback(number_);
        ::connect(sockets_.back(), reinterpret_cast<sockaddr const*>(&address), sizeof address);
        pollfd connected{sockets_.back(), POLLOUT, 0};
        ::poll(&connected, 1, 50);
    }
}

full_port::~full_port() {
    for (auto const socket : sockets_) ::close(socket);
}

}  // namespace dollr::test
