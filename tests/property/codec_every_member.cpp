// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "described_samples.hpp"
#include "spoiler.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

using namespace dollr;
using namespace dollr::test;

// Nothing is left to chance here but the values: every member of every schema and every element of its lists is spoilt
// in every way, read as a client, as a server and as a person's file, and written.

namespace {

constexpr std::uint64_t seeds[] = {1, 2, 3};

struct side {
    std::string_view name;
    codec::read_options options;
};
side const sides[] = {
    {"a server reads", {}},
    {"a client reads", {.tolerant = true}},
    {"a person's file is read", {.unknown_members = codec::unknown_members::refuse}},
};

/// What must be said of a document with this one change: "read", or the one finding.
struct expectation {
    bool read;
    std::string_view type;
};

bool is_numeric(schema::type const& t) { return t.kind == schema::kind::integer || t.kind == schema::kind::amount; }

expectation expected(change c, spot const& at, codec::read_options const& options) {
    bool const optional = !at.element() && !at.field->required();
    bool const guess = options.tolerant && !at.element() && schema::is_guess(at.owner->evidence);
    switch (c) {
        case change::none:
            return {true, {}};
        case change::remove:
            return {optional, "missing"};
        case change::null:
            return {optional, {}};
        case change::other_type:
            return {false, {}};
        case change::other_form:
            if (at.type->kind == schema::kind::step) return {true, {}};
            return {is_numeric(*at.type) && (at.field->rule.either_form || guess), {}};
        case change::twice:
            return {false, "duplicate_member"};
        case change::other_word:
            return {at.type->word->open, "enum"};
    }
    return {};
}

bool applies(change c, spot const& at) {
    if (c == change::remove || c == change::twice) return !at.element();
    if (c == change::other_word) return at.type->kind == schema::kind::word;
    return true;
}

constexpr change changes[] = {change::none,       change::remove, change::null,      change::other_type,
                              change::other_form, change::twice,  change::other_word};

void check_reading(filled const& f, change c, std::size_t at, spot const& where) {
    auto const json = spoiler(c, at).json(*f.of->type, f.value.get());
    for (side const& s : sides) {
        CAPTURE(s.name);
        CAPTURE(json);
        auto const findings = f.of->findings_as(json, s.options);
        auto const due = expected(c, where, s.options);
        if (due.read) {
            CHECK(findings == "read");
        } else {
            CHECK(findings.starts_with(where.loc + ": " + std::string(due.type)));
            CHECK(findings.find(';') == std::string::npos);
        }
        if (c == change::other_word && due.read && findings == "read")
            CHECK(f.of->rewrite(json).find("never heard of") != std::string::npos);
    }
}

/// Makes a value in memory one that must not leave. Empty: values of this kind are always fit.
std::string_view make_unfit(schema::type const& type, schema::field const& field, void* place) {
    using schema::kind;
    switch (type.kind) {
        case kind::text:
            *static_cast<std::string*>(place) = std::string(1, '\0');
            return "string_nul";
        case kind::secret:
            static_cast<secret_string*>(place)->clear();
            return "missing";
        case kind::integer:
            if (type.integer->identity) {
                type.integer->set(place, 0);
                return "missing";
            }
            if (field.rule.at_least == schema::rule{}.at_least) return {};
            type.integer->set(place, field.rule.at_least - 1);
            return "greater_than_equal";
        case kind::amount:
            *static_cast<amount*>(place) = amount{};
            return field.rule.payable ? "greater_than_equal" : "";
        case kind::currency:
            *static_cast<currency*>(place) = {};
            return "missing";
        case kind::phone:
            *static_cast<phone*>(place) = {};
            return "missing";
        case kind::reference_id:
            *static_cast<reference_id*>(place) = {};
            return "missing";
        case kind::word:
            if (type.word->open) {
                type.word->assign(place, "");
                return "missing";
            }
            std::memset(place, 0xFF, 1);  // every enumeration has one byte
            return "enum";
        case kind::step:
            *static_cast<std::variant<std::string, std::int64_t>*>(place) = std::string(1, '\0');
            return "string_nul";
        case kind::boolean:
        case kind::timestamp:
        case kind::object:
        case kind::list:
            break;
    }
    return {};
}

/// Walks to place number `at` in the order of the spoiler's spots and spoils it there.
struct unfitter {
    std::size_t at;
    std::string_view type{};

    void visit(schema::type const& t, schema::field const& field, void* place, bool counts) {
        if (counts && at-- == 0) {
            type = make_unfit(t, field, place);
            return;
        }
        if (t.kind == schema::kind::object) {
            for (auto const& member : t.structure->fields)
                visit(*member.type, member, const_cast<void*>(codec::detail::value_of(member, place)), true);
        } else if (t.kind == schema::kind::list) {
            for (std::size_t i = 0; i < t.list->size(place); ++i)
                visit(*t.list->element, codec::detail::plain_field, const_cast<void*>(t.list->at(place, i)), true);
        }
    }
};

template <class F>
void each_spot(F f) {
    for (auto const& s : samples()) {
        CAPTURE(s.name);
        for (auto const seed : seeds) {
            auto const whole = filled_whole(s, seed);
            spoiler original(change::none, 0);
            original.json(*s.type, whole.value.get());
            for (std::size_t at = 0; at < original.spots().size(); ++at) {
                CAPTURE(original.spots()[at].loc);
                f(whole, seed, at, original.spots()[at]);
            }
        }
    }
}

}  // namespace

TEST_CASE("every member of every schema, spoilt in every way, is the one finding at its place, or is read") {
    std::size_t tried = 0;
    each_spot([&](filled const& f, std::uint64_t, std::size_t at, spot const& where) {
        for (change const c : changes) {
            if (!applies(c, where)) continue;
            check_reading(f, c, at, where);
            ++tried;
        }
    });
    CHECK(tried > 5000);
}

TEST_CASE("a document that is no object, or no list, where one is due, is the one finding") {
    for (auto const& s : samples()) {
        CAPTURE(s.name);
        bool const list = s.type->kind == schema::kind::list;
        for (std::string_view const json : {"null", "5", "\"x\"", "true", list ? "{}" : "[]"}) {
            CAPTURE(json);
            for (side const& as : sides)
                CHECK(s.findings_as(json, as.options) == (list ? "body: list_type" : "body: model_type"));
        }
    }
}

TEST_CASE("every member of every schema that is not fit to leave is named, and nothing is written") {
    std::size_t tried = 0;
    each_spot([&](filled const& f, std::uint64_t seed, std::size_t at, spot const& where) {
        auto const spoilt = filled_whole(*f.of, seed);
        unfitter u{at};
        u.visit(*f.of->type, codec::detail::plain_field, spoilt.value.get(), false);
        if (u.type.empty()) return;
        auto const written = f.of->write(spoilt.value.get());
        CAPTURE(written);
        CHECK(written.starts_with("refused: "));
        CHECK(written.find(where.loc + ": " + std::string(u.type)) != std::string::npos);
        ++tried;
    });
    CHECK(tried > 1000);
}
