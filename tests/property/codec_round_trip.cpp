// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "described_samples.hpp"

#include <dollr/codec/request.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace dollr;
using namespace dollr::test;

namespace {

/// The members of a JSON object as they stand in its text. The text is ours, so it has no white space.
std::vector<std::string> members(std::string_view object) {
    std::vector<std::string> out;
    std::size_t begin = 1;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 1; i + 1 < object.size(); ++i) {
        char const c = object[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (quoted)
            continue;
        else if (c == '{' || c == '[')
            ++depth;
        else if (c == '}' || c == ']')
            --depth;
        else if (c == ',' && depth == 0) {
            out.emplace_back(object.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    if (object.size() > 2) out.emplace_back(object.substr(begin, object.size() - 1 - begin));
    return out;
}

template <class Op>
void parameters_round_trip() {
    typename Op::path path{};
    typename Op::query query{};
    fill(schema::type_of<typename Op::path>, codec::detail::plain_field, &path);
    fill(schema::type_of<typename Op::query>, codec::detail::plain_field, &query);
    mend_pairs(query);
    std::string target;
    std::vector<issue> issues;
    codec::detail::append_path(target, Op::target, schema::structure_of<typename Op::path>, &path, issues);
    codec::detail::append_query(target, schema::structure_of<typename Op::query>, &query);
    RC_ASSERT(issues.empty());
    RC_ASSERT(std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c <= '~'; }));
    auto const parts = codec::split_target(target);
    RC_ASSERT(codec::matches<Op>(parts.path));
    auto const path_back = codec::read_path<Op>(parts.path);
    auto query_back = codec::read_query<typename Op::query>(parts.query);
    RC_ASSERT(path_back.has_value());
    RC_ASSERT(query_back.has_value());
    mend_pairs(*query_back);
    RC_ASSERT(*path_back == path);
    RC_ASSERT(*query_back == query);
}

}  // namespace

TEST_CASE("any described struct is read as it was written") {
    CHECK(rc::check([] {
        auto const f = any_filled();
        auto const json = f.of->write(f.value.get());
        RC_LOG() << f.of->name << " " << json << "\n";
        RC_ASSERT(f.of->findings(json) == "read");
        RC_ASSERT(f.of->reads_as(json, f.value.get()));
    }));
}

TEST_CASE("the same bytes are written again") {
    CHECK(rc::check([] {
        auto const f = any_filled();
        auto const json = f.of->write(f.value.get());
        RC_LOG() << f.of->name << " " << json << "\n";
        RC_ASSERT(f.of->rewrite(json) == json);
    }));
}

TEST_CASE("the order of the members does not matter, nor white space, nor members that nobody knows") {
    CHECK(rc::check([] {
        auto const f = any_filled();
        auto const json = f.of->write(f.value.get());
        RC_PRE(json.front() == '{');
        auto parts = members(json);
        parts.emplace_back(R"("unknown":{"reference_id":["x",1e999,{"amount":null}]})");
        for (std::size_t i = parts.size(); i > 1; --i)
            std::swap(parts[i - 1], parts[*rc::gen::inRange<std::size_t>(0, i)]);
        std::string shuffled = "\r\n{";
        for (auto const& p : parts) shuffled += (shuffled.size() == 3 ? " " : " ,\t") + p;
        shuffled += "\n} ";
        RC_LOG() << f.of->name << " " << shuffled << "\n";
        RC_ASSERT(f.of->reads_as(shuffled, f.value.get()));
    }));
}

TEST_CASE("any path and query are read as they were written, and hold no byte that a request line must not") {
    CHECK(rc::check([] {
        boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, api::operations>>(
            [](auto op) { parameters_round_trip<typename decltype(op)::type>(); });
    }));
}
