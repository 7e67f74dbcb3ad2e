// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_IMPL_TRIGGER_HPP
#define DOLLR_MACHINE_ATTEMPT_IMPL_TRIGGER_HPP

#include <dollr/machine/attempt/lifecycle.hpp>
#include <dollr/machine/attempt/rules.hpp>
#include <dollr/machine/event.hpp>

#include <cstdint>
#include <optional>

/// From an observation to what the rules know of it.
namespace dollr::detail {

/// An answer as the rules see it.
constexpr trigger trigger_of(observation const& seen) noexcept {
    using kind = observation::kind;
    switch (seen.what) {
        case kind::status:
            break;
        case kind::unreadable:
        case kind::wrong_subject:
            return trigger::garbled;
        case kind::unauthorized:
            return trigger::unauthorized;
        case kind::forbidden:
            return trigger::forbidden;
        case kind::not_found:
            return trigger::not_found;
        case kind::refused:
            return trigger::refused;
        case kind::duplicate:
            return trigger::duplicate;
        case kind::rate_limited:
            return trigger::limited;
        case kind::other:
            return trigger::other;
        case kind::never_sent:
            return trigger::never_sent;
        case kind::maybe_sent:
            return trigger::no_answer;
    }
    if (!seen.status) return trigger::odd_status;
    if (is_final(*seen.status))
        return *seen.status == execution_status::completed ? trigger::completed : trigger::failed;
    return seen.requires_action ? trigger::action : trigger::processing;
}

constexpr std::uint8_t status_code(std::optional<execution_status> status) noexcept {
    return status ? static_cast<std::uint8_t>(1 + static_cast<unsigned>(*status)) : std::uint8_t{0};
}

/// What is odd about an answer beyond what the codec noticed.
constexpr anomaly oddity_of(observation const& seen) noexcept {
    using kind = observation::kind;
    constexpr anomaly subject = anomaly::wrong_reference_id | anomaly::wrong_operation;
    switch (seen.what) {
        case kind::unreadable:
            return anomaly::unreadable_answer;
        case kind::wrong_subject:
            return has(seen.anomalies, subject) ? anomaly::none : anomaly::wrong_reference_id;
        case kind::duplicate:
            return anomaly::unexpected_http;
        case kind::other:
            return seen.http_status < 500 ? anomaly::unexpected_http : anomaly::none;
        default:
            return anomaly::none;
    }
}

}  // namespace dollr::detail

#endif
