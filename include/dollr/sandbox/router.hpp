// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_ROUTER_HPP
#define DOLLR_SANDBOX_ROUTER_HPP

#include <dollr/api/operations.hpp>
#include <dollr/codec/reader.hpp>
#include <dollr/codec/target.hpp>
#include <dollr/codec/writer.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/faults.hpp>
#include <dollr/sandbox/own_operations.hpp>
#include <dollr/sandbox/reply.hpp>
#include <dollr/sandbox/rules/accounts.hpp>
#include <dollr/sandbox/rules/auth.hpp>
#include <dollr/sandbox/rules/checkouts.hpp>
#include <dollr/sandbox/rules/documents.hpp>
#include <dollr/sandbox/rules/executions.hpp>
#include <dollr/sandbox/rules/fault_switches.hpp>
#include <dollr/sandbox/rules/fees.hpp>
#include <dollr/sandbox/rules/items.hpp>
#include <dollr/sandbox/rules/links.hpp>
#include <dollr/sandbox/rules/merchants.hpp>
#include <dollr/sandbox/rules/own.hpp>
#include <dollr/sandbox/rules/pages.hpp>
#include <dollr/sandbox/rules/parties.hpp>
#include <dollr/sandbox/rules/predictions.hpp>
#include <dollr/sandbox/rules/realtime_keys.hpp>
#include <dollr/sandbox/rules/receipts.hpp>
#include <dollr/sandbox/rules/sessions.hpp>
#include <dollr/sandbox/rules/status.hpp>

#include <boost/mp11/list.hpp>

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// From a request to the rule that serves it, for every operation of the list and by no other knowledge than the
/// operation's own description. The order of the checks is the API's: path, method, token, body, rules.
namespace dollr::sandbox {

namespace detail {

/// An operation with a rule.
template <class Op>
concept served = requires(state& s, call<Op> const& c) {
    { serve(s, c) } -> std::same_as<answer<typename Op::response>>;
};

/// The value, or its issues added to those that there are.
template <class T>
void take(T& into, result<T> read, std::vector<issue>& issues) {
    if (read) {
        into = std::move(*read);
    } else {
        auto why = read.error();
        for (issue& i : why.issues) issues.push_back(std::move(i));
    }
}

template <class Op>
std::vector<issue> read_call(incoming const& in, call<Op>& c) {
    std::vector<issue> issues;
    if constexpr (!std::is_same_v<typename Op::path, api::none>) take(c.path, codec::read_path<Op>(in.path), issues);
    if constexpr (!std::is_same_v<typename Op::query, api::none>)
        take(c.query, codec::read_query<typename Op::query>(in.query), issues);
    if constexpr (!std::is_same_v<typename Op::body, api::none>)
        take(c.body, codec::read<typename Op::body>(in.body), issues);
    return issues;
}

template <class Op>
http_response answer_response(answer<typename Op::response> const& a, server_time now) {
    if (auto const* const p = std::get_if<problem>(&a)) return problem_response(*p, now);
    auto r = json_response(200, now);
    if (!codec::write(*std::get_if<typename Op::response>(&a), r.body))
        return problem_response(refusal(500, "The sandbox made an answer that breaks the contract"), now);
    return r;
}

template <class Op>
void carry_out(state& s, incoming const& in, reply& out) {
    call<Op> c;
    c.now = in.now;
    if constexpr (Op::bearer) c.verified = find_token(s, in.authorization)->verified;
    if (auto issues = read_call<Op>(in, c); !issues.empty()) {
        out.response = problem_response({422, {}, std::move(issues)}, in.now);
        return;
    }

    if constexpr (Op::bearer) out.struck = choose_fault<Op>(s, in, c);
    auto const when = takes_effect(out.struck);
    if (when == effect_time::later || when == effect_time::now_and_later) hold(s, in, out.struck);
    if (when == effect_time::now || when == effect_time::now_and_later) {
        auto a = serve(s, c);
        if constexpr (std::is_same_v<typename Op::response, api::execution_response>) {
            if (auto* const r = std::get_if<api::execution_response>(&a)) misstate(s, out.struck, *r);
        }
        out.response = answer_response<Op>(a, in.now);
    }
    spoil(s, in, out);
}

template <class Op>
reply run(state& s, incoming const& in) {
    static_assert(api::is_sound<Op>());
    static_assert(served<Op>,
                  "the sandbox has no rule for this operation: write serve() for it in the header of its "
                  "resource under sandbox/rules/, and include that in sandbox/router.hpp");
    reply out;
    if constexpr (Op::bearer) {
        if (auto p = check_bearer<Op>(s, in.authorization, in.now)) {
            out.response = problem_response(*p, in.now);
            return out;
        }
    }
    carry_out<Op>(s, in, out);
    return out;
}

struct route {
    http_method method;
    bool (*matches)(std::string_view path) noexcept;
    reply (*run)(state&, incoming const&);
};

template <class... Op>
constexpr std::array<route, sizeof...(Op)> make_routes(boost::mp11::mp_list<Op...>*) noexcept {
    return {route{Op::method, &codec::matches<Op>, &run<Op>}...};
}

using every_operation = boost::mp11::mp_append<api::operations, own_operations>;

}  // namespace detail

/// Serves one request at its time. What was due before must be settled.
inline reply dispatch(state& s, detail::incoming const& in) {
    static constexpr auto routes = detail::make_routes(static_cast<detail::every_operation*>(nullptr));
    bool other_method = false;
    for (detail::route const& r : routes) {
        if (!r.matches(in.path)) continue;
        if (r.method == in.method) return r.run(s, in);
        other_method = true;
    }
    return other_method ? plain_reply(405, "Method Not Allowed", in.now) : plain_reply(404, "Not Found", in.now);
}

}  // namespace dollr::sandbox

#endif
