// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_ASIO_SRC_MESSAGE_PARSER_HPP
#define DOLLR_ASIO_SRC_MESSAGE_PARSER_HPP

#include <dollr/value/secret.hpp>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// Beast's HTTP/1.1 grammar with our own idea of a message: the few headers that matter, and a body that is wiped.
namespace dollr::asio_detail {

namespace http = boost::beast::http;

/// What was read from a socket holds tokens and passcodes, so its memory is wiped before it is given back.
template <class T>
struct wiping_allocator {
    using value_type = T;

    wiping_allocator() = default;
    template <class U>
    wiping_allocator(wiping_allocator<U> const&) noexcept {}

    T* allocate(std::size_t n) { return std::allocator<T>{}.allocate(n); }
    void deallocate(T* p, std::size_t n) noexcept {
        wipe_memory(p, n * sizeof(T));
        std::allocator<T>{}.deallocate(p, n);
    }
    friend bool operator==(wiping_allocator, wiping_allocator) noexcept { return true; }
};

using wiped_buffer = boost::beast::basic_flat_buffer<wiping_allocator<char>>;

/// Read from the socket in pieces of this size.
inline constexpr std::size_t read_size = 16u << 10;

template <bool IsRequest>
class message_parser final : public http::basic_parser<IsRequest> {
    using view = boost::beast::string_view;
    using error_code = boost::beast::error_code;

public:
    message_parser(std::size_t head_max, std::size_t body_max) : body_max_(body_max) {
        this->header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(head_max, UINT32_MAX)));
        this->body_limit(boost::none);  // ours is counted below: what came before it is kept
        this->eager(true);
    }

    int status = 0;
    std::string method;
    std::string target;
    std::string host;
    std::string origin;
    bool tells_its_place_twice = false;  ///< host or origin
    std::string content_type;
    std::string date;
    std::string retry_after;
    bool expects_continue = false;
    secret_string authorization;
    secret_string body;

private:
    static std::string_view std_view(view text) noexcept { return {text.data(), text.size()}; }

    void on_request_impl(http::verb, view method_text, view target_text, int, error_code&) override {
        method = std_view(method_text);
        target = std_view(target_text);
    }
    void on_response_impl(int code, view, int, error_code&) override { status = code; }

    void on_field_impl(http::field name, view, view value, error_code&) override {
        if (this->is_header_done()) return;  // a trailer
        auto const keep = [value](std::string& place) {
            if (place.empty()) place = std_view(value);
        };
        auto const keep_only = [&](std::string& place) {
            tells_its_place_twice |= !place.empty();
            place = std_view(value);
        };
        switch (name) {
            case http::field::host:
                return keep_only(host);
            case http::field::origin:
                return keep_only(origin);
            case http::field::content_type:
                return keep(content_type);
            case http::field::date:
                return keep(date);
            case http::field::retry_after:
                return keep(retry_after);
            case http::field::expect:
                expects_continue = true;
                return;
            case http::field::authorization:
                if (authorization.empty()) authorization.assign(std_view(value));
                return;
            default:
                return;
        }
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override {
        if (length) body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, body_max_)));
    }
    std::size_t on_body_impl(view part, error_code& error) override {
        auto const kept = std::min(part.size(), body_max_ - body.size());
        body.append(std_view(part.substr(0, kept)));
        if (kept < part.size()) error = http::error::body_limit;
        return kept;
    }
    void on_chunk_header_impl(std::uint64_t, view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, view part, error_code& error) override {
        return on_body_impl(part, error);
    }
    void on_finish_impl(error_code&) override {}

    std::size_t body_max_;
};

/// Parses what is there. No error: the message is complete; need_more: read more and come again.
template <bool IsRequest>
boost::beast::error_code parse(message_parser<IsRequest>& parser, wiped_buffer& received) {
    while (!parser.is_done()) {
        boost::beast::error_code error;
        auto const used = parser.put(received.data(), error);
        received.consume(used);
        if (error) return error;
        // A body that lasts until the end of the connection asks for nothing more and is never done.
        if (!parser.is_done() && (used == 0 || received.size() == 0)) return http::error::need_more;
    }
    return {};
}

}  // namespace dollr::asio_detail

#endif
