// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_ERROR_HPP
#define DOLLR_VALUE_ERROR_HPP

#include <dollr/value/issue.hpp>
#include <dollr/value/text.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What went wrong, as three answers that a caller of a payments library needs: what happened, whether money may have
/// moved, and what to do next. No text of an error ever holds a secret, a body or a query value.
namespace dollr {

/// `unknown` is a fact of its own and never becomes `no` by giving up.
enum class money_moved : std::uint8_t { no, unknown, yes };

[[nodiscard]] constexpr std::string_view to_text(money_moved value) noexcept;

enum class error_kind : std::uint8_t {
    invalid,       ///< refused here, before a byte left
    unauthorized,  ///< 401
    forbidden,     ///< 403
    not_found,     ///< 404
    refused,       ///< 422
    rate_limited,  ///< 429
    server,        ///< 5xx
    unreadable,    ///< 2xx that did not decode
    unexpected,    ///< an answer that the contract does not know
    never_sent,    ///< no byte of the request was handed to a connection
    maybe_sent,    ///< no answer: the server may have the request
    journal,       ///< the journal refused or failed
    limit,         ///< larger than a limit of this library
    expired,       ///< a session or a token is past its end
    internal,      ///< a bug of this library
};

struct error {
    error_kind kind = error_kind::internal;
    money_moved moved = money_moved::no;
    std::string what;           ///< one clause: what happened
    std::string next;           ///< one clause: what to do, or what to write instead
    std::vector<issue> issues;  ///< every one, not just the first
    int http_status = 0;        ///< 0 without an answer

    friend bool operator==(error const&, error const&) = default;
};

[[nodiscard]] constexpr std::string_view to_text(error_kind kind) noexcept;

/// One line for a person: what; whether money may have moved; what to do; the issues as "body.amount: msg".
[[nodiscard]] inline std::string describe(error const& e);

/// "body.amount: too many decimals", escaped.
[[nodiscard]] inline std::string describe(issue const& i);

/// Input that was refused here: nothing was sent, so no money moved.
[[nodiscard]] inline error invalid_input(std::string_view what, std::string_view next) {
    error e;
    e.kind = error_kind::invalid;
    e.what = what;
    e.next = next;
    return e;
}

constexpr std::string_view to_text(error_kind kind) noexcept {
    switch (kind) {
        case error_kind::invalid:
            return "invalid";
        case error_kind::unauthorized:
            return "unauthorized";
        case error_kind::forbidden:
            return "forbidden";
        case error_kind::not_found:
            return "not found";
        case error_kind::refused:
            return "refused";
        case error_kind::rate_limited:
            return "rate limited";
        case error_kind::server:
            return "server error";
        case error_kind::unreadable:
            return "unreadable answer";
        case error_kind::unexpected:
            return "unexpected answer";
        case error_kind::never_sent:
            return "never sent";
        case error_kind::maybe_sent:
            return "maybe sent";
        case error_kind::journal:
            return "journal failure";
        case error_kind::limit:
            return "over a limit";
        case error_kind::expired:
            return "expired";
        case error_kind::internal:
            return "internal error";
    }
    return "error";
}

inline std::string describe(issue const& i) {
    auto where = escaped(i.loc_text());
    auto what = escaped(i.msg.empty() ? std::string_view{i.type} : std::string_view{i.msg});
    if (where.empty()) return what;
    if (what.empty()) return where;
    return where + ": " + what;
}

inline std::string describe(error const& e) {
    constexpr std::size_t clause_max = 600;
    constexpr std::size_t issues_max = 20;  // a line that a person can still read; the rest is counted
    std::string out = e.what.empty() ? std::string{to_text(e.kind)} : escaped(e.what, clause_max);
    if (e.http_status != 0) out += " (HTTP " + std::to_string(e.http_status) + ")";
    switch (e.moved) {
        case money_moved::no:
            out += "; this moved no money";
            break;
        case money_moved::unknown:
            out += "; money may have moved";
            break;
        case money_moved::yes:
            out += "; money moved";
            break;
    }
    if (!e.next.empty()) out += "; " + escaped(e.next, clause_max);
    std::size_t shown = 0;
    for (auto const& i : e.issues) {
        if (shown == issues_max) break;
        out += (shown == 0 ? " [" : "; ") + describe(i);
        ++shown;
    }
    if (e.issues.size() > shown) out += "; and " + std::to_string(e.issues.size() - shown) + " more";
    if (shown != 0) out += ']';
    return out;
}

constexpr std::string_view to_text(money_moved value) noexcept {
    switch (value) {
        case money_moved::no:
            return "no";
        case money_moved::unknown:
            return "unknown";
        case money_moved::yes:
            return "yes";
    }
    return {};
}

}  // namespace dollr

#endif
