// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_JOURNAL_SUITE_HPP
#define DOLLR_TESTS_SUPPORT_JOURNAL_SUITE_HPP

#include "journal_samples.hpp"
#include "random_record.hpp"

#include <dollr/port/journal.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <concepts>
#include <string>
#include <vector>

/// What every journal must do, whatever it is made of. `make()` gives an empty one. `counts_all`: its sequences count
/// all records, not those of each intent.
namespace samples {

template <class Make>
void journal_suite(Make make, bool counts_all = true) {
    auto const put = [](auto& journal, std::vector<record> records) { return journal.put(records); };
    auto const find = [](auto const& journal, std::string_view key) {
        for (auto const& r : journal.latest()) {
            if (r.intent.key.text() == key) return r;
        }
        return record{};
    };
    static_assert(std::derived_from<decltype(make()), blocking_journal>);

    SUBCASE("an empty journal knows nothing") {
        auto j = make();
        CHECK(j.latest().empty());
        CHECK(j.unfinished().empty());
        CHECK(put(j, {}) == put_result::durable);
        CHECK(j.find(*intent_key::try_parse("rent")) == nullptr);
    }
    SUBCASE("a put gives each record the next sequence, across puts and intents") {
        auto j = make();
        std::vector<record> first{of("rent", phase::recorded), of("tax", phase::recorded)};
        std::vector<record> second{of("rent", phase::sending)};
        REQUIRE(j.put(first) == put_result::durable);
        REQUIRE(j.put(second) == put_result::durable);
        CHECK(first[0].sequence == 1);
        CHECK(first[1].sequence == (counts_all ? 2 : 1));
        CHECK(second[0].sequence == (counts_all ? 3 : 2));
        CHECK(find(j, "rent") == second[0]);
        CHECK(find(j, "tax") == first[1]);
    }
    SUBCASE("a record comes back in every member") {
        auto j = make();
        random_record next{42};
        for (int i = 0; i < 40; ++i) {
            auto r = next();
            r.intent.key = *intent_key::try_parse("key-" + std::to_string(i));
            r.attempt.generation = 1;
            std::vector<record> one{r};
            REQUIRE(j.put(one) == put_result::durable);
            REQUIRE(j.find(r.intent.key) != nullptr);
            CHECK(*j.find(r.intent.key) == one[0]);
        }
        CHECK(j.latest().size() == 40);
    }
    SUBCASE("what is unfinished is to be resumed, what is settled and told is not") {
        auto j = make();
        auto told = of("rent", phase::completed);
        told.attempt.told = true;
        CHECK(put(j, {of("rent", phase::recorded), of("rent", phase::sending), told}) == put_result::durable);
        CHECK(put(j, {of("wages", phase::recorded), of("tax", phase::parked)}) == put_result::durable);
        auto const open = j.unfinished();
        CHECK(open.size() == 2);
        CHECK(std::ranges::any_of(open, [](record const& r) { return r.intent.key.text() == "wages"; }));
        CHECK(std::ranges::any_of(open, [](record const& r) { return r.intent.key.text() == "tax"; }));
    }
    SUBCASE("a told verdict is listed when its audit is due, and no more than were asked for") {
        auto j = make();
        auto const audited = [](std::string_view key, std::int64_t due, bool told = true) {
            auto r = of(key, phase::failed);
            r.attempt.told = told;
            r.attempt.audit_at = at(due);
            return r;
        };
        REQUIRE(put(j, {audited("rent", 1'000), audited("tax", 2'000), audited("wages", 9'000), audited("food", 0),
                        audited("light", 1'000, false)}) == put_result::durable);
        auto const keys = [&](std::int64_t by, std::size_t most) {
            std::vector<std::string> out;
            for (auto const& r : j.due_for_audit(at(by), most)) out.emplace_back(r.intent.key.text());
            std::ranges::sort(out);
            return out;
        };
        CHECK(keys(999, 10).empty());
        CHECK(keys(1'000, 10) == std::vector<std::string>{"rent"});
        CHECK(keys(8'999, 10) == std::vector<std::string>{"rent", "tax"});
        CHECK(keys(9'000, 1).size() == 1);
        CHECK(put(j, {audited("rent", 0)}) == put_result::durable);
        CHECK(keys(9'000, 10) == std::vector<std::string>{"tax", "wages"});
    }
    SUBCASE("a second attempt while the first may still act is refused, with all of its span") {
        auto j = make();
        REQUIRE(put(j, {of("rent", phase::recorded), of("rent", phase::sending)}) == put_result::durable);
        CHECK(put(j, {of("tax", phase::recorded), of("rent", phase::recorded, 2)}) == put_result::refused);
        CHECK(j.latest().size() == 1);
        CHECK(find(j, "rent").attempt.generation == 1);
        CHECK(put(j, {of("rent", phase::failed)}) == put_result::durable);
        CHECK(put(j, {of("rent", phase::recorded, 2)}) == put_result::durable);
        CHECK(find(j, "rent").attempt.generation == 2);
    }
    SUBCASE("after a refusal the journal goes on, without a gap") {
        auto j = make();
        REQUIRE(put(j, {of("rent", phase::completed)}) == put_result::durable);
        CHECK(put(j, {of("rent", phase::live)}) == put_result::refused);
        std::vector<record> next{of("tax", phase::recorded)};
        CHECK(j.put(next) == put_result::durable);
        CHECK(next[0].sequence == (counts_all ? 2 : 1));
    }
    SUBCASE("an id that another intent has is no failure of the journal, which goes on") {
        auto j = make();
        REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
        auto twin = of("tax", phase::recorded);
        twin.attempt.reference_id = of("rent", phase::recorded).attempt.reference_id;
        auto const answer = put(j, {twin});
        CHECK(answer != put_result::failed);
        CHECK(put(j, {of("wages", phase::recorded)}) == put_result::durable);
    }
    SUBCASE("many records in one span") {
        auto j = make();
        std::vector<record> many;
        for (int i = 0; i < 3'000; ++i) many.push_back(of("key-" + std::to_string(i), phase::recorded));
        REQUIRE(j.put(many) == put_result::durable);
        CHECK(j.latest().size() == many.size());
        CHECK(j.find(many[1234].intent.key)->sequence == (counts_all ? 1235 : 1));
    }
}

}  // namespace samples

#endif
