// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/value/enums.hpp>
#include <dollr/value/open_enum.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

using namespace dollr;

namespace {

BOOST_DEFINE_FIXED_ENUM_CLASS(relationship, std::uint8_t, friend_, customer, mtn_momo_lbr)

using status_word = open_enum<execution_status>;

}  // namespace

TEST_CASE("on the wire an enumerator is its name in upper case") {
    CHECK(wire_name(operation_type::collection) == "COLLECTION");
    CHECK(wire_name(operation_type::payout) == "PAYOUT");
    CHECK(wire_name(source_status::canceled) == "CANCELED");
    CHECK(wire_name(relationship::friend_) == "FRIEND");  // the underscore only keeps clear of a keyword
    CHECK(wire_name(relationship::mtn_momo_lbr) == "MTN_MOMO_LBR");
    CHECK(wire_name(static_cast<operation_type>(99)) == "");
}

TEST_CASE("every word of every set comes back") {
    CHECK(enum_from_wire<execution_status>("PENDING") == execution_status::pending);
    CHECK(enum_from_wire<execution_status>("COMPLETED") == execution_status::completed);
    CHECK(enum_from_wire<relationship>("FRIEND") == relationship::friend_);
    for (std::string_view word : {"", "pending", "Pending", "PENDIN", "PENDINGS", " PENDING", "FRIEND_", "friend_"}) {
        CAPTURE(word);
        CHECK_FALSE(enum_from_wire<execution_status>(word));
        CHECK_FALSE(enum_from_wire<relationship>(word));
    }
    CHECK_FALSE(enum_from_wire<execution_status>({"COMPLETED\0x", 11}));
}

TEST_CASE("a known word is its enumerator") {
    auto const word = status_word::from_text("PROCESSING");
    CHECK((word == execution_status::processing));
    CHECK((execution_status::processing == word));
    CHECK((word != execution_status::completed));
    CHECK(word.is(execution_status::processing));
    CHECK(word.known() == execution_status::processing);
    CHECK(word.text() == "PROCESSING");
    CHECK((word == status_word{execution_status::processing}));
}

TEST_CASE("mistake 8: a word in another case or spelling is no enumerator, and is kept as it is") {
    for (std::string_view text :
         {"completed", "Completed", "COMPLETE", "COMPLETED ", "SUCCESS", "REVERSED_BY_A_LATER_VERSION_OF_THE_API"}) {
        CAPTURE(text);
        auto const word = status_word::from_text(text);
        CHECK_FALSE(word.known());
        CHECK(word.text() == text);
        CHECK((word != execution_status::completed));
        CHECK((word == status_word::from_text(text)));
    }
    CHECK((status_word::from_text("A") != status_word::from_text("B")));
}

TEST_CASE("no word is no enumerator, not the first one") {
    CHECK_FALSE(status_word{}.known());
    CHECK(status_word{}.text() == "");
    CHECK((status_word{} != execution_status::pending));
    CHECK((status_word{} == status_word::from_text("")));
}

TEST_CASE("words are regular values") {
    auto a = status_word::from_text("SOMETHING_NEW");
    auto b = a;
    CHECK((a == b));
    status_word c{std::move(a)};
    CHECK(c.text() == "SOMETHING_NEW");
    CHECK(a.text() == "");
    a = execution_status::failed;
    CHECK((a == execution_status::failed));
    b = a;
    CHECK(b.text() == "FAILED");
    auto& same = c;
    c = same;
    CHECK(c.text() == "SOMETHING_NEW");
    c = std::move(same);
    CHECK(c.text() == "SOMETHING_NEW");
    std::unordered_set<std::string_view> const texts{a.text(), b.text(), c.text()};
    CHECK(texts.size() == 2);
    CHECK(std::hash<status_word>{}(a) == std::hash<status_word>{}(b));
}

template <class A, class B>
concept equality_comparable = requires(A const& a, B const& b) { a == b; };
template <class A, class B>
concept inequality_comparable = requires(A const& a, B const& b) { a != b; };
template <class A, class B>
constexpr bool never_comparable = !equality_comparable<A, B> && !equality_comparable<B, A> &&
                                  !inequality_comparable<A, B> && !inequality_comparable<B, A>;

// mistake 8: comparison only with enumerators.
static_assert(equality_comparable<status_word, execution_status> &&
              inequality_comparable<execution_status, status_word>);
static_assert(never_comparable<status_word, char const*> && never_comparable<status_word, char[10]>);
static_assert(never_comparable<status_word, std::string> && never_comparable<status_word, std::string_view>);

// mistake 9: both sets know PROCESSING, and are different types.
static_assert(never_comparable<execution_status, source_status>);
static_assert(never_comparable<status_word, source_status>);
static_assert(never_comparable<status_word, open_enum<source_status>>);
static_assert(!std::is_convertible_v<source_status, status_word>);
static_assert(!std::is_convertible_v<open_enum<source_status>, status_word>);

// mistake 13: a word is never made from text by accident.
static_assert(!std::is_constructible_v<status_word, char const*> && !std::is_constructible_v<status_word, std::string>);

static_assert(wire_name(fee_bearer::payer) == "PAYER");
static_assert(status_word::from_text("COMPLETED") == execution_status::completed);
static_assert(status_word::from_text("completed").text() == "completed");
