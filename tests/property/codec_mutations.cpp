// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "described_samples.hpp"
#include "spoiler.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace dollr;
using namespace dollr::test;

namespace {

/// A filled struct with one spot changed: what is said of it.
struct spoilt {
    filled original;
    spot where;
    std::string json;
    std::string findings;
};

template <class Fits>
spoilt any_spoilt(change c, Fits fits) {
    for (int tries = 0; tries < 500; ++tries) {
        auto const f = any_filled();
        spoiler whole(change::none, 0);
        whole.json(*f.of->type, f.value.get());
        std::vector<std::size_t> fitting;
        for (std::size_t i = 0; i < whole.spots().size(); ++i)
            if (fits(whole.spots()[i])) fitting.push_back(i);
        if (fitting.empty()) continue;
        auto const at = *rc::gen::elementOf(fitting);
        auto const json = spoiler(c, at).json(*f.of->type, f.value.get());
        RC_LOG() << f.of->name << " " << whole.spots()[at].loc << " " << json << "\n";
        return {f, whole.spots()[at], json, f.of->findings(json)};
    }
    RC_DISCARD("no described struct has such a place");
}

bool is_one_finding(spoilt const& s, std::string_view type = {}) {
    return s.findings.starts_with(s.where.loc + ": " + std::string(type)) && s.findings.find(';') == std::string::npos;
}

bool is_member(spot const& s) { return !s.element(); }
bool is_anything(spot const&) { return true; }

}  // namespace

TEST_CASE("a required member that is missing is the one finding, at its place") {
    CHECK(rc::check([] {
        auto const s = any_spoilt(change::remove, [](spot const& p) { return !p.element() && p.field->required(); });
        RC_ASSERT(is_one_finding(s, "missing"));
    }));
}

TEST_CASE("an optional member may be missing or null") {
    CHECK(rc::check([] {
        auto const how = *rc::gen::element(change::remove, change::null);
        auto const s = any_spoilt(how, [](spot const& p) { return !p.element() && !p.field->required(); });
        RC_ASSERT(s.findings == "read");
    }));
}

TEST_CASE("a required member or an element that is null is the one finding, at its place") {
    CHECK(rc::check([] {
        auto const s = any_spoilt(change::null, [](spot const& p) { return p.element() || p.field->required(); });
        RC_ASSERT(is_one_finding(s));
    }));
}

TEST_CASE("a member or an element of another JSON type is the one finding, at its place") {
    CHECK(rc::check([] { RC_ASSERT(is_one_finding(any_spoilt(change::other_type, is_anything))); }));
}

TEST_CASE("a member that comes twice is the one finding, at its place") {
    CHECK(rc::check([] { RC_ASSERT(is_one_finding(any_spoilt(change::twice, is_member), "duplicate_member")); }));
}

TEST_CASE("an unknown word is kept where the server may extend the set, and else the one finding") {
    CHECK(rc::check([] {
        auto const s = any_spoilt(change::other_word, [](spot const& p) { return p.type->kind == schema::kind::word; });
        if (s.where.type->word->open)
            RC_ASSERT(s.original.of->rewrite(s.json).find("never heard of") != std::string::npos);
        else
            RC_ASSERT(is_one_finding(s, "enum"));
    }));
}

TEST_CASE("a document that is cut off anywhere is no document") {
    CHECK(rc::check([] {
        auto const f = any_filled();
        auto const json = f.of->write(f.value.get());
        auto const cut = *rc::gen::inRange<std::size_t>(0, json.size());
        RC_ASSERT(f.of->findings(json.substr(0, cut)).ends_with("json_invalid"));
    }));
}

TEST_CASE("a byte changed, put in or taken out never crashes, and what is then read is written again as it is") {
    CHECK(rc::check([] {
        auto const f = any_filled();
        auto json = f.of->write(f.value.get());
        for (auto n = *rc::gen::inRange(1, 4); n > 0 && !json.empty(); --n) {
            auto const at = *rc::gen::inRange<std::size_t>(0, json.size());
            auto const byte = static_cast<char>(*rc::gen::inRange(0, 256));
            auto const how = *rc::gen::inRange(0, 3);
            if (how == 0) json[at] = byte;
            if (how == 1) json.insert(at, 1, byte);
            if (how == 2) json.erase(at, 1);
        }
        RC_LOG() << f.of->name << " " << json << "\n";
        if (f.of->findings(json) != "read") return;
        auto const again = f.of->rewrite(json);
        if (again.starts_with("refused: ")) return;  // what comes in is read more tolerantly than what leaves
        RC_ASSERT(f.of->rewrite(again) == again);
    }));
}
