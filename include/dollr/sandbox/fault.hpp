// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_FAULT_HPP
#define DOLLR_SANDBOX_FAULT_HPP

#include <dollr/value/open_enum.hpp>

#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What goes wrong with one request, apart from what becomes of the payment.
///
/// Two questions describe a fault: does the request take effect (not at all, now, later), and what does the client see?
/// The client must not be able to tell the answers to the first question apart by the second: that is the whole point.
namespace dollr::sandbox {

BOOST_DEFINE_FIXED_ENUM_CLASS(fault, std::uint8_t, none,
                              // without effect
                              refused_connection,  // nothing listens (in process only; served, it is a reset)
                              lost_request,        // closed without an answer
                              busy,                // 503
                              rate_limited,        // 429, Retry-After: 5
                              unauthorized,        // 401, and the token is revoked
                              forbidden,           // 403
                              not_found,           // 404
                              refused,             // 422 about the session
                              html_error,          // 502 with a page of HTML
                              redirected,          // 307 to another host
                              // with effect
                              lost_answer,         // closed without an answer
                              reset_answer,        // reset without an answer
                              stalled_answer,      // answered after 60 s
                              server_error,        // 500
                              refused_after,       // 422 about the session
                              html_answer,         // 200 with a page of HTML
                              empty_answer,        // 204
                              truncated_answer,    // half of the body
                              endless_answer,      // a body that never ends
                              wrong_reference_id,  // an answer about another payment
                              wrong_operation,     // an answer about another operation
                              duplicate_member,    // `status` twice in the body
                              // with effect, later
                              late_request,  // closed without an answer, takes effect 45 s later
                              duplicated)    // answered, and delivered a second time 10 s later
[[nodiscard]] constexpr std::string_view to_text(fault value) noexcept { return wire_name(value); }

inline constexpr std::size_t fault_count = boost::mp11::mp_size<boost::describe::describe_enumerators<fault>>::value;

enum class effect_time : std::uint8_t { never, now, later, now_and_later };

[[nodiscard]] constexpr std::string_view to_text(effect_time value) noexcept;

[[nodiscard]] constexpr effect_time takes_effect(fault f) noexcept {
    if (f == fault::none) return effect_time::now;
    if (f == fault::late_request) return effect_time::later;
    if (f == fault::duplicated) return effect_time::now_and_later;
    return f < fault::lost_answer ? effect_time::never : effect_time::now;
}

/// Only an execution or its status has a reference_id to get wrong.
[[nodiscard]] constexpr bool speaks_of_an_execution(fault f) noexcept {
    return f == fault::wrong_reference_id || f == fault::wrong_operation || f == fault::duplicate_member;
}

/// Where a fault of a magic value strikes.
enum class fault_site : std::uint8_t {
    nowhere,
    execution,
    status,
    party,
    counterparty,
    document,
    item,
    publish,
    account,
    session,
    checkout,
    every_create,  ///< the eight before it
};

[[nodiscard]] constexpr std::string_view to_text(fault_site value) noexcept;

constexpr std::string_view to_text(effect_time value) noexcept {
    switch (value) {
        case effect_time::never:
            return "never";
        case effect_time::now:
            return "now";
        case effect_time::later:
            return "later";
        case effect_time::now_and_later:
            return "now and later";
    }
    return {};
}

constexpr std::string_view to_text(fault_site value) noexcept {
    switch (value) {
        case fault_site::nowhere:
            return "nowhere";
        case fault_site::execution:
            return "execution";
        case fault_site::status:
            return "status";
        case fault_site::party:
            return "party";
        case fault_site::counterparty:
            return "counterparty";
        case fault_site::document:
            return "document";
        case fault_site::item:
            return "item";
        case fault_site::publish:
            return "publish";
        case fault_site::account:
            return "account";
        case fault_site::session:
            return "session";
        case fault_site::checkout:
            return "checkout";
        case fault_site::every_create:
            return "every create";
    }
    return {};
}

}  // namespace dollr::sandbox

#endif
