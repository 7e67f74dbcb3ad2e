// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/schema/describe.hpp>

#include <doctest/doctest.h>

#include <boost/describe/enum.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace probe {

BOOST_DEFINE_FIXED_ENUM_CLASS(tone, std::uint8_t, low, high, new_)

struct inner {
    dollr::party_id id;
};
BOOST_DESCRIBE_STRUCT(inner, (), (id))
consteval auto schema_of(inner const*) { return dollr::schema::description{"Inner", dollr::schema::evidence::own}; }

struct outer {
    std::string name;
    dollr::amount price;
    dollr::currency money;
    tone closed{};
    std::optional<dollr::open_enum<tone>> open;
    std::vector<inner> many;
    std::optional<std::vector<inner>> perhaps;
    int not_described = 0;
};
BOOST_DESCRIBE_STRUCT(outer, (), (name, price, money, closed, open, many, perhaps))
consteval auto schema_of(outer const*) {
    using dollr::schema::rule;
    return dollr::schema::description{"Outer", dollr::schema::evidence::guide,
                                      rule{.member = "name", .name = "label", .length_max = 5},
                                      rule{.member = "price", .form = dollr::schema::form::text, .money_of = "money"}};
}
std::string_view why_not(outer const& o) noexcept { return o.name == "no" ? "say yes" : ""; }

}  // namespace probe

using namespace dollr;
using schema::kind;

TEST_CASE("a description lists the members in their order, with their names on the wire") {
    std::vector<std::string_view> names;
    for (auto const& f : schema::structure_of<probe::outer>.fields) names.push_back(f.name);
    CHECK(names == std::vector<std::string_view>{"label", "price", "money", "closed", "open", "many", "perhaps"});
    CHECK(schema::structure_of<probe::outer>.name == "Outer");
    CHECK(schema::is_guess(schema::structure_of<probe::outer>.evidence));
}

TEST_CASE("a member is required unless it is a std::optional") {
    CHECK(schema::structure_of<probe::outer>.required == 0b0101111);
}

TEST_CASE("a rule applies to the member that it names, and to no other") {
    auto const fields = schema::structure_of<probe::outer>.fields;
    CHECK(fields[0].rule.length_max == 5);
    CHECK(fields[1].rule.form == schema::form::text);
    CHECK(fields[1].money_of == 2);
    CHECK(fields[2].rule.form == schema::form::natural);
    CHECK(fields[2].money_of == schema::field::none);
}

TEST_CASE("a member's C++ type decides its kind on the wire") {
    auto const fields = schema::structure_of<probe::outer>.fields;
    CHECK(fields[0].type->kind == kind::text);
    CHECK(fields[1].type->kind == kind::amount);
    CHECK(fields[2].type->kind == kind::currency);
    CHECK(fields[3].type->kind == kind::word);
    CHECK_FALSE(fields[3].type->word->open);
    CHECK(fields[4].type->word->open);
    CHECK(fields[5].type->kind == kind::list);
    CHECK(fields[5].type->list->element->structure == &schema::structure_of<probe::inner>);
    CHECK(fields[6].type == fields[5].type);
}

TEST_CASE("the words of an enumeration are its enumerators in upper case") {
    auto const words = schema::type_of<probe::tone>.word->words;
    CHECK(std::ranges::equal(words, std::vector<std::string_view>{"LOW", "HIGH", "NEW"}));
}

TEST_CASE("a place in memory is reached, filled and looked into through the table") {
    probe::outer o;
    auto const fields = schema::structure_of<probe::outer>.fields;
    *static_cast<std::string*>(fields[0].at(&o)) = "x";
    CHECK(o.name == "x");

    CHECK(fields[4].optional->get(fields[4].at(&o)) == nullptr);
    CHECK(fields[4].type->word->assign(fields[4].optional->emplace(fields[4].at(&o)), "SHRILL"));
    CHECK(fields[4].type->word->text(fields[4].optional->get(fields[4].at(&o))) == "SHRILL");
    fields[4].optional->reset(fields[4].at(&o));
    CHECK_FALSE(o.open.has_value());

    auto const& list = *fields[5].type->list;
    list.append(fields[5].at(&o));
    void* const second = list.append(fields[5].at(&o));
    CHECK(list.size(fields[5].at(&o)) == 2);
    CHECK(second == &o.many[1]);
    CHECK(list.at(&o.many, 1) == &o.many[1]);
    list.clear(&o.many);
    CHECK(o.many.empty());
}

TEST_CASE("an integer that its C++ type cannot hold is refused, not cut") {
    auto const& narrow = *schema::type_of<std::int8_t>.integer;
    std::int8_t n = 1;
    CHECK_FALSE(narrow.set(&n, 128));
    CHECK(n == 1);
    CHECK(narrow.set(&n, -128));
    CHECK(narrow.get(&n) == -128);
}

TEST_CASE("what binds several members is asked of the whole struct") {
    probe::outer o;
    auto const ask = schema::structure_of<probe::outer>.why_not;
    CHECK(ask(&o) == "");
    o.name = "no";
    CHECK(ask(&o) == "say yes");
    CHECK_FALSE(static_cast<bool>(schema::structure_of<probe::inner>.why_not));
}
