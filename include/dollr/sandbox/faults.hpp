// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_FAULTS_HPP
#define DOLLR_SANDBOX_FAULTS_HPP

#include <dollr/api/executions.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/random.hpp>
#include <dollr/sandbox/reply.hpp>
#include <dollr/sandbox/rules/auth.hpp>
#include <dollr/sandbox/state.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

/// Which fault strikes a request, and what it does to the answer. First the one that was planned by hand, then a magic
/// value, then chance.
namespace dollr::sandbox::detail {

/// A request as the rules see it: without its base path, split, and at its time.
struct incoming {
    http_method method{};
    std::string_view target;
    std::string_view path;
    std::string_view query;
    std::string_view authorization;
    std::string_view body;
    server_time now{};
    bool delivered_late = false;  ///< by the network of the sandbox itself: no second fault
};

inline constexpr duration stall{60'000};
inline constexpr duration lateness{45'000};
inline constexpr duration duplicate_lag{10'000};

template <class Op>
fault choose_fault(state& s, incoming const& in, call<Op> const& c) {
    if (in.delivered_late) return fault::none;
    constexpr bool has_reference = std::is_same_v<typename Op::response, api::execution_response>;
    if (auto const planned = s.next_fault;
        planned && is_meant(*planned, Op::hazard) && (has_reference || !speaks_of_an_execution(planned->fault))) {
        s.next_fault.reset();
        return planned->fault;
    }
    if constexpr (fault_site_of<Op> != fault_site::nowhere) {
        auto const who = subject_of(s, c);
        auto const* const wanted = magic_of(who);
        if (wanted != nullptr && strikes(wanted->site, fault_site_of<Op>)) {
            auto const first =
                s.strikes.insert({fault_site_of<Op>, who.parent, who.reference_id, std::string(who.phone)}).second;
            return first ? wanted->fault : fault::none;
        }
        if (wanted != nullptr) return fault::none;  // what a magic value asks for is not disturbed by chance
    }
    auto const serial = static_cast<std::uint64_t>(s.counters.api_requests);
    auto const drawn_fault = s.options.rates.draw_fault(Op::hazard, drawn(s.options.seed, draw::request, serial));
    return speaks_of_an_execution(drawn_fault) && !has_reference ? fault::none : drawn_fault;
}

/// Keeps a copy on its way.
inline void hold(state& s, incoming const& in, fault f) {
    s.held.push_back({.due = in.now + (f == fault::duplicated ? duplicate_lag : lateness),
                      .method = in.method,
                      .target = std::string(in.target),
                      .authorization = std::string(in.authorization),
                      .body = std::string(in.body)});
}

/// Makes a true answer speak of something else.
inline void misstate(state& s, fault f, api::execution_response& r) {
    if (f == fault::wrong_reference_id) {
        auto bytes = r.reference_id.bytes();
        for (auto& b : bytes) b = static_cast<std::uint8_t>(b ^ 0x5A);
        r.reference_id = reference_id::from_random(bytes);
    } else if (f == fault::wrong_operation) {
        auto const real = s.executions[s.by_reference.at(r.reference_id)].operation;
        r.operation_type = real == operation_type::payout ? operation_type::collection : operation_type::payout;
    }
}

inline http_response html(int status, server_time now) {
    auto r = json_response(status, now);
    r.content_type = "text/html; charset=utf-8";
    r.body.assign(
        "<!doctype html><html><head><title>Gateway</title></head><body><h1>Please try again</h1></body></html>\n");
    return r;
}

inline http_response refused(int status, std::string_view detail, server_time now) {
    return problem_response(refusal(status, detail), now);
}

inline http_response session_refused(server_time now) {
    return problem_response(refusal({"body", "session_id"}, "This session cannot be executed"), now);
}

/// Does to the answer what the fault says. It holds the true answer if the request has taken effect.
inline void spoil(state& s, incoming const& in, reply& out) {
    auto& r = out.response;
    auto const now = in.now;
    if (out.struck != fault::none) ++s.counters.faults;
    switch (out.struck) {
        case fault::none:
        case fault::wrong_reference_id:
        case fault::wrong_operation:
        case fault::duplicated:
            return;
        case fault::refused_connection:
            out.end = ending::refused;
            return;
        case fault::lost_request:
        case fault::lost_answer:
        case fault::late_request:
            out.end = ending::closed;
            return;
        case fault::reset_answer:
            out.end = ending::reset;
            return;
        case fault::stalled_answer:
            out.delay += stall;
            return;
        case fault::endless_answer:
            out.end = ending::endless;
            return;
        case fault::truncated_answer:
            out.end = ending::truncated;
            out.cut_at = r.body.size() / 2;
            return;
        case fault::busy:
            r = refused(503, "Service unavailable", now);
            return;
        case fault::server_error:
            r = refused(500, "Internal server error", now);
            return;
        case fault::forbidden:
            r = refused(403, "Forbidden", now);
            return;
        case fault::not_found:
            r = refused(404, "Not found", now);
            return;
        case fault::refused:
        case fault::refused_after:
            r = session_refused(now);
            return;
        case fault::rate_limited:
            r = refused(429, "Too many requests", now);
            r.retry_after = "5";
            return;
        case fault::unauthorized:
            if (auto* const t = find_token(s, in.authorization)) t->revoked = true;
            r = refused(401, "Could not validate credentials", now);
            return;
        case fault::html_error:
            r = html(502, now);
            return;
        case fault::html_answer:
            r = html(200, now);
            return;
        case fault::redirected:
            r = refused(307, "Moved", now);
            out.location = "https://elsewhere.example/";
            return;
        case fault::empty_answer:
            r = json_response(204, now);
            r.content_type.clear();
            return;
        case fault::duplicate_member: {
            std::string twice(R"({"status":"FAILED",)");
            if (r.status == 200) r.body.assign(twice.append(r.body.reveal().substr(1)));
            return;
        }
    }
}

}  // namespace dollr::sandbox::detail

#endif
