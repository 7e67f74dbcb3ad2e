// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_EXCHANGE_HPP
#define DOLLR_CODEC_EXCHANGE_HPP

#include <dollr/api/executions.hpp>
#include <dollr/api/status.hpp>
#include <dollr/codec/problem.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/http/message.hpp>
#include <dollr/journal/record.hpp>
#include <dollr/machine/event.hpp>
#include <dollr/value/time.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Between the attempt machine and HTTP: its send and poll effects become requests, and what comes back becomes an
/// observation.
///
/// The requests are made from the record alone, plus what must not be in a record: the token and the passcode. So a
/// re-send is the same request (invariant I6), and the operation that is polled is the one that was sent (mistake 17).
/// The bytes of secrets are handed out beside the observation and never in it.
namespace dollr::codec {

/// The POST of the attempt. A payout takes a passcode; the others take none.
inline result<void> send_request(attempt_state const& attempt, api::passcode_payload const* passcode,
                                 secret_string const& bearer, http_request& out);

/// The GET of its status.
inline result<void> poll_request(attempt_state const& attempt, secret_string const& bearer, http_request& out);

/// What an exchange of this attempt means, and what the driver must carry past the machine.
struct reading {
    observation seen;
    std::vector<issue> issues;    ///< why the server refused, or what was wrong with its answer
    secret_string client_secret;  ///< to show 3-D Secure with; empty: none came
    std::string message;  ///< the gateway's or the wallet's word, or why the answer is unreadable: print it escaped()
};

/// `now` is only used to count a Retry-After date from, where the answer has no Date.
inline reading observe(attempt_state const& attempt, exchange_result const& end, server_time now, limits const& l = {});

namespace detail {

inline error not_executable(std::string_view what) { return invalid_input(what, "this is a defect of the caller"); }

/// Whom does the refusal speak of? If it may be the reference_id, the first copy of the request may have landed.
inline bool names_reference_id(std::vector<issue> const& issues) {
    for (issue const& i : issues) {
        if (i.msg.find("reference") != std::string::npos || i.msg.find("Reference") != std::string::npos) return true;
        for (auto const& step : i.loc) {
            auto const* name = std::get_if<std::string>(&step);
            if (name != nullptr && *name == "reference_id") return true;
        }
    }
    return false;
}

/// Is it the passcode itself that was refused? Another try could lock the account, so this stops all payouts.
inline bool names_passcode(std::vector<issue> const& issues) {
    for (issue const& i : issues) {
        if (i.msg.find("passcode") != std::string::npos || i.msg.find("Passcode") != std::string::npos) return true;
        for (auto const& step : i.loc) {
            auto const* name = std::get_if<std::string>(&step);
            if (name != nullptr && *name == "passcode") return true;
        }
    }
    return false;
}

inline observation::kind refusal_kind(int status, std::optional<problem> const& p) {
    using kind = observation::kind;
    if (status == 401) return kind::unauthorized;
    if (status == 429) return kind::rate_limited;
    if (status == 409) return kind::duplicate;
    if (!p) return kind::other;  // a page of somebody in between says nothing about the payment
    if (status == 403) return kind::forbidden;
    if (status == 404 && p->understood) return kind::not_found;  // the API's own words, or it proves nothing
    if (status == 422 && p->understood) return names_reference_id(p->issues) ? kind::duplicate : kind::refused;
    return kind::other;
}

inline void observe_status(attempt_state const& attempt, api::execution_response& r, reading& out) {
    auto& seen = out.seen;
    if (r.reference_id != attempt.reference_id) seen.anomalies |= anomaly::wrong_reference_id;
    if (!r.operation_type.is(attempt.operation)) seen.anomalies |= anomaly::wrong_operation;
    if (seen.anomalies != anomaly::none) {
        seen.what = observation::kind::wrong_subject;
        return;
    }
    seen.what = observation::kind::status;
    seen.status = r.status.known();
    if (!seen.status) seen.anomalies |= anomaly::unknown_status;
    seen.requires_action = r.requires_action.value_or(false);
    seen.payer = money{r.payer_amount, r.payer_currency};
    seen.payee = money{r.payee_amount, r.payee_currency};
    if (r.client_secret) out.client_secret = std::move(*r.client_secret);
    seen.has_client_secret = !out.client_secret.empty();
    for (auto* text : {&r.gateway_message, &r.wallet_message})
        if (out.message.empty() && *text) out.message = std::move(**text);
}

}  // namespace detail

inline result<void> send_request(attempt_state const& attempt, api::passcode_payload const* passcode,
                                 secret_string const& bearer, http_request& out) {
    out.clear();
    switch (attempt.operation) {
        case operation_type::collection:
            return request<api::execute_collection>(
                {attempt.session, attempt.account, attempt.currency, attempt.reference_id}, bearer, out);
        case operation_type::payout:
            if (passcode == nullptr) return detail::not_executable("a payout needs its passcode");
            return request<api::execute_payout>({attempt.session, attempt.account, attempt.reference_id, *passcode},
                                                bearer, out);
        case operation_type::transfer:
            return request<api::execute_transfer>({attempt.session, attempt.reference_id}, bearer, out);
        case operation_type::refund:
            return request<api::execute_refund>({attempt.session, attempt.reference_id}, bearer, out);
    }
    return detail::not_executable("there is no such operation");
}

inline result<void> poll_request(attempt_state const& attempt, secret_string const& bearer, http_request& out) {
    out.clear();
    api::execution_status_path const path{attempt.reference_id};
    switch (attempt.operation) {
        case operation_type::collection:
            return request<api::status_collection>(path, {}, {}, bearer, out);
        case operation_type::payout:
            return request<api::status_payout>(path, {}, {}, bearer, out);
        case operation_type::transfer:
            return request<api::status_transfer>(path, {}, {}, bearer, out);
        case operation_type::refund:
            return request<api::status_refund>(path, {}, {}, bearer, out);
    }
    return detail::not_executable("there is no such operation");
}

inline reading observe(attempt_state const& attempt, exchange_result const& end, server_time now, limits const& l) {
    reading out;
    auto& seen = out.seen;
    if (auto const* none = std::get_if<no_response>(&end)) {
        seen.what =
            none->delivery == delivery::never_sent ? observation::kind::never_sent : observation::kind::maybe_sent;
        return out;
    }
    auto const& answer = *std::get_if<http_response>(&end);
    seen.http_status = answer.status;
    seen.retry_after = retry_after(answer, now);
    if (answer.status >= 200 && answer.status < 300) {
        api::execution_response r;
        error e;
        if (detail::decode(answer, schema::type_of<api::execution_response>, &r, hazard::moves_money, l, e)) {
            seen.date = date_of(answer);
            detail::observe_status(attempt, r, out);
        } else {
            seen.what = observation::kind::unreadable;
            seen.anomalies |= anomaly::unreadable_answer;
            out.issues = std::move(e.issues);
            out.message = std::move(e.what);
        }
        return out;
    }
    auto p = read_problem(answer, l);
    seen.what = detail::refusal_kind(answer.status, p);
    if (p && p->understood) seen.date = date_of(answer);
    if (seen.what == observation::kind::other) seen.anomalies |= anomaly::unexpected_http;
    if (p && (answer.status == 401 || answer.status == 403 || answer.status == 422) &&
        detail::names_passcode(p->issues))
        seen.anomalies |= anomaly::secret_refused;
    if (p) out.issues = std::move(p->issues);
    return out;
}

}  // namespace dollr::codec

#endif
