// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "callable.hpp"

#include <dollr/api/operations.hpp>
#include <dollr/codec/reader.hpp>
#include <dollr/codec/redact.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/sandbox/own_operations.hpp>
#include <dollr/system/clock.hpp>

#include <algorithm>
#include <iterator>
#include <type_traits>

namespace dollr::cli {
namespace {

template <class Op>
inline constexpr bool takes_body = !std::is_same_v<typename Op::body, api::none>;

error unfit(std::vector<issue> issues) {
    auto e = invalid_input("this call cannot be made as it stands", "correct what the issues name");
    e.issues = std::move(issues);
    return e;
}

/// The target with the values in its placeholders' places.
result<std::string> filled(std::string_view target, std::vector<std::string> const& values) {
    std::string out;
    auto value = values.begin();
    for (auto open = target.find('{'); open != std::string_view::npos; open = target.find('{')) {
        auto const close = target.find('}', open);
        if (value == values.end() || value->empty())
            return invalid_input(
                "this operation needs a value for " + std::string{target.substr(open, close - open + 1)},
                "write it behind the operation's name");
        out += target.substr(0, open);
        codec::percent_encode(out, *value++);
        target.remove_prefix(close + 1);
    }
    if (value != values.end())
        return invalid_input("\"" + escaped(*value) + "\" has no place in this operation's path", "leave it out");
    return out += target;
}

std::string encoded(std::vector<std::pair<std::string, std::string>> const& query) {
    std::string out;
    for (auto const& [name, value] : query) {
        if (!out.empty()) out += '&';
        codec::percent_encode(out, name);
        out += '=';
        codec::percent_encode(out, value);
    }
    return out;
}

/// The server ignores a parameter that it does not know; a person who misspelt one wants to be told.
template <class Query>
std::vector<issue> unknown_names(std::vector<std::pair<std::string, std::string>> const& query) {
    std::vector<issue> found;
    auto const& fields = schema::type_of<Query>.structure->fields;
    for (auto const& [name, value] : query) {
        auto const known = [&](schema::field const& f) { return f.name == name; };
        if (std::none_of(fields.begin(), fields.end(), known))
            found.push_back({{std::string{"query"}, name}, "there is no such parameter", "extra_forbidden"});
    }
    return found;
}

template <class T>
void take(T& into, result<T> read, std::vector<issue>& issues) {
    if (read) {
        into = std::move(*read);
    } else {
        auto const why = read.error();
        issues.insert(issues.end(), why.issues.begin(), why.issues.end());
    }
}

codec::read_options of_a_person() {
    codec::read_options options;
    options.unknown_members = codec::unknown_members::refuse;
    return options;
}

/// An expiry is after now.
codec::write_options as_of_now() {
    codec::write_options options;
    options.now = utc_now();
    return options;
}

template <class Op>
result<void> build(call_parts const& parts, secret_string const& bearer, http_request& out) {
    auto const place = filled(Op::target, parts.path);
    if (!place) return place.error();
    auto issues = unknown_names<typename Op::query>(parts.query);
    typename Op::path path;
    typename Op::query query;
    typename Op::body body;
    if constexpr (!std::is_same_v<typename Op::path, api::none>) take(path, codec::read_path<Op>(*place), issues);
    if constexpr (!std::is_same_v<typename Op::query, api::none>)
        take(query, codec::read_query<typename Op::query>(encoded(parts.query)), issues);
    if constexpr (takes_body<Op>)
        take(body, codec::read<typename Op::body>(parts.body.reveal(), of_a_person()), issues);
    if (!issues.empty()) return unfit(std::move(issues));
    return codec::request<Op>(path, query, body, bearer, out, as_of_now());
}

template <class Op>
result<std::string> read(exchange_result const& end, codec::limits const& limits) {
    auto answer = codec::response<Op>(end, limits);
    if (!answer) return answer.error();
    codec::redact(*answer);
    std::string text;
    if (auto const written = codec::write(*answer, text, "response"); !written) return written.error();
    return text;
}

template <class Op>
std::vector<issue> check(std::string_view text) {
    if constexpr (!takes_body<Op>) {
        return {{{std::string{"body"}}, "this operation has no body", "extra_forbidden"}};
    } else {
        auto const body = codec::read<typename Op::body>(text, of_a_person());
        return body ? codec::validate(*body, "body", as_of_now()) : body.error().issues;
    }
}

template <class Op>
constexpr callable callable_of{Op::name,
                               Op::method,
                               Op::target,
                               Op::hazard,
                               Op::bearer,
                               takes_body<Op>,
                               codec::may_hold_secret<typename Op::body>,
                               &build<Op>,
                               &read<Op>,
                               &check<Op>};

template <class... Op>
std::span<callable const> all(boost::mp11::mp_list<Op...>*) noexcept {
    static constexpr callable table[] = {callable_of<Op>...};
    return table;
}

}  // namespace

std::span<callable const> callables() noexcept { return all(static_cast<api::operations*>(nullptr)); }

result<callable const*> find_callable(std::string_view name) {
    for (auto const& known : {callables(), all(static_cast<sandbox::own_operations*>(nullptr))})
        for (auto const& c : known)
            if (c.name == name) return &c;
    std::string near;
    for (auto const& c : callables())
        if (c.name.find(name) != std::string_view::npos) near += (near.empty() ? "" : ", ") + std::string{c.name};
    return invalid_input("there is no operation \"" + escaped(name) + "\"",
                         near.empty() ? "`dollr call --list` names them all" : "perhaps one of " + near);
}

}  // namespace dollr::cli
