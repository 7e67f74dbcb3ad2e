// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_HTTP_ENDPOINT_HPP
#define DOLLR_HTTP_ENDPOINT_HPP

#include <dollr/value/bytes.hpp>
#include <dollr/value/error.hpp>
#include <dollr/value/result.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

/// Where the API is: `https://host[:port][/base/path]`.
///
/// A bearer token and a passcode travel to this place, so it is read strictly: https, or plain http only to this
/// machine itself (127.0.0.0/8, [::1], localhost); no user name, no query, no fragment. A number that merely looks like
/// a loopback address (`127.1`, `127.0.0.1.example.com`) is not one. `origin()` names the place in journals and logs.
namespace dollr {

struct endpoint {
    bool tls = true;
    bool loopback = false;
    std::string host;  ///< lower case; an IPv6 address without its brackets
    std::uint16_t port = 443;
    std::string base_path;  ///< empty or "/v1": begins with a slash and does not end in one

    [[nodiscard]] static result<endpoint> parse(std::string_view url);

    /// "api.example.com", "127.0.0.1:8080", "[::1]:8080": the Host header; a default port is left out.
    [[nodiscard]] std::string authority() const;
    /// "https://api.example.com"
    [[nodiscard]] std::string origin() const { return (tls ? "https://" : "http://") + authority(); }

    friend bool operator==(endpoint const&, endpoint const&) = default;
};

namespace detail::url {

constexpr bool is_hex_digit(char c) noexcept {
    return ascii::is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Four decimal parts of 0..255 without leading zeros, the first of them 127.
constexpr bool is_loopback_ipv4(std::string_view host) noexcept {
    for (int part = 0; part < 4; ++part) {
        std::size_t digits = 0;
        int value = 0;
        while (digits < host.size() && digits < 3 && ascii::is_digit(host[digits]))
            value = value * 10 + (host[digits++] - '0');
        if (digits == 0 || value > 255 || (digits > 1 && host[0] == '0') || (part == 0 && value != 127)) return false;
        host.remove_prefix(digits);
        if (part == 3) return host.empty();
        if (host.empty() || host.front() != '.') return false;
        host.remove_prefix(1);
    }
    return false;
}

constexpr bool is_host_name(std::string_view host) noexcept {
    if (host.empty() || host.size() > 253) return false;
    for (auto const c : host) {
        if (!is_letter(c) && !ascii::is_digit(c) && c != '-' && c != '.') return false;
    }
    return host.front() != '.' && host.front() != '-';
}

constexpr bool is_ipv6_text(std::string_view host) noexcept {
    if (host.size() < 2 || host.size() > 45) return false;
    std::size_t colons = 0;
    for (auto const c : host) {
        if (!is_hex_digit(c) && c != ':' && c != '.') return false;
        colons += c == ':';
    }
    return colons >= 2;
}

constexpr bool is_path(std::string_view path) noexcept {
    for (auto const c : path) {
        if (!is_letter(c) && !ascii::is_digit(c) &&
            std::string_view{"-._~/%!$&'()*+,;=:@"}.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return path.find("//") == std::string_view::npos;
}

constexpr std::string_view form =
    "write it as https://host/v1, or as http://127.0.0.1:PORT for a server on this machine";

}  // namespace detail::url

inline std::string endpoint::authority() const {
    auto text = host.find(':') == std::string::npos ? host : '[' + host + ']';
    if (port != (tls ? 443 : 80)) text += ':' + std::to_string(port);
    return text;
}

inline result<endpoint> endpoint::parse(std::string_view url) {
    // The URL itself is never quoted: what is refused here may be a password in the wrong place.
    auto const refused = [](std::string_view what) { return invalid_input(what, detail::url::form); };
    endpoint place;

    auto const scheme_end = url.find("://");
    if (scheme_end == std::string_view::npos) return refused("the base URL has no https:// in front");
    std::string scheme{url.substr(0, scheme_end)};
    for (auto& c : scheme) c = detail::url::lower(c);
    if (scheme != "https" && scheme != "http") return refused("the base URL is neither https nor http");
    place.tls = scheme == "https";
    place.port = place.tls ? 443 : 80;

    auto rest = url.substr(scheme_end + 3);
    auto const path_start = rest.find_first_of("/?#");
    auto authority = rest.substr(0, path_start);
    auto path = path_start == std::string_view::npos ? std::string_view{} : rest.substr(path_start);

    if (authority.find('@') != std::string_view::npos) return refused("the base URL holds a user name or a password");
    if (path.find('?') != std::string_view::npos) return refused("the base URL has a query");
    if (path.find('#') != std::string_view::npos) return refused("the base URL has a fragment");

    auto const bracketed = !authority.empty() && authority.front() == '[';
    auto const host_end = bracketed ? authority.find(']') : authority.find(':');
    if (bracketed && host_end == std::string_view::npos) return refused("the base URL has a [ without its ]");
    auto const host = bracketed ? authority.substr(1, host_end - 1) : authority.substr(0, host_end);
    if (bracketed ? !detail::url::is_ipv6_text(host) : !detail::url::is_host_name(host)) {
        return refused("the base URL has no host name, or a wrong one");
    }
    for (auto const c : host) place.host += detail::url::lower(c);

    auto port =
        host_end == std::string_view::npos ? std::string_view{} : authority.substr(host_end + (bracketed ? 1 : 0));
    if (!port.empty()) {
        unsigned value = 0;
        auto const* const last = port.data() + port.size();
        auto const read = std::from_chars(port.data() + 1, last, value);
        if (port.front() != ':' || read.ec != std::errc{} || read.ptr != last || value == 0 || value > 65535) {
            return refused("the base URL's port is not a number from 1 to 65535");
        }
        place.port = static_cast<std::uint16_t>(value);
    }

    while (!path.empty() && path.back() == '/') path.remove_suffix(1);
    if (!detail::url::is_path(path))
        return refused("the base URL's path has a character that must be escaped, or an empty part");
    place.base_path = path;

    place.loopback =
        bracketed ? place.host == "::1" : place.host == "localhost" || detail::url::is_loopback_ipv4(place.host);
    if (!place.tls && !place.loopback)
        return refused("the base URL is plain http to another machine: secrets would be sent unencrypted");
    return place;
}

}  // namespace dollr

#endif
